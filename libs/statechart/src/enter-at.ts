import { type Timer } from './chart.js';
import { TargetCheck } from './check-targets.js';
import { type Chart } from './compiled-chart.js';
import { History } from './history.js';
import { takeMicrostep, timersOf } from './microstep.js';
import { type StateNode } from './tree.js';

/** What is active when certain states are. */
interface Entered {
  /** Active leaves, in document order. */
  readonly configuration: readonly string[];
  /** All active states, in entry order. */
  readonly entered: readonly string[];
  /** Timers and invocations of all of them. */
  readonly started: readonly Timer[];
  readonly invoked: readonly string[];
}

/**
 * What would be active if the chart were entered at these states (SCXML 3.11): what they do not say is entered by default,
 * history states as if nothing was remembered. Nothing runs: no actions, no `always`. `fault`, in words: they do not exist,
 * or cannot be active together.
 */
export function enterAt<G, A>(
  chart: Chart<G, A>,
  targets: readonly string[],
): Entered | { readonly fault: string } {
  const { tree, transitions } = chart;
  const faults: string[] = [];
  new TargetCheck(tree).check(targets, tree.root, (_, message) => faults.push(message));
  if (faults.length > 0) return { fault: faults.join('; ') };
  const nodes: StateNode<G, A>[] = targets.flatMap((name) => tree.nodes.get(name) ?? []);
  const way = { ...transitions.start, targets: nodes };
  const { leaves, entered } = takeMicrostep([], [way], new History(tree, {}));
  return {
    configuration: leaves.map(({ name }) => name),
    entered: entered.map(({ name }) => name),
    started: entered.flatMap(timersOf),
    invoked: entered.flatMap(({ source }) => source.invoke ?? []),
  };
}
