import {
  distancesFrom,
  distancesTo,
  type Edge,
  type PlacedState,
  type StateGraph,
} from '../definition/state-graph.js';

/** How far a state is on the way, counted in steps that somebody takes. */
export interface Place {
  /** Since the start; where only a timer leads, that counts as a step; undefined: nothing leads here. */
  readonly depth: number | undefined;
  /** On the shortest way to a good outcome; undefined: none leads there. */
  readonly remaining: number | undefined;
}

/** One sequence of steps: the whole journey (''), or one region of a parallel state. */
type Scope = string;

/** What a leaf counts as in one of the scopes around it: itself, or the parallel state it is inside of. */
interface Stand {
  readonly scope: Scope;
  readonly node: string;
}

/**
 * Places every atomic and every parallel state on its own sequence of steps. In a parallel state every region has to come
 * to its end, so their steps add up: where a journey stands is the sum over its active states, those of the regions each
 * counted to the end of its region, and the parallel states around them, counted from where they are done. Leaving a
 * parallel state early, as a timer, counts as a way only where there is no other.
 */
export function journeyLength(
  graph: StateGraph,
  states: readonly PlacedState[],
  goals: readonly string[],
): ReadonlyMap<string, Place> {
  const stands = new Map([...graph.leaves.values()].map((leaf) => [leaf.name, standsOf(leaf)]));
  const scopes = scopesInwards(stands);
  const places = new Map<string, Place>();
  /** Parallel state → steps inside of it. */
  const inside = new Map<string, number>();
  const edges = new Map<string, readonly Edge[]>(scopedEdges(graph, stands));
  for (const [scope, nodes] of [...scopes].reverse()) {
    for (const node of nodes) {
      const length = inside.get(node);
      if (length === undefined) continue;
      edges.set(node, lengthened(edges.get(node) ?? [], length));
    }
    const from = nodesIn(scope, scope === '' ? graph.initial : graph.entered([scope]), stands);
    const to = scope === '' ? goals : endsOf(scope, states);
    const depths = distancesFrom({ edges }, from, false);
    const waitedFor = distancesFrom({ edges }, from, true);
    const acting = distancesTo({ edges }, to, false);
    const waiting = distancesTo({ edges }, to, true);
    for (const node of nodes) {
      const ahead = acting.get(node) ?? waiting.get(node);
      const remaining =
        ahead === undefined ? undefined : Math.max(0, ahead - (inside.get(node) ?? 0));
      places.set(node, { depth: depths.get(node) ?? waitedFor.get(node), remaining });
    }
    const [entry = ''] = from;
    const around = states.find(({ name }) => name === scope)?.lineage[1]?.name;
    if (around === undefined) continue;
    const length = acting.get(entry) ?? waiting.get(entry) ?? 0;
    inside.set(around, (inside.get(around) ?? 0) + Math.max(length, inside.get(entry) ?? 0));
  }
  return places;
}

/** Ways on from a parallel state with the steps inside of it. Leaving it early counts where a timer does. */
function lengthened(ways: readonly Edge[], length: number): readonly Edge[] {
  const canBeDone = ways.some(({ done }) => done);
  return ways.map((edge) => ({
    ...edge,
    steps: edge.steps + length,
    timer: edge.timer || (canBeDone && !edge.done),
  }));
}

/** The sequences with what stands on each, the journey's own first, every region after the one it is inside of. */
function scopesInwards(
  stands: ReadonlyMap<string, readonly Stand[]>,
): ReadonlyMap<Scope, ReadonlySet<string>> {
  const scopes = new Map<Scope, Set<string>>();
  for (const chain of stands.values()) {
    for (const { scope, node } of chain.toReversed()) {
      scopes.set(scope, (scopes.get(scope) ?? new Set()).add(node));
    }
  }
  return scopes;
}

/** From the innermost scope outwards. */
function standsOf({ name, lineage }: PlacedState): readonly Stand[] {
  const stands: Stand[] = [];
  let node = name;
  lineage.forEach((state, index) => {
    const outer = lineage[index + 1];
    if (outer?.source.type !== 'parallel') return;
    stands.push({ scope: state.name, node });
    node = outer.name;
  });
  return [...stands, { scope: '', node }];
}

/** A way from leaf to leaf is a step in the innermost scope that both are in. */
function scopedEdges(
  graph: StateGraph,
  stands: ReadonlyMap<string, readonly Stand[]>,
): ReadonlyMap<string, readonly Edge[]> {
  const edges = new Map<string, Edge[]>();
  for (const [leaf, leading] of graph.edges) {
    for (const { to, ...edge } of leading) {
      const there = stands.get(to) ?? [];
      for (const { scope, node } of stands.get(leaf) ?? []) {
        const target = there.find((stand) => stand.scope === scope);
        if (target === undefined) continue;
        const list = edges.get(node) ?? [];
        if (target.node !== node) list.push({ to: target.node, ...edge });
        edges.set(node, list);
        break;
      }
    }
  }
  return edges;
}

function nodesIn(
  scope: Scope,
  leaves: readonly string[],
  stands: ReadonlyMap<string, readonly Stand[]>,
): readonly string[] {
  return leaves.flatMap((leaf) =>
    (stands.get(leaf) ?? []).filter((stand) => stand.scope === scope).map(({ node }) => node),
  );
}

/** Where a region is done: in its own final states, or, itself parallel, when its regions are. */
function endsOf(region: string, states: readonly PlacedState[]): readonly string[] {
  const state = states.find(({ name }) => name === region);
  if (state?.source.type === 'parallel') return [region];
  return (state?.children ?? [])
    .filter(({ source }) => source.type === 'final')
    .map(({ name }) => name);
}
