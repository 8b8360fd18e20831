import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type ContinuityStores } from '#ports';
import { attemptLimitsContract } from './attempt-limits-contract.js';
import { handOffStoreContract } from './hand-off-store-contract.js';
import { type StorePlace } from './journey-store-contract.js';
import { leaseStoreContract } from './lease-store-contract.js';
import { recognitionIndexContract } from './recognition-index-contract.js';

/** What every `ContinuityStores` does. `place` makes new, empty ones. */
export function continuityStoresContract(place: () => Promise<StorePlace<ContinuityStores>>): void {
  jest.setTimeout(300_000); // a busy machine is not a wrong store
  let at: StorePlace<ContinuityStores>;
  let both: readonly [ContinuityStores, ContinuityStores];

  beforeEach(async () => {
    at = await place();
    both = [await at.open(), await at.open()];
  });
  afterEach(async () => {
    for (const each of both) await each.close();
    await at.remove();
  });

  describe('hand-offs', () => handOffStoreContract(() => both));
  describe('leases', () => leaseStoreContract(() => both));
  describe('recognition', () => recognitionIndexContract(() => both));
  describe('attempts', () => attemptLimitsContract(() => both));

  it('are closed once and for all', async () => {
    const [first] = both;
    await first.close();
    await first.close();
    await expect(first.handOffs.find({ id: 'x' })).rejects.toMatchObject({ code: 'CLOSED' });
    await expect(first.leases.lastChange()).rejects.toMatchObject({ code: 'CLOSED' });
    const allowance = { key: 'x', limit: 1, windowMs: 1 };
    await expect(first.attempts.spend([allowance], 0)).rejects.toMatchObject({ code: 'CLOSED' });
  });
}
