import {
  type Candidate,
  type ChartSource,
  type Step,
  type Timer,
  type TransitionSource,
} from './chart.js';
import { descriptorMatches, descriptorPrefix, shorten } from './event-descriptor.js';
import { defaultLeaf, isFinal, isInside, oneOf, type StateNode, type StateTree } from './tree.js';

/**
 * A compiled chart. While regions are not parallel a configuration is one leaf, so everything a transition does is known
 * beforehand: it is a row (`Move`), and a step is finding the row.
 */
export interface Chart<G, A> {
  /** Names of all states, in document order. */
  readonly states: readonly string[];
  /** The way in: no guard, nothing exited. */
  readonly start: Move<G, A>;
  readonly leaves: ReadonlyMap<string, Leaf<G, A>>;
}

/** An atomic or final state, as the only thing active besides its ancestors. */
export interface Leaf<G, A> {
  readonly name: string;
  /** Itself first, then outwards. */
  readonly lineage: readonly string[];
  /** What to answer when nothing is enabled. */
  readonly idle: Step<A>;
  /** Transitions on events, innermost state first, then document order (SCXML 3.13). */
  readonly candidates: readonly Candidate<G, A>[];
  /** Event prefix → the moves of those that match it. Key '' holds what `*` matches. */
  readonly on: ReadonlyMap<string, readonly Move<G, A>[]>;
  readonly always: readonly Move<G, A>[];
  readonly after: ReadonlyMap<string, Move<G, A>>;
}

/** One transition taken from one leaf: one microstep, computed. */
export interface Move<G, A> {
  readonly candidate: Candidate<G, A>;
  /** The leaf afterwards. */
  readonly leaf: string;
  /** The step, if no other microstep follows. */
  readonly step: Step<A>;
  /** `done.state.<id>` to raise, innermost first (SCXML 3.7). */
  readonly raised: readonly string[];
}

/** Builds the tables of a tree without faults. */
export function buildTables<G, A>(source: ChartSource<G, A>, tree: StateTree<G, A>): Chart<G, A> {
  const prefixes = eventPrefixes(tree);
  const leaves = new Map<string, Leaf<G, A>>();
  for (const node of tree.values()) {
    if (node.children.length === 0) leaves.set(node.name, buildLeaf(node, tree, prefixes));
  }
  const wayIn: Candidate<G, A> = { state: '', descriptor: '', index: 0, transition: {} };
  const initial = tree.get(oneOf(source.initial) ?? '');
  if (initial === undefined)
    throw new Error(`initial state ${String(source.initial)} is not in the tree`);
  const target = defaultLeaf(initial, tree);
  return {
    states: [...tree.keys()],
    start: buildMove(wayIn, undefined, target, undefined),
    leaves,
  };
}

/** Every prefix some descriptor asks for. An event's moves are those of its longest prefix in here. */
function eventPrefixes(tree: StateTree<unknown, unknown>): ReadonlySet<string> {
  const prefixes = new Set<string>(['']);
  for (const { source } of tree.values()) {
    for (const descriptor of Object.keys(source.on ?? {}))
      prefixes.add(descriptorPrefix(descriptor));
  }
  return prefixes;
}

function buildLeaf<G, A>(
  node: StateNode<G, A>,
  tree: StateTree<G, A>,
  prefixes: ReadonlySet<string>,
): Leaf<G, A> {
  const moveOf = (candidate: Candidate<G, A>, owner: StateNode<G, A>): Move<G, A> =>
    moveFrom(node, owner, candidate, tree);
  const events = node.lineage.flatMap((owner) =>
    descriptorRows(owner).map((row) => moveOf(row, owner)),
  );
  const on = new Map<string, readonly Move<G, A>[]>();
  for (const prefix of prefixes) {
    const moves = events.filter(({ candidate }) => descriptorMatches(candidate.descriptor, prefix));
    if (moves.length > 0) on.set(prefix, moves);
  }
  const after = node.lineage.flatMap((owner) =>
    (owner.source.after ?? []).map((transition, index): [string, Move<G, A>] => {
      const { name } = transition;
      const row = { state: owner.name, descriptor: name, index, transition };
      return [timerId(owner.name, name), moveOf(row, owner)];
    }),
  );
  const always = node.lineage.flatMap((owner) =>
    (owner.source.always ?? []).map((transition, index) =>
      moveOf({ state: owner.name, descriptor: '', index, transition }, owner),
    ),
  );
  return {
    name: node.name,
    lineage: node.lineage.map(({ name }) => name),
    idle: { ...NOTHING, taken: false, configuration: [node.name], done: endsChart(node) },
    candidates: events.map(({ candidate }) => candidate),
    on,
    always,
    after: new Map(after),
  };
}

function descriptorRows<G, A>(owner: StateNode<G, A>): Candidate<G, A>[] {
  return Object.entries(owner.source.on ?? {}).flatMap(([descriptor, transitions]) =>
    transitions.map((transition, index) => ({
      state: owner.name,
      descriptor,
      index,
      transition,
    })),
  );
}

const NOTHING = {
  history: {},
  exited: [],
  entered: [],
  actions: [],
  cancelled: [],
  started: [],
  stopped: [],
  invoked: [],
} as const;

function moveFrom<G, A>(
  leaf: StateNode<G, A>,
  owner: StateNode<G, A>,
  candidate: Candidate<G, A>,
  tree: StateTree<G, A>,
): Move<G, A> {
  const target = oneOf(candidate.transition.target);
  const node = target === undefined ? undefined : tree.get(target);
  if (node === undefined) {
    const actions = candidate.transition.actions ?? [];
    const done = endsChart(leaf);
    const step = { ...NOTHING, taken: true, configuration: [leaf.name], actions, done };
    return { candidate, leaf: leaf.name, step, raised: [] };
  }
  const domain = transitionDomain(owner, node, candidate.transition);
  return buildMove(candidate, leaf, defaultLeaf(node, tree), domain);
}

/** The innermost state that stays active (SCXML appendix D, getTransitionDomain); undefined: none does. */
function transitionDomain<G, A>(
  owner: StateNode<G, A>,
  target: StateNode<G, A>,
  transition: TransitionSource<G, A>,
): StateNode<G, A> | undefined {
  const staysInside = transition.internal === true && isInside(target, owner);
  const from = staysInside ? owner.lineage : owner.lineage.slice(1);
  return from.find((ancestor) => isInside(target, ancestor));
}

/** Exits from the inside outwards, the transition's own actions, entries from the outside inwards (SCXML 3.13). */
function buildMove<G, A>(
  candidate: Candidate<G, A>,
  from: StateNode<G, A> | undefined,
  to: StateNode<G, A>,
  domain: StateNode<G, A> | undefined,
): Move<G, A> {
  const exits = (from?.lineage ?? []).filter((node) => isInside(node, domain));
  const entries = to.lineage.filter((node) => isInside(node, domain)).reverse();
  const done = endsChart(to);
  const actions = [
    ...exits.flatMap(({ source }) => source.exit ?? []),
    ...(candidate.transition.actions ?? []),
    ...entries.flatMap(({ source }) => source.entry ?? []),
    // The chart ends: what is active is left (SCXML appendix D, exitInterpreter).
    ...(done ? (to.source.exit ?? []) : []),
  ];
  const step: Step<A> = {
    ...NOTHING,
    taken: true,
    configuration: [to.name],
    exited: exits.map(({ name }) => name),
    entered: entries.map(({ name }) => name),
    actions,
    cancelled: exits.flatMap((node) => timersOf(node).map(({ timer }) => timer)),
    started: entries.flatMap(timersOf),
    done,
  };
  const raised = isFinal(to) && to.parent !== undefined ? [`done.state.${to.parent.name}`] : [];
  return { candidate, leaf: to.name, step, raised };
}

function timersOf(node: StateNode<unknown, unknown>): Timer[] {
  return (node.source.after ?? []).map(({ name, delayMs }) => ({
    timer: timerId(node.name, name),
    delayMs,
  }));
}

function timerId(state: string, name: string): string {
  return `${state}:${name}`;
}

function endsChart(node: StateNode<unknown, unknown>): boolean {
  return isFinal(node) && node.parent === undefined;
}

/** The moves an event has from a leaf, guards aside. */
export function movesOn<G, A>(leaf: Leaf<G, A>, event: string): readonly Move<G, A>[] {
  for (let name: string | undefined = event; name !== undefined; name = shorten(name)) {
    const moves = leaf.on.get(name);
    if (moves !== undefined) return moves;
  }
  return [];
}
