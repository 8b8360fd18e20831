import { type Configurations } from './configuration.js';
import { type Transitions } from './link-tree.js';
import { type StateTree } from './tree.js';

/**
 * A compiled chart. What it holds is for this library's own functions. It keeps, within bounds, what steps found out, so
 * that the next ones are quick; from outside it never changes.
 */
export interface Chart<G, A> {
  readonly tree: StateTree<G, A>;
  readonly transitions: Transitions<G, A>;
  readonly configurations: Configurations<G, A>;
}
