import { type ChartFault, type StateSource, type Targets } from './chart.js';
import { TargetCheck } from './check-targets.js';
import { type StateNode, type StateTree, listOf } from './tree.js';

/** Active leaves a configuration may have; more is a fault. */
const MAX_LEAVES = 256;

type Node = StateNode<unknown, unknown>;
type Report = (node: Node, path: ChartFault['path'], message: string) => void;

/** Faults of the shape, all of them, in document order. */
export function checkTree(tree: StateTree<unknown, unknown>, faults: ChartFault[]): void {
  const report: Report = (node, path, message) =>
    faults.push({ path: [...node.path, ...path], message });
  const invocations = new Map<string, Node>();
  const targets = new TargetCheck(tree);
  checkInitial(tree.root, targets, report);
  for (const node of tree.nodes.values()) {
    checkKind(node, report);
    if (node.source.initial !== undefined) checkInitial(node, targets, report);
    if (node.kind === 'history') checkHistory(node, tree, targets, report);
    checkTransitions(node, tree, targets, report);
    checkTimers(node, report);
    checkInvocations(node, invocations, report);
  }
  checkSize(tree, report);
}

type Key = keyof StateSource<unknown, unknown>;

const WORDS: Partial<Record<Key, string>> = {
  on: 'transitions',
  always: 'transitions',
  after: 'timers',
  states: 'states of its own',
  initial: 'states of its own',
  initialActions: 'states of its own',
  invoke: 'invocations',
  entry: 'entry actions',
  exit: 'exit actions',
};

/** What a state of each kind cannot have (SCXML 3.3, 3.4, 3.7, 3.10). */
const FORBIDDEN: Record<Node['kind'], { readonly is: string; readonly keys: readonly Key[] }> = {
  final: {
    is: 'final',
    keys: ['on', 'always', 'after', 'states', 'initial', 'initialActions', 'invoke'],
  },
  history: {
    is: 'a history state',
    keys: [
      'on',
      'always',
      'after',
      'states',
      'initial',
      'initialActions',
      'invoke',
      'entry',
      'exit',
    ],
  },
  parallel: { is: '', keys: [] },
  compound: { is: '', keys: [] },
  atomic: { is: '', keys: [] },
};

function checkKind(node: Node, report: Report): void {
  const { kind, name, source, parent, children } = node;
  const { is, keys } = FORBIDDEN[kind];
  for (const key of keys) {
    if (source[key] === undefined) continue;
    report(node, [key], `\`${name}\` is ${is} and cannot have ${WORDS[key] ?? key}`);
  }
  if (kind === 'final' && parent?.kind === 'parallel') {
    const message = `\`${name}\` is final and stands directly in the parallel \`${parent.name}\`; put it into one of its regions`;
    report(node, ['type'], message);
  }
  if ((kind === 'parallel' || kind === 'compound') && children.length === 0) {
    report(node, ['states'], `\`${name}\` has no states one can be in; give it at least one`);
  }
  for (const key of ['initial', 'initialActions'] as const) {
    if (kind !== 'parallel' || source[key] === undefined) continue;
    report(node, [key], `\`${name}\` is parallel and starts in all its states; leave this out`);
  }
  if (kind === 'atomic' && source.initialActions !== undefined) {
    report(node, ['initialActions'], `\`${name}\` has no states, so these actions would never run`);
  }
  for (const key of ['history', 'target', 'actions'] as const) {
    if (kind === 'history' || source[key] === undefined) continue;
    report(node, [key], `only a history state has this, and \`${name}\` is none`);
  }
}

function checkInitial(node: Node, targets: TargetCheck, report: Report): void {
  const { kind, source } = node;
  if (kind === 'parallel' || kind === 'final' || kind === 'history') return;
  targets.check(source.initial, node, (path, message) =>
    report(node, ['initial', ...path], message),
  );
}

/** SCXML 3.10.2. */
function checkHistory(
  node: Node,
  tree: StateTree<unknown, unknown>,
  targets: TargetCheck,
  report: Report,
): void {
  const { name, source, parent } = node;
  if (source.history === undefined) {
    report(node, ['history'], `history state \`${name}\` must say \`shallow\` or \`deep\``);
  }
  if (parent === undefined || parent.level === 0) {
    report(
      node,
      [],
      `history state \`${name}\` stands at the top level; put it into the state it is the history of`,
    );
    return;
  }
  if (source.target === undefined) {
    const message = `history state \`${name}\` must say where it leads while there is no history`;
    report(node, ['target'], message);
    return;
  }
  targets.check(source.target, parent, (path, message) =>
    report(node, ['target', ...path], message),
  );
  for (const target of listOf(source.target)) {
    const found = tree.nodes.get(target);
    if (found?.kind !== 'history' || found.parent !== parent) continue;
    report(node, ['target'], `history state \`${name}\` cannot lead to a history state beside it`);
  }
}

function checkTransitions(
  node: Node,
  tree: StateTree<unknown, unknown>,
  targets: TargetCheck,
  report: Report,
): void {
  const { on = {}, always = [], after = [] } = node.source;
  const check = (target: Targets | undefined, path: ChartFault['path']): void => {
    if (target === undefined) return;
    targets.check(target, tree.root, (rest, message) =>
      report(node, [...path, 'target', ...rest], message),
    );
  };
  for (const [descriptor, candidates] of Object.entries(on)) {
    candidates.forEach(({ target }, index) => check(target, ['on', descriptor, index]));
  }
  for (const { target, name } of after) check(target, ['after', name]);
  always.forEach(({ target, guard }, index) => {
    check(target, ['always', index]);
    const elsewhere = listOf(target).some((name) => name !== node.name);
    if (guard !== undefined || elsewhere) return;
    const message = `\`${node.name}\` would take this transition for ever: give it a guard or another target`;
    report(node, ['always', index], message);
  });
}

function checkTimers(node: Node, report: Report): void {
  const names = new Set<string>();
  for (const { name, delayMs } of node.source.after ?? []) {
    if (names.has(name)) {
      report(node, ['after', name], `\`${node.name}\` has two timers named \`${name}\``);
    }
    names.add(name);
    if (delayMs > 0 && Number.isSafeInteger(delayMs)) continue;
    report(node, ['after', name], `timer \`${name}\` must wait a whole number of ms above 0`);
  }
}

function checkInvocations(node: Node, named: Map<string, Node>, report: Report): void {
  for (const [index, name] of (node.source.invoke ?? []).entries()) {
    const other = named.get(name);
    if (other !== undefined) {
      const message = `invocation \`${name}\` stands in \`${other.name}\` already; give one of them another name`;
      report(node, ['invoke', index], message);
    }
    named.set(name, other ?? node);
  }
}

/** The most leaves that can be active at once: a compound's is its largest child's, a parallel's the sum of its children's. */
function checkSize(tree: StateTree<unknown, unknown>, report: Report): void {
  const most = new Map<Node, number>();
  for (const node of [...tree.nodes.values()].reverse()) {
    const inside = node.children.map((child) => most.get(child) ?? 0);
    const parallel = node.kind === 'parallel';
    const leaves = parallel
      ? inside.reduce((sum, one) => sum + one, 0)
      : inside.reduce((largest, one) => Math.max(largest, one), 1);
    most.set(node, Math.min(leaves, MAX_LEAVES));
    if (leaves <= MAX_LEAVES) continue;
    const message = `\`${node.name}\` can be in ${leaves} states at once, at most ${MAX_LEAVES}; use fewer regions`;
    report(node, ['states'], message);
  }
}
