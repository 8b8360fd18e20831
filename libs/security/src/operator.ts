import { type StoredKey } from './channel-key.js';

/** Who acts, and under which key. */
export interface Operator {
  /** As the log keeps it: the name given, and the key's. */
  readonly name: string;
  readonly key: StoredKey;
}
