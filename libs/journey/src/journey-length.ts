import {
  distancesFrom,
  distancesTo,
  type Edge,
  type PlacedState,
  type StateGraph,
} from './state-graph.js';

/** How far a state is on the way, counted in steps that somebody takes. */
export interface Place {
  /** Since the start; undefined: only a timer leads here. */
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
 * to its end, so where the journey stands is the sum over its active states: those of the regions, each counted to the end
 * of its region, and the parallel states around them, counted as one state of the sequence they are in. Leaving a parallel
 * state early, where that is possible, is not counted as a shorter way.
 */
export function journeyLength(
  graph: StateGraph,
  states: readonly PlacedState[],
  goals: readonly string[],
): ReadonlyMap<string, Place> {
  const stands = new Map([...graph.leaves.values()].map((leaf) => [leaf.name, standsOf(leaf)]));
  const edges = scopedEdges(graph, stands);
  const places = new Map<string, Place>();
  const scopes = new Map<Scope, string[]>([['', []]]);
  for (const { scope, node } of [...stands.values()].flat()) {
    scopes.set(scope, [...(scopes.get(scope) ?? []), node]);
  }
  for (const [scope, nodes] of scopes) {
    const from = nodesIn(scope, scope === '' ? graph.initial : graph.entered([scope]), stands);
    const to = scope === '' ? goals : endsOf(scope, states);
    const depths = distancesFrom({ edges }, from, false);
    const acting = distancesTo({ edges }, to, false);
    const waiting = distancesTo({ edges }, to, true);
    for (const node of new Set(nodes)) {
      const remaining = acting.get(node) ?? waiting.get(node);
      places.set(node, { depth: depths.get(node), remaining });
    }
  }
  return places;
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
