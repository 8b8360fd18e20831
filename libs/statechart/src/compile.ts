import { type ChartFault, type ChartSource } from './chart.js';
import { checkTree } from './check-tree.js';
import { type Chart } from './compiled-chart.js';
import { Configurations } from './configuration.js';
import { linkTree } from './link-tree.js';
import { eventPrefixes, plantTree } from './tree.js';

type CompiledChart<G, A> =
  | { readonly chart: Chart<G, A>; readonly faults: readonly [] }
  | { readonly chart: undefined; readonly faults: readonly ChartFault[] };

/**
 * Compiles a chart, or tells every fault of its shape at once. At most 2,000 states, 64 levels deep, 256 of them active
 * leaves at once. Never throws.
 */
export function compileChart<G, A>(source: ChartSource<G, A>): CompiledChart<G, A> {
  const faults: ChartFault[] = [];
  const tree = plantTree(source, faults);
  // Of half a chart the rest would be told to be missing.
  if (tree.complete) checkTree(tree, faults);
  if (faults.length > 0) return { chart: undefined, faults };
  const transitions = linkTree(tree);
  const configurations = new Configurations(tree, eventPrefixes(tree));
  return { chart: { tree, transitions, configurations }, faults: [] };
}
