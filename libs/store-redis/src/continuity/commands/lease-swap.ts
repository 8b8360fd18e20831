import type { JourneyId } from '#contracts';
import { type Lease, LEASES_FORGOTTEN_AT_ONCE } from '#ports';
import type { Call } from '../../connection/connection.js';
import { scriptsBeside } from '../../connection/script.js';
import type { LeaseKeys } from '../continuity-keys.js';

const SWAP = scriptsBeside(import.meta.url)('lease-swap');

/** `lease-swap.lua`: puts a lease in the place of the one whose mark was seen; null is none. Replies 1 when it did. */
export function swapCall(
  { held, ends, changes, counter }: LeaseKeys,
  journey: JourneyId,
  [seen, next]: readonly [string | null, Lease | null],
  now: number,
): Call {
  const row = next === null ? '' : `${next.mark} ${JSON.stringify(next)}`;
  const args = [journey, seen ?? '', now, LEASES_FORGOTTEN_AT_ONCE, next?.until ?? 0, row];
  return { script: SWAP, keys: [held, ends, changes, counter], args };
}
