import { type Timer } from './chart.js';
import { EntrySet } from './entry-set.js';
import { type History } from './history.js';
import { timerId } from './link-tree.js';
import { transitionDomain } from './transition-domain.js';
import { inDocumentOrder, isDescendant, isLeaf, type StateNode, type Transition } from './tree.js';

/** What taking transitions together does to a configuration. */
export interface Microstep<G, A> {
  /** Active leaves afterwards, in document order. */
  readonly leaves: readonly StateNode<G, A>[];
  readonly exited: readonly StateNode<G, A>[];
  readonly entered: readonly StateNode<G, A>[];
  readonly actions: readonly A[];
  /** `done.state.<id>` events, each with the number of actions that run before it is raised (SCXML 3.7). */
  readonly raised: readonly { readonly event: string; readonly after: number }[];
  /** History states that remember something new. */
  readonly remembered: ReturnType<History<G, A>['changes']>;
}

/**
 * SCXML appendix D, microstep, from the states active before, in document order: states are left from the inside outwards, the transitions' actions run, states are entered
 * from the outside inwards. `transitions` must be in no conflict.
 */
export function takeMicrostep<G, A>(
  before: readonly StateNode<G, A>[],
  transitions: readonly Transition<G, A>[],
  history: History<G, A>,
): Microstep<G, A> {
  // Once, before anything is left. Appendix D does it again on entry, with what history states remember since: a parallel
  // with a single region, left on the way to its own history state, would then not be entered again.
  const domains = transitions.map((transition) => transitionDomain(transition, history));
  const exited = exitSet(before, domains);
  for (const state of exited) rememberIn(state, before, history);
  const entry = new EntrySet(transitions, domains, history);
  const entered = inDocumentOrder(entry.states);
  const active = new Set(before);
  const actions: A[] = [];
  const raised: { event: string; after: number }[] = [];
  for (const state of exited) {
    active.delete(state);
    actions.push(...(state.source.exit ?? []));
  }
  for (const { candidate } of transitions) actions.push(...(candidate.transition.actions ?? []));
  for (const state of entered) {
    active.add(state);
    actions.push(...(state.source.entry ?? []));
    if (entry.byDefault.has(state)) actions.push(...(state.source.initialActions ?? []));
    actions.push(...(entry.historyActions.get(state) ?? []));
    for (const event of doneEvents(state, active)) raised.push({ event, after: actions.length });
  }
  const leaves = inDocumentOrder(active).filter(isLeaf);
  // The chart ends: what is active is left (SCXML appendix D, exitInterpreter).
  if (endsChart(leaves)) actions.push(...leaves.flatMap(({ source }) => source.exit ?? []));
  return { leaves, exited, entered, actions, raised, remembered: history.changes() };
}

/** SCXML appendix D, computeExitSet, in exit order. */
function exitSet<G, A>(
  active: readonly StateNode<G, A>[],
  domains: readonly (StateNode<G, A> | undefined)[],
): StateNode<G, A>[] {
  const left = domains.filter((domain) => domain !== undefined);
  return active.filter((state) => left.some((domain) => isDescendant(state, domain))).reverse();
}

function rememberIn<G, A>(
  state: StateNode<G, A>,
  active: readonly StateNode<G, A>[],
  history: History<G, A>,
): void {
  for (const memory of state.histories) {
    const remembered =
      memory.source.history === 'deep'
        ? active.filter((one) => isLeaf(one) && isDescendant(one, state))
        : active.filter((one) => one.parent === state);
    history.remember(memory, remembered);
  }
}

/**
 * What entering a state completes (SCXML 3.4, 3.7): its parent, if it is final, and then each parallel around that all
 * whose regions are complete. Appendix D stops at the first parallel; 3.4 asks it of every one.
 */
function doneEvents<G, A>(
  state: StateNode<G, A>,
  active: ReadonlySet<StateNode<G, A>>,
): readonly string[] {
  if (state.kind !== 'final' || state.level === 1) return [];
  const events = [`done.state.${state.parent?.name ?? ''}`];
  let outer = state.parent?.parent;
  while (outer?.kind === 'parallel' && isComplete(outer, active)) {
    events.push(`done.state.${outer.name}`);
    outer = outer.parent;
  }
  return events;
}

/** SCXML appendix D, isInFinalState. */
function isComplete<G, A>(
  { kind, children }: StateNode<G, A>,
  active: ReadonlySet<StateNode<G, A>>,
): boolean {
  if (kind === 'compound') {
    return children.some((child) => child.kind === 'final' && active.has(child));
  }
  return kind === 'parallel' && children.every((child) => isComplete(child, active));
}

/** Whether the chart's top level is in a final state (SCXML 3.7). */
export function endsChart(leaves: readonly StateNode<unknown, unknown>[]): boolean {
  return leaves.some(({ kind, level }) => kind === 'final' && level === 1);
}

/** The timers that run while a state is active. */
export function timersOf({ name, source }: StateNode<unknown, unknown>): Timer[] {
  return (source.after ?? []).map(({ name: timer, delayMs }) => ({
    timer: timerId(name, timer),
    delayMs,
  }));
}
