import { type Clock, type IdentityStores } from '#ports';
import { type Identifiers } from './identifiers.js';

/** What subjects are resolved with. */
export interface Resolving {
  readonly store: Omit<IdentityStores, 'secret' | 'close'>;
  readonly identifiers: Identifiers;
  readonly clock: Clock;
}
