import { type Clock, type IdentityStore } from '#ports';
import { type Identifiers } from './identifiers.js';

/** What subjects are resolved with. */
export interface Resolving {
  readonly store: IdentityStore;
  readonly identifiers: Identifiers;
  readonly clock: Clock;
}
