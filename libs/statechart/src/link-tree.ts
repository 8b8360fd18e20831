import { type TransitionSource } from './chart.js';
import {
  type GrowingNode,
  type StateNode,
  type StateTree,
  type Transition,
  listOf,
} from './tree.js';

/** The transitions of a tree that states do not hold themselves. */
export interface Transitions<G, A> {
  /** The way into the chart (SCXML 3.2). */
  readonly start: Transition<G, A>;
  /** By timer: `<state>:<name>`. */
  readonly delayed: ReadonlyMap<string, Transition<G, A>>;
}

/** Ties the names in a tree without faults to its nodes. */
export function linkTree<G, A>(tree: StateTree<G, A>): Transitions<G, A> {
  const delayed = new Map<string, Transition<G, A>>();
  let count = 0;
  const found = (names: readonly string[]): GrowingNode<G, A>[] =>
    names.flatMap((name) => tree.nodes.get(name) ?? []);
  const link = (
    source: StateNode<G, A>,
    descriptor: string,
    index: number,
    transition: TransitionSource<G, A>,
  ): Transition<G, A> => ({
    index: count++,
    source,
    targets: found(listOf(transition.target)),
    candidate: { state: source.name, descriptor, index, transition },
  });
  const { root } = tree;
  for (const node of [root, ...tree.nodes.values()]) {
    const { initial, target, on = {}, always = [], after = [] } = node.source;
    const named = found(listOf(node.kind === 'history' ? target : initial));
    node.initial.push(...(named.length > 0 ? named : node.children.slice(0, 1)));
    for (const [descriptor, transitions] of Object.entries(on)) {
      transitions.forEach((one, index) => node.on.push(link(node, descriptor, index, one)));
    }
    always.forEach((one, index) => node.always.push(link(node, '', index, one)));
    after.forEach((one, index) =>
      delayed.set(timerId(node.name, one.name), link(node, one.name, index, one)),
    );
  }
  const target = root.initial.map(({ name }) => name);
  return { start: link(root, '', 0, { target, internal: true }), delayed };
}

export function timerId(state: string, name: string): string {
  return `${state}:${name}`;
}
