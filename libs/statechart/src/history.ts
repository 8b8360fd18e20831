import { ChartError, type ChartState } from './chart.js';
import { isLegal, type StateNode, type StateTree } from './tree.js';

/** What history states remember while one microstep is taken (SCXML 3.10). */
export class History<G, A> {
  /** Whether anything depended on what is remembered. */
  consulted = false;
  private readonly updated = new Map<StateNode<G, A>, readonly StateNode<G, A>[]>();

  constructor(
    private readonly tree: StateTree<G, A>,
    private readonly before: ChartState['history'],
  ) {}

  /**
   * What a history state would enter; undefined: nothing is remembered.
   * Throws `ChartError` NO_SUCH_STATE when that is not something its parent can be in.
   */
  of(state: StateNode<G, A>): readonly StateNode<G, A>[] | undefined {
    this.consulted = true;
    return this.updated.get(state) ?? this.recall(state);
  }

  /** SCXML appendix D, exitStates: what is active in a state that is about to be left is what its history states remember. */
  remember(state: StateNode<G, A>, active: readonly StateNode<G, A>[]): void {
    this.updated.set(state, active);
  }

  /** What this microstep changed, by names. */
  changes(): readonly (readonly [string, readonly string[]])[] {
    return [...this.updated].map(([{ name }, states]) => [name, states.map((one) => one.name)]);
  }

  private recall(state: StateNode<G, A>): readonly StateNode<G, A>[] | undefined {
    if (!Object.hasOwn(this.before, state.name)) return undefined;
    const names = this.before[state.name] ?? [];
    const nodes = names.flatMap((name) => this.tree.nodes.get(name) ?? []);
    if (nodes.length === names.length && fits(state, nodes)) return nodes;
    const message = `history \`${state.name}\` remembers [${names.join(', ')}], which is not where \`${state.parent?.name ?? ''}\` can be`;
    throw new ChartError('NO_SUCH_STATE', message, names);
  }
}

function fits<G, A>(
  { source, parent }: StateNode<G, A>,
  nodes: readonly StateNode<G, A>[],
): boolean {
  if (parent === undefined) return false;
  if (source.history === 'deep') return isLegal(parent, nodes);
  const children = new Set(
    nodes.filter((node) => node.parent === parent && node.kind !== 'history'),
  );
  return (
    children.size === nodes.length &&
    children.size === (parent.kind === 'parallel' ? parent.children.length : 1)
  );
}
