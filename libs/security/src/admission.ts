import { type StoredKey } from './channel-key.js';
import { type ChannelKeys } from './channel-keys.js';
import { isLoopback } from './loopback.js';

/** What a request brings along. */
export interface Knock {
  readonly method: string;
  /** The `Authorization` header. */
  readonly authorization: string | undefined;
}

/** Whether a request is let in: under a key, without one because it only looks and only this machine can, or not. */
export type Admission =
  | { readonly kind: 'known'; readonly key: StoredKey }
  | { readonly kind: 'open' }
  | { readonly kind: 'no-key' }
  | { readonly kind: 'wrong-key' };

const BEARER = /^Bearer +(\S+)$/i;

/**
 * Writing needs a channel key. Reading needs one too unless the server listens on loopback only; a key that is given is
 * always checked.
 */
export async function admit(
  keys: ChannelKeys,
  host: string,
  { method, authorization }: Knock,
): Promise<Admission> {
  if (authorization === undefined) {
    return { kind: method === 'GET' && isLoopback(host) ? 'open' : 'no-key' };
  }
  const given = BEARER.exec(authorization)?.[1];
  const key = given === undefined ? undefined : await keys.verify(given);
  return key === undefined ? { kind: 'wrong-key' } : { kind: 'known', key };
}
