import { type ChartFault, type ChartSource, type StateSource, type Targets } from './chart.js';
import { didYouMean } from './did-you-mean.js';

/** A state with its place in the tree. `parent` undefined: top level. */
export interface StateNode<G, A> {
  readonly name: string;
  readonly source: StateSource<G, A>;
  readonly path: readonly (string | number)[];
  readonly parent: StateNode<G, A> | undefined;
  /** 0 at the top level. */
  readonly depth: number;
  /** Itself first, then outwards to the top level. */
  readonly lineage: readonly StateNode<G, A>[];
  /** In document order. Empty: atomic. */
  readonly children: StateNode<G, A>[];
}

/** Every state by name, in document order. */
export type StateTree<G, A> = ReadonlyMap<string, StateNode<G, A>>;

/** Walks the source once; a name that stands twice is a fault and keeps its first place. */
export function plantTree<G, A>(
  chart: ChartSource<G, A>,
  faults: ChartFault[],
): ReadonlyMap<string, StateNode<G, A>> {
  const tree = new Map<string, StateNode<G, A>>();
  const plant = (
    states: Readonly<Record<string, StateSource<G, A>>>,
    parent: StateNode<G, A> | undefined,
  ): void => {
    for (const [name, source] of Object.entries(states)) {
      const path = [...(parent?.path ?? []), 'states', name];
      const twin = tree.get(name);
      if (twin !== undefined) {
        faults.push({
          path,
          message: `state \`${name}\` exists already, ${place(twin)}; names are unique in a journey`,
        });
        continue;
      }
      const lineage: StateNode<G, A>[] = [];
      const node: StateNode<G, A> = {
        name,
        source,
        path,
        parent,
        depth: parent === undefined ? 0 : parent.depth + 1,
        lineage,
        children: [],
      };
      lineage.push(node, ...(parent?.lineage ?? []));
      parent?.children.push(node);
      tree.set(name, node);
      if (source.states !== undefined) plant(source.states, node);
    }
  };
  plant(chart.states, undefined);
  return tree;
}

function place(node: StateNode<unknown, unknown>): string {
  return node.parent === undefined ? 'at the top level' : `inside \`${node.parent.name}\``;
}

/** Whether `node` lies inside `ancestor`, not being it. Everything lies inside the chart itself (undefined). */
export function isInside<G, A>(
  node: StateNode<G, A>,
  ancestor: StateNode<G, A> | undefined,
): boolean {
  if (ancestor === undefined) return true;
  return node !== ancestor && node.lineage.includes(ancestor);
}

/** Whether nothing comes after this state (SCXML 3.7). */
export function isFinal(node: StateNode<unknown, unknown>): boolean {
  return node.source.type === 'final';
}

/** Where entering `node` ends by default: itself when atomic, else its `initial`, or its first substate (SCXML 3.3). */
export function defaultLeaf<G, A>(node: StateNode<G, A>, tree: StateTree<G, A>): StateNode<G, A> {
  let leaf = node;
  for (;;) {
    const initial = oneOf(leaf.source.initial);
    const next = initial === undefined ? leaf.children[0] : tree.get(initial);
    if (next === undefined || leaf.children.length === 0) return leaf;
    leaf = next;
  }
}

/** Faults of the shape: unknown names, finals that go on, compounds whose start is elsewhere, endless `always`. */
export function checkTree<G, A>(
  chart: ChartSource<G, A>,
  tree: StateTree<G, A>,
  faults: ChartFault[],
): void {
  checkInitial(oneOf(chart.initial) ?? '', undefined, ['initial'], tree, faults);
  for (const node of tree.values()) {
    if (isFinal(node)) checkFinal(node, faults);
    if (node.source.initial !== undefined) {
      checkInitial(oneOf(node.source.initial) ?? '', node, [...node.path, 'initial'], tree, faults);
    }
    checkTransitions(node, tree, faults);
    checkTimers(node, faults);
  }
}

function checkInitial<G, A>(
  initial: string,
  owner: StateNode<G, A> | undefined,
  path: ChartFault['path'],
  tree: StateTree<G, A>,
  faults: ChartFault[],
): void {
  const target = tree.get(initial);
  if (target === undefined) {
    faults.push({ path, message: unknownState(initial, tree) });
  } else if (!isInside(target, owner)) {
    faults.push({
      path,
      message: `\`${owner?.name ?? ''}\` starts in \`${initial}\`, which is not inside it`,
    });
  }
}

function checkFinal(node: StateNode<unknown, unknown>, faults: ChartFault[]): void {
  for (const key of ['on', 'always', 'after', 'states', 'initial'] as const) {
    const value = node.source[key];
    if (value === undefined) continue;
    const what = { on: 'transitions', always: 'transitions', after: 'timers' }[key as 'on'];
    faults.push({
      path: [...node.path, key],
      message: `\`${node.name}\` is final and cannot have ${what ?? 'states of its own'}`,
    });
  }
}

function checkTransitions<G, A>(
  node: StateNode<G, A>,
  tree: StateTree<G, A>,
  faults: ChartFault[],
): void {
  const { on = {}, always = [], after = [] } = node.source;
  const check = (target: string | undefined, path: ChartFault['path']): void => {
    if (target === undefined || tree.has(target)) return;
    faults.push({ path: [...node.path, ...path, 'target'], message: unknownState(target, tree) });
  };
  for (const [descriptor, candidates] of Object.entries(on)) {
    candidates.forEach(({ target }, index) => check(oneOf(target), ['on', descriptor, index]));
  }
  for (const { target, name } of after) check(oneOf(target), ['after', name]);
  always.forEach(({ target: targets, guard }, index) => {
    const target = oneOf(targets);
    check(target, ['always', index]);
    if (guard !== undefined || (target !== undefined && target !== node.name)) return;
    faults.push({
      path: [...node.path, 'always', index],
      message: `\`${node.name}\` would take this transition for ever: give it a guard or another target`,
    });
  });
}

function checkTimers(node: StateNode<unknown, unknown>, faults: ChartFault[]): void {
  const names = new Set<string>();
  for (const { name, delayMs } of node.source.after ?? []) {
    const path = [...node.path, 'after', name];
    if (names.has(name)) {
      faults.push({ path, message: `\`${node.name}\` has two timers named \`${name}\`` });
    }
    names.add(name);
    if (delayMs > 0 && Number.isSafeInteger(delayMs)) continue;
    faults.push({ path, message: `timer \`${name}\` must wait a whole number of ms above 0` });
  }
}

function unknownState(name: string, tree: StateTree<unknown, unknown>): string {
  return `state \`${name}\` does not exist${didYouMean(name, tree.keys())}`;
}

/** The first of one or several targets. */
export function oneOf(targets: Targets | undefined): string | undefined {
  return typeof targets === 'string' ? targets : targets?.[0];
}
