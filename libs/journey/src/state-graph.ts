import { type DefinitionSource, type StateSource, type TransitionSource } from './definition.js';

type Path = readonly (string | number)[];

/** A state of a definition file with its place. */
export interface PlacedState {
  readonly name: string;
  readonly source: StateSource;
  readonly path: Path;
  /** Itself first, then outwards. */
  readonly lineage: readonly PlacedState[];
  readonly children: readonly PlacedState[];
}

export interface PlacedTransition {
  readonly transition: TransitionSource;
  readonly path: Path;
  readonly kind: 'event' | 'always' | 'timer';
  /** Event descriptor, duration, or nothing. */
  readonly on: string;
}

/** Every state in document order. A name that stands twice is listed twice: the chart tells the fault. */
export function placedStates(source: DefinitionSource): readonly PlacedState[] {
  const all: PlacedState[] = [];
  const place = (
    states: Readonly<Record<string, StateSource>>,
    parent: PlacedState | undefined,
  ): PlacedState[] =>
    Object.entries(states).map(([name, state]) => {
      const lineage: PlacedState[] = [];
      const children: PlacedState[] = [];
      const path = [...(parent?.path ?? []), 'states', name];
      const placed = { name, source: state, path, lineage, children };
      lineage.push(placed, ...(parent?.lineage ?? []));
      all.push(placed);
      children.push(...place(state.states ?? {}, placed));
      return placed;
    });
  place(source.states, undefined);
  return all;
}

/** One or several, as a list. */
export function asList<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

/** All transitions of one state, with the paths a reader finds them by in the file. */
export function transitionsOf(state: PlacedState): readonly PlacedTransition[] {
  const { on = {}, always, after = {} } = state.source;
  const list = (
    kind: PlacedTransition['kind'],
    name: string,
    value: TransitionSource | readonly TransitionSource[] | undefined,
    path: Path,
  ): PlacedTransition[] =>
    asList(value).map((transition, index) => ({
      transition,
      path: Array.isArray(value) ? [...path, index] : path,
      kind,
      on: name,
    }));
  return [
    ...Object.entries(on).flatMap(([event, value]) =>
      list('event', event, value, [...state.path, 'on', event]),
    ),
    ...list('always', '', always, [...state.path, 'always']),
    ...Object.entries(after).flatMap(([delay, value]) =>
      list('timer', delay, value, [...state.path, 'after', delay]),
    ),
  ];
}

interface Edge {
  readonly to: string;
  readonly timer: boolean;
}

/** Which atomic states lead to which. Guards are taken to hold. */
export interface StateGraph {
  readonly initial: string | undefined;
  /** Atomic and final states by name. */
  readonly leaves: ReadonlyMap<string, PlacedState>;
  readonly edges: ReadonlyMap<string, readonly Edge[]>;
}

export function stateGraph(source: DefinitionSource, states: readonly PlacedState[]): StateGraph {
  const byName = new Map(states.map((state) => [state.name, state]));
  const leafOf = (name: string): string | undefined => {
    const visited = new Set<PlacedState>();
    let state = byName.get(name);
    while (state !== undefined && state.children.length > 0 && !visited.has(state)) {
      visited.add(state);
      const { initial } = state.source;
      const [first] = asList(initial);
      state = first === undefined ? state.children[0] : byName.get(first);
    }
    return state?.name;
  };
  const leaves = new Map(
    states.filter(({ children }) => children.length === 0).map((leaf) => [leaf.name, leaf]),
  );
  const edges = new Map(
    [...leaves.values()].map((leaf): [string, readonly Edge[]] => [
      leaf.name,
      leaf.lineage.flatMap(transitionsOf).flatMap(({ transition, kind }) => {
        return asList(transition.target).flatMap((target) => {
          const to = leafOf(target);
          return to === undefined || to === leaf.name ? [] : [{ to, timer: kind === 'timer' }];
        });
      }),
    ]),
  );
  return { initial: leafOf(asList(source.initial)[0] ?? ''), leaves, edges };
}

/** Whether the journey is over in this leaf: a final state at the top. */
export function endsJourney(leaf: PlacedState): boolean {
  return leaf.source.type === 'final' && leaf.lineage.length === 1;
}

/** Fewest transitions from `from` to each leaf it leads to. Those without `timers` count what somebody does. */
export function distancesFrom(
  graph: StateGraph,
  from: string,
  timers: boolean,
): ReadonlyMap<string, number> {
  return spread([from], (name) => graph.edges.get(name) ?? [], timers);
}

/** Fewest transitions from each leaf to one of `goals`. */
export function distancesTo(
  graph: StateGraph,
  goals: readonly string[],
  timers: boolean,
): ReadonlyMap<string, number> {
  const back = new Map<string, Edge[]>();
  for (const [from, edges] of graph.edges) {
    for (const { to, timer } of edges) {
      const list = back.get(to) ?? [];
      list.push({ to: from, timer });
      back.set(to, list);
    }
  }
  return spread(goals, (name) => back.get(name) ?? [], timers);
}

function spread(
  from: readonly string[],
  next: (name: string) => readonly Edge[],
  timers: boolean,
): ReadonlyMap<string, number> {
  const distances = new Map(from.map((name) => [name, 0]));
  for (const [name, distance] of distances) {
    for (const { to, timer } of next(name)) {
      if ((timer && !timers) || distances.has(to)) continue;
      distances.set(to, distance + 1);
    }
  }
  return distances;
}
