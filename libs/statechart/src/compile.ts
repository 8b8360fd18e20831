import { type ChartFault, type ChartSource } from './chart.js';
import { buildTables, type Chart } from './tables.js';
import { checkTree, plantTree } from './tree.js';

export type CompiledChart<G, A> =
  | { readonly chart: Chart<G, A>; readonly faults: readonly [] }
  | { readonly chart: undefined; readonly faults: readonly ChartFault[] };

/** Compiles a chart to tables, or tells every fault of its shape at once. Never throws. */
export function compileChart<G, A>(source: ChartSource<G, A>): CompiledChart<G, A> {
  const faults: ChartFault[] = [];
  const tree = plantTree(source, faults);
  checkTree(source, tree, faults);
  if (faults.length > 0) return { chart: undefined, faults };
  return { chart: buildTables(source, tree), faults: [] };
}
