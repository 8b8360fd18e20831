import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { IdentityStore } from '#ports';
import { conflictsContract } from './identity-store-contract/conflicts.js';
import { erasureContract } from './identity-store-contract/erasure.js';
import { linksContract } from './identity-store-contract/links.js';
import { ANA, BEN, link, merge, weak } from './identity-store-contract/material.js';
import { mergesContract } from './identity-store-contract/merges.js';
import { racesContract } from './identity-store-contract/races.js';
import { repairContract } from './identity-store-contract/repair.js';
import { rulingsContract } from './identity-store-contract/rulings.js';
import type { StorePlace } from './journey-store-contract.js';

/** What every `IdentityStore` does. `place` makes a new, empty one. */
export function identityStoreContract(place: () => Promise<StorePlace<IdentityStore>>): void {
  jest.setTimeout(60_000); // a busy machine is not a wrong store
  let at: StorePlace<IdentityStore>;
  let both: [IdentityStore, IdentityStore];

  beforeEach(async () => {
    at = await place();
    both = [await at.open(), await at.open()];
  });
  afterEach(async () => {
    for (const each of both) await each.close();
    await at.remove();
  });

  describe('an identifier', () => linksContract(() => both));
  describe('a merge', () => mergesContract(() => both));
  describe('a split', () => repairContract(() => both));
  describe('a ruling', () => rulingsContract(() => both));
  describe('a conflict', () => conflictsContract(() => both));
  describe('an erasure', () => erasureContract(() => both));
  describe('at once', () => racesContract(() => both));

  it('keeps the first secret proposed', async () => {
    const proposals = Array.from({ length: 8 }, (_, i) => Uint8Array.of(i, 0, 255, 13, 10));
    const answers = await Promise.all(
      proposals.map((proposal, i) => both[i % 2 === 0 ? 0 : 1].secret(proposal)),
    );
    const first = [...(answers[0] ?? [])];
    expect(first).toHaveLength(5);
    for (const answer of answers) expect([...answer]).toEqual(first);
    expect([...(await both[1].secret(Uint8Array.of(9)))]).toEqual(first);
  });

  it('is closed once and for all, and keeps what was claimed', async () => {
    const [store] = both;
    await store.claim(weak('k1', ANA));
    await store.close();
    await store.close();
    const closed = { code: 'CLOSED' };
    await expect(store.lookup(['k1'])).rejects.toMatchObject(closed);
    await expect(store.merge(merge(ANA, BEN))).rejects.toMatchObject(closed);
    await expect(store.erase(ANA, 7)).rejects.toMatchObject(closed);
    await expect(store.standings(['k1'])).rejects.toMatchObject(closed);
    await expect(store.conflicts({ ruled: false, limit: 1 })).rejects.toMatchObject(closed);
    both[0] = await at.open();
    expect(await both[0].lookup(['k1'])).toEqual([link('k1', ANA)]);
  });
}
