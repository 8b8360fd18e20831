import { type History } from './history.js';
import { type Moment } from './moment.js';
import { transitionDomain } from './transition-domain.js';
import { inDocumentOrder, isDescendant, type StateNode, type Transition } from './tree.js';

/**
 * For each active leaf, in document order, the transitions it may take: its own first, then its ancestors' outwards, each
 * state's in document order. Leaves that have none are left out.
 */
export type Candidates<G, A> = readonly (readonly Transition<G, A>[])[];

/**
 * SCXML appendix D, selectTransitions and selectEventlessTransitions: each leaf takes its first transition that holds,
 * and of those that would leave the same states one stays. Asks each guard once.
 */
export function selectTransitions<G, A>(
  candidates: Candidates<G, A>,
  moment: Moment<G, A>,
): readonly Transition<G, A>[] {
  const [only] = candidates;
  if (only === undefined) return [];
  if (candidates.length === 1) {
    for (const transition of only) if (moment.holds(transition)) return [transition];
    return [];
  }
  const asked = new Map<Transition<G, A>, boolean>();
  const enabled = new Set<Transition<G, A>>();
  for (const transitions of candidates) {
    for (const transition of transitions) {
      const answer = asked.get(transition) ?? moment.holds(transition);
      asked.set(transition, answer);
      if (!answer) continue;
      enabled.add(transition);
      break;
    }
  }
  return enabled.size < 2 ? [...enabled] : removeConflicting([...enabled], moment.history());
}

/**
 * SCXML appendix D, removeConflictingTransitions: of two that leave a state in common, the one whose source lies inside the
 * other's source wins, else the one selected first.
 */
function removeConflicting<G, A>(
  enabled: readonly Transition<G, A>[],
  history: History<G, A>,
): readonly Transition<G, A>[] {
  // What a transition leaves is what is active inside its domain, never nothing: two leave a state in common if one's
  // domain is the other's or lies inside it.
  const domains = enabled.map((transition) => transitionDomain(transition, history));
  if (areApart(domains)) return enabled;
  const chosen: { transition: Transition<G, A>; domain: StateNode<G, A> | undefined }[] = [];
  enabled.forEach((transition, index) => {
    const domain = domains[index];
    const conflicting = chosen.filter((other) => !areApart([domain, other.domain]));
    const wins = conflicting.every((other) =>
      isDescendant(transition.source, other.transition.source),
    );
    if (!wins) return;
    for (const other of conflicting) chosen.splice(chosen.indexOf(other), 1);
    chosen.push({ transition, domain });
  });
  return chosen.map(({ transition }) => transition);
}

/** Whether none of these is another one or lies inside it. Undefined is nowhere. */
function areApart<G, A>(domains: readonly (StateNode<G, A> | undefined)[]): boolean {
  const inOrder = inDocumentOrder(domains.filter((domain) => domain !== undefined));
  return inOrder.every(({ last }, place) => last < (inOrder[place + 1]?.index ?? Infinity));
}
