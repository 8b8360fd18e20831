import { type History } from './history.js';
import { isDescendant, type StateNode, type Transition } from './tree.js';

/** SCXML appendix D, getTransitionDomain: the innermost compound that stays active; undefined: nothing is left. */
export function transitionDomain<G, A>(
  { source, targets, candidate }: Transition<G, A>,
  history: History<G, A>,
): StateNode<G, A> | undefined {
  if (targets.length === 0) return undefined;
  const states = effectiveTargets(targets, history);
  const within = (ancestor: StateNode<G, A>): boolean =>
    ancestor.kind === 'compound' && states.every((state) => isDescendant(state, ancestor));
  if (candidate.transition.internal === true && within(source)) return source;
  // The least common compound ancestor (findLCCA); the chart itself is around everything.
  let ancestor = source.parent;
  while (ancestor?.parent !== undefined && !within(ancestor)) ancestor = ancestor.parent;
  return ancestor;
}

/** SCXML appendix D, getEffectiveTargetStates: a history state stands for what it remembers, or else for its targets. */
export function effectiveTargets<G, A>(
  targets: readonly StateNode<G, A>[],
  history: History<G, A>,
): readonly StateNode<G, A>[] {
  if (targets.every(({ kind }) => kind !== 'history')) return targets;
  return targets.flatMap((target) =>
    target.kind === 'history'
      ? (history.of(target) ?? effectiveTargets(target.initial, history))
      : [target],
  );
}
