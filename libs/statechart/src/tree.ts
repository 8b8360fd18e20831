import {
  type Candidate,
  type ChartFault,
  type ChartSource,
  type StateSource,
  type Targets,
} from './chart.js';
import { descriptorPrefix } from './event-descriptor.js';

/** What a chart may have at most; more is a fault. */
const MAX_STATES = 2_000;
const MAX_LEVELS = 64;

/** A state with its place in the tree. */
export interface StateNode<G, A> {
  readonly name: string;
  readonly kind: 'atomic' | 'compound' | 'parallel' | 'final' | 'history';
  readonly source: StateSource<G, A>;
  readonly path: readonly (string | number)[];
  /** Undefined: it is the chart itself. */
  readonly parent: StateNode<G, A> | undefined;
  /** 0 is the chart itself, 1 the top level. */
  readonly level: number;
  /** Place in document order; its descendants are those from the one after it up to `last`. */
  readonly index: number;
  readonly last: number;
  /** In document order, without history states, which are nowhere one can be. */
  readonly children: readonly StateNode<G, A>[];
  readonly histories: readonly StateNode<G, A>[];
  /** Where entering it by default leads: of a compound its initial states, of a history state its targets (3.6, 3.10). */
  readonly initial: readonly StateNode<G, A>[];
  /** In document order. */
  readonly on: readonly Transition<G, A>[];
  readonly always: readonly Transition<G, A>[];
}

/** A transition between nodes. */
export interface Transition<G, A> {
  /** Place in document order. */
  readonly index: number;
  readonly source: StateNode<G, A>;
  /** Empty: it leaves nothing. */
  readonly targets: readonly StateNode<G, A>[];
  readonly candidate: Candidate<G, A>;
}

/** A node while it grows: `initial` and transitions come when all names are known to exist. */
export type GrowingNode<G, A> = {
  -readonly [Key in keyof StateNode<G, A>]: StateNode<G, A>[Key] extends readonly (infer Item)[]
    ? Item[]
    : StateNode<G, A>[Key];
};

export interface StateTree<G, A> {
  /** The chart itself, as the compound state around everything (SCXML 3.2). */
  readonly root: GrowingNode<G, A>;
  /** Every state by name, in document order. */
  readonly nodes: ReadonlyMap<string, GrowingNode<G, A>>;
  /** False: it went past the limits, and something is left out. */
  readonly complete: boolean;
  /** Whether there are history states. */
  readonly remembers: boolean;
}

/**
 * Walks the source once. A name that stands twice is a fault and keeps its first place; so is what goes past the limits,
 * and is left out.
 */
export function plantTree<G, A>(chart: ChartSource<G, A>, faults: ChartFault[]): StateTree<G, A> {
  const nodes = new Map<string, GrowingNode<G, A>>();
  let complete = true;
  const plant = (states: StateSource<G, A>['states'], parent: GrowingNode<G, A>): void => {
    for (const [name, source] of Object.entries(states ?? {})) {
      const path = [...parent.path, 'states', name];
      const twin = nodes.get(name);
      if (twin !== undefined) {
        const message = `state \`${name}\` exists already, ${place(twin)}; names are unique in a journey`;
        faults.push({ path, message });
        continue;
      }
      if (nodes.size === MAX_STATES || parent.level === MAX_LEVELS) {
        const most = nodes.size === MAX_STATES ? `${MAX_STATES} states` : `${MAX_LEVELS} levels`;
        const message = `a chart has at most ${most}; split it into several`;
        if (complete) faults.push({ path, message });
        complete = false;
        return;
      }
      const node = seedling(name, source, path, parent, nodes.size + 1);
      (node.kind === 'history' ? parent.histories : parent.children).push(node);
      nodes.set(name, node);
      plant(source.states, node);
      node.last = nodes.size;
    }
  };
  const root = seedling('', { initial: chart.initial, states: chart.states }, [], undefined, 0);
  plant(chart.states, root);
  root.last = nodes.size;
  const remembers = [...nodes.values()].some(({ kind }) => kind === 'history');
  return { root, nodes, complete, remembers };
}

function seedling<G, A>(
  name: string,
  source: StateSource<G, A>,
  path: (string | number)[],
  parent: GrowingNode<G, A> | undefined,
  index: number,
): GrowingNode<G, A> {
  const hasStates = Object.keys(source.states ?? {}).length > 0;
  const kind = source.type ?? (hasStates || parent === undefined ? 'compound' : 'atomic');
  const level = parent === undefined ? 0 : parent.level + 1;
  const empty = { children: [], histories: [], initial: [], on: [], always: [] };
  return { name, kind, source, path, parent, level, index, last: index, ...empty };
}

function place(node: StateNode<unknown, unknown>): string {
  return node.level === 1 ? 'at the top level' : `inside \`${node.parent?.name ?? ''}\``;
}

/** SCXML appendix D, isDescendant: inside, not being it. */
export function isDescendant(
  node: StateNode<unknown, unknown>,
  ancestor: StateNode<unknown, unknown>,
): boolean {
  return ancestor.index < node.index && node.index <= ancestor.last;
}

/** Itself first, then outwards to the top level; with `upTo`, an ancestor, to below that one. */
export function lineage<G, A>(node: StateNode<G, A>, upTo?: StateNode<G, A>): StateNode<G, A>[] {
  const line: StateNode<G, A>[] = [];
  let next: StateNode<G, A> | undefined = node;
  while (next !== undefined && next !== upTo && next.parent !== undefined) {
    line.push(next);
    next = next.parent;
  }
  return line;
}

/** A state that is entered without any inside it (SCXML appendix D, isAtomicState). */
export function isLeaf(node: StateNode<unknown, unknown>): boolean {
  return node.kind === 'atomic' || node.kind === 'final';
}

export function inDocumentOrder<G, A>(nodes: Iterable<StateNode<G, A>>): StateNode<G, A>[] {
  return [...nodes].sort((a, b) => a.index - b.index);
}

/**
 * Whether leaves, with what lies between them and `root`, are a legal configuration of `root` (SCXML 3.11): of a compound
 * exactly one child is active, of a parallel all are.
 */
export function isLegal<G, A>(root: StateNode<G, A>, leaves: readonly StateNode<G, A>[]): boolean {
  if (leaves.length === 0 || new Set(leaves).size !== leaves.length) return false;
  if (!leaves.every((leaf) => isLeaf(leaf) && isDescendant(leaf, root))) return false;
  const active = new Set(leaves.flatMap((leaf) => lineage(leaf, root)));
  const activeChildren = new Map<StateNode<G, A>, number>();
  for (const { parent } of active) {
    if (parent !== undefined) activeChildren.set(parent, (activeChildren.get(parent) ?? 0) + 1);
  }
  for (const [parent, count] of activeChildren) {
    if (count !== (parent.kind === 'parallel' ? parent.children.length : 1)) return false;
  }
  return true;
}

/** One name or several, as a list. */
export function listOf(targets: Targets | undefined): readonly string[] {
  return typeof targets === 'string' ? [targets] : (targets ?? []);
}

/** Every prefix some descriptor asks for: what an event does depends on its longest prefix in here. */
export function eventPrefixes(tree: StateTree<unknown, unknown>): ReadonlySet<string> {
  const descriptors = [...tree.nodes.values()].flatMap(({ source }) =>
    Object.keys(source.on ?? {}),
  );
  return new Set(['', ...descriptors.map(descriptorPrefix)]);
}
