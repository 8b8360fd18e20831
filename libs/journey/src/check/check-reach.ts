import { nearest } from '#statechart';
import { type DefinitionSource } from '../definition/definition.js';
import { type Report } from '../definition/report.js';
import {
  asList,
  distancesTo,
  endsJourney,
  type PlacedState,
  type StateGraph,
} from '../definition/state-graph.js';
import { transitionLists } from '../definition/transition-lists.js';

/** States no way leads to; one inside another such state is not told again. */
export function checkReachable(
  source: DefinitionSource,
  states: readonly PlacedState[],
  report: Report,
): void {
  const byName = new Map(states.map((state) => [state.name, state]));
  const initial = asList(source.initial);
  // The chart tells about a beginning that does not exist.
  if (!initial.some((name) => byName.has(name))) return;
  const reached = statesReached(initial, byName);
  for (const state of states) {
    if (reached.has(state)) continue;
    const { name, path, lineage } = state;
    const outer = lineage[1];
    if (outer !== undefined && !reached.has(outer)) continue;
    report(path, `no way leads to \`${name}\` from \`${initial.join('` and `')}\``, 'warning');
  }
}

/** Every state that can become active, guards taken to hold. A history state counts as reached when something leads to it. */
function statesReached(
  initial: readonly string[],
  byName: ReadonlyMap<string, PlacedState>,
): ReadonlySet<PlacedState> {
  const reached = new Set<PlacedState>();
  const open: PlacedState[] = [];
  const go = (names: readonly string[]): void => {
    for (const name of names) {
      // A misspelt name is told elsewhere, and leads where it was meant to.
      const state = byName.get(name) ?? byName.get(nearest(name, byName.keys()) ?? '');
      if (state !== undefined) open.push(state);
    }
  };
  /** Once for being active at all, whichever way it was entered. */
  const activate = (state: PlacedState): void => {
    if (reached.has(state)) return;
    reached.add(state);
    if (state.source.type === 'parallel') open.push(...state.children);
    for (const { candidates } of transitionLists(state)) {
      for (const { transition } of candidates) go(asList(transition.target));
    }
  };
  const entered = new Set<PlacedState>();
  go(initial);
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    if (entered.has(state)) continue;
    entered.add(state);
    for (const one of state.lineage) activate(one);
    go(asList(state.source.target));
    const { initial: inner } = state.source;
    if (inner !== undefined) go(asList(inner));
    else if (state.children[0] !== undefined) open.push(state.children[0]);
  }
  return reached;
}

/** States the journey stays in for ever, and those it never ends from. */
export function checkTraps(
  graph: StateGraph,
  states: readonly PlacedState[],
  report: Report,
): void {
  const known = new Set(states.map(({ name }) => name));
  const leaves = [...graph.leaves.values()].filter(({ source }) => source.type !== 'history');
  const ends = leaves.filter(endsJourney).map(({ name }) => name);
  const toAnEnd = distancesTo(graph, ends, true);
  const together = new Map<PlacedState, PlacedState[]>();
  for (const leaf of leaves) {
    const region = outermostParallel(leaf);
    if (region !== undefined) together.set(region, [...(together.get(region) ?? []), leaf]);
  }
  for (const leaf of leaves) {
    if (endsJourney(leaf)) continue;
    const region = outermostParallel(leaf);
    const active = region === undefined ? [leaf] : (together.get(region) ?? []);
    const { name, path } = leaf;
    const waysOut = active.some(
      (one) => (graph.edges.get(one.name) ?? []).length > 0 || leadsAstray(one, known),
    );
    if (!waysOut) {
      report(path, `\`${name}\` is a trap: nothing leads out of it and it is not final`);
    } else if (
      ends.length > 0 &&
      !active.some((one) => toAnEnd.has(one.name) || leadsAstray(one, known))
    ) {
      report(path, `from \`${name}\` the journey can never end`, 'warning');
    }
  }
}

/** Whether a way leads to a state that does not exist, which is told elsewhere: where it was meant to lead is not known. */
function leadsAstray(leaf: PlacedState, known: ReadonlySet<string>): boolean {
  return leaf.lineage.some((state) =>
    transitionLists(state).some(({ candidates }) =>
      candidates.some(({ transition }) =>
        asList(transition.target).some((name) => !known.has(name)),
      ),
    ),
  );
}

/** What is active together with a leaf may lead on for it. */
function outermostParallel(leaf: PlacedState): PlacedState | undefined {
  return leaf.lineage.findLast(({ source }) => source.type === 'parallel');
}
