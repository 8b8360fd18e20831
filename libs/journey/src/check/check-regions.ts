import { type Report } from '../definition/report.js';
import { asList, type PlacedState } from '../definition/state-graph.js';
import { transitionLists } from '../definition/transition-lists.js';

/**
 * Ways from one region of a parallel state to a place in one region, that leave all of them: a transition is taken in the
 * innermost compound state around its source and targets, and a parallel state is none (SCXML 3.13, findLCCA). Who names
 * a target in several regions, or writes the way on the parallel state itself, means it.
 */
export function checkRegions(states: readonly PlacedState[], report: Report): void {
  const byName = new Map(states.map((state) => [state.name, state]));
  for (const state of states) {
    for (const { candidates } of transitionLists(state)) {
      for (const { transition, path } of candidates) {
        const targets = asList(transition.target).flatMap((name) => byName.get(name) ?? []);
        for (const [index, parallel] of state.lineage.entries()) {
          const from = state.lineage[index - 1];
          if (parallel.source.type !== 'parallel' || from === undefined) continue;
          const to = regionOfAll(parallel, targets);
          if (to === undefined || staysIn(from, state, targets, transition.internal)) continue;
          report(path, faultOf(parallel, from, to, state, targets), 'warning');
        }
      }
    }
  }
}

/** The region all targets are in; undefined: they are in several, or one is in none. */
function regionOfAll(
  parallel: PlacedState,
  targets: readonly PlacedState[],
): PlacedState | undefined {
  const regions = new Set(targets.map(({ lineage }) => lineage[lineage.indexOf(parallel) - 1]));
  return regions.size === 1 ? [...regions][0] : undefined;
}

/** Whether a way from inside a region, or from the region itself, leaves no other. */
function staysIn(
  region: PlacedState,
  state: PlacedState,
  targets: readonly PlacedState[],
  internal = false,
): boolean {
  return (
    targets.every((target) => target !== region && target.lineage.includes(region)) &&
    (state !== region || internal)
  );
}

function faultOf(
  parallel: PlacedState,
  from: PlacedState,
  to: PlacedState,
  state: PlacedState,
  targets: readonly PlacedState[],
): string {
  const instead =
    from !== to
      ? `\`raise\` an event here that \`${to.name}\` takes`
      : targets.includes(from)
        ? `name a state inside \`${from.name}\` as target${state === from ? ', with `internal: true`' : ''}`
        : 'add `internal: true`';
  return `this leaves \`${parallel.name}\` and enters it again, so that its other regions begin anew; ${instead}`;
}
