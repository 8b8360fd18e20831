import {
  type DefinitionSource,
  type InvokeSource,
  type StateSource,
  type TransitionSource,
} from './definition.js';

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
  /** Event descriptor, duration, or nothing. `onDone` and `onError` stand under the events they wait for. */
  readonly on: string;
}

/** An invocation as a file declares it, with the place it stands at. */
export interface PlacedInvoke {
  readonly id: string;
  readonly invoke: InvokeSource;
  readonly path: Path;
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

/** What a state invokes, by the names the chart knows it by. */
export function invokesOf({ name, source, path }: PlacedState): readonly PlacedInvoke[] {
  return asList(source.invoke).map((invoke, index) => ({
    id: invoke.id ?? name,
    invoke,
    path: Array.isArray(source.invoke) ? [...path, 'invoke', index] : [...path, 'invoke'],
  }));
}

/** All transitions of one state, with the paths a reader finds them by in the file. */
export function transitionsOf(state: PlacedState): readonly PlacedTransition[] {
  const { on = {}, always, after = {}, onDone } = state.source;
  const { path } = state;
  return [
    ...Object.entries(on).flatMap(([event, value]) =>
      placed('event', event, value, [...path, 'on', event]),
    ),
    ...placed('event', `done.state.${state.name}`, onDone, [...path, 'onDone']),
    ...invokesOf(state).flatMap(({ id, invoke, path: at }) => [
      ...placed('event', `done.invoke.${id}`, invoke.onDone, [...at, 'onDone']),
      ...placed('event', `error.invoke.${id}`, invoke.onError, [...at, 'onError']),
    ]),
    ...placed('always', '', always, [...path, 'always']),
    ...Object.entries(after).flatMap(([delay, value]) =>
      placed('timer', delay, value, [...path, 'after', delay]),
    ),
  ];
}

function placed(
  kind: PlacedTransition['kind'],
  on: string,
  value: TransitionSource | readonly TransitionSource[] | undefined,
  path: Path,
): readonly PlacedTransition[] {
  return asList(value).map((transition, index) => ({
    transition,
    path: Array.isArray(value) ? [...path, index] : path,
    kind,
    on,
  }));
}

export interface Edge {
  readonly to: string;
  readonly timer: boolean;
  /** What somebody has to do for it; 0: it happens by itself, as `always` does, and what follows from being done. */
  readonly steps: number;
  /** Only taken when a compound or parallel state is done. */
  readonly done: boolean;
}

/** Which atomic states lead to which. Guards are taken to hold; of parallel regions each is looked at by itself. */
export interface StateGraph {
  /** Where a journey begins; several in parallel regions. */
  readonly initial: readonly string[];
  /** Atomic and final states by name; history states are none, nobody is ever in one. */
  readonly leaves: ReadonlyMap<string, PlacedState>;
  readonly edges: ReadonlyMap<string, readonly Edge[]>;
  /** The leaves that entering these states leads to. */
  readonly entered: (targets: readonly string[]) => readonly string[];
}

export function stateGraph(source: DefinitionSource, states: readonly PlacedState[]): StateGraph {
  const entered = entering(new Map(states.map((state) => [state.name, state])));
  const leaves = new Map(
    states
      .filter(({ children, source: { type } }) => children.length === 0 && type !== 'history')
      .map((leaf) => [leaf.name, leaf]),
  );
  const ways = new Map(states.map((state) => [state, waysOf(state, entered)]));
  const edges = new Map(
    [...leaves.values()].map((leaf): [string, readonly Edge[]] => [
      leaf.name,
      leaf.lineage.flatMap((owner) =>
        (ways.get(owner) ?? []).flatMap(({ targets, ...way }) => {
          if (way.done && !completes(leaf, owner)) return [];
          return targets.filter((to) => to !== leaf.name).map((to) => ({ to, ...way }));
        }),
      ),
    ]),
  );
  return { initial: entered(asList(source.initial)), leaves, edges, entered };
}

/** A transition, by the leaves it leads to. */
interface Way extends Omit<Edge, 'to'> {
  readonly targets: readonly string[];
}

function waysOf(state: PlacedState, entered: StateGraph['entered']): readonly Way[] {
  return transitionsOf(state).map(({ transition, kind, on }) => ({
    targets: entered(asList(transition.target)),
    timer: kind === 'timer',
    steps: kind === 'always' || on.startsWith('done.state.') ? 0 : 1,
    done: on === `done.state.${state.name}`,
  }));
}

/** Whether being in a leaf is part of its ancestor being done (SCXML 3.7). */
function completes(leaf: PlacedState, ancestor: PlacedState): boolean {
  if (leaf.source.type !== 'final') return false;
  return ancestor.source.type === 'parallel' || leaf.lineage[1] === ancestor;
}

/** Entering a state enters what it begins with; entering one region of a parallel state enters all of them (SCXML 3.4). */
function entering(byName: ReadonlyMap<string, PlacedState>): StateGraph['entered'] {
  const enter = (targets: readonly string[], visited: ReadonlySet<PlacedState>): string[] =>
    targets.flatMap((name) => {
      const state = byName.get(name);
      if (state === undefined || visited.has(state)) return [];
      const seen = new Set([...visited, state]);
      const { type, initial, target } = state.source;
      if (type === 'history') return enter(asList(target), seen);
      const inner = state.children.filter((child) => child.source.type !== 'history');
      const [first] = inner;
      if (first === undefined) return [name];
      if (type === 'parallel')
        return enter(
          inner.map((child) => child.name),
          seen,
        );
      if (initial === undefined) return enter([first.name], seen);
      const begin = asList(initial);
      return enter([...begin, ...regionsBeside(begin, state)], seen);
    });
  const regionsBeside = (targets: readonly string[], outer?: PlacedState): string[] => {
    const within = new Set(
      targets.flatMap((name) => {
        const { lineage = [] } = byName.get(name) ?? {};
        const end = outer === undefined ? -1 : lineage.indexOf(outer);
        return end < 0 ? lineage : lineage.slice(0, end);
      }),
    );
    return [...within]
      .filter(({ source }) => source.type === 'parallel')
      .filter(({ children }) => children.some((child) => within.has(child)))
      .flatMap(({ children }) => children.filter((child) => !within.has(child)))
      .filter(({ source }) => source.type !== 'history')
      .map(({ name }) => name);
  };
  return (targets) => [
    ...new Set(enter([...targets, ...regionsBeside(targets)], new Set<PlacedState>())),
  ];
}

/** Whether the journey is over in this leaf: a final state at the top. */
export function endsJourney(leaf: PlacedState): boolean {
  return leaf.source.type === 'final' && leaf.lineage.length === 1;
}

/** Fewest steps from any of `from` to each leaf they lead to. Those without `timers` count what somebody does. */
export function distancesFrom(
  { edges }: Pick<StateGraph, 'edges'>,
  from: readonly string[],
  timers: boolean,
): ReadonlyMap<string, number> {
  return spread(from, edges, timers);
}

/** Fewest steps from each leaf to one of `goals`. */
export function distancesTo(
  { edges }: Pick<StateGraph, 'edges'>,
  goals: readonly string[],
  timers: boolean,
): ReadonlyMap<string, number> {
  const back = new Map<string, Edge[]>();
  for (const [from, leading] of edges) {
    for (const { to, ...edge } of leading) {
      const list = back.get(to) ?? [];
      list.push({ to: from, ...edge });
      back.set(to, list);
    }
  }
  return spread(goals, back, timers);
}

/** Breadth first, distance by distance. */
function spread(
  from: readonly string[],
  edges: StateGraph['edges'],
  timers: boolean,
): ReadonlyMap<string, number> {
  const distances = new Map<string, number>();
  const waiting: string[][] = [[...from]];
  for (let distance = 0; distance < waiting.length; distance += 1) {
    // What takes no step is added to the list under its own loop, and so gets its turn.
    for (const name of waiting[distance] ?? []) {
      if (distances.has(name)) continue;
      distances.set(name, distance);
      for (const { to, timer, steps } of edges.get(name) ?? []) {
        if ((timer && !timers) || distances.has(to)) continue;
        (waiting[distance + steps] ??= []).push(to);
      }
    }
  }
  return distances;
}
