import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { IdentityStores } from '#ports';
import { conflictsContract } from './identity-stores-contract/conflicts.js';
import { erasureContract } from './identity-stores-contract/erasure.js';
import { linksContract } from './identity-stores-contract/links.js';
import { ANA, BEN, link, merge, weak } from './identity-stores-contract/material.js';
import { mergesContract } from './identity-stores-contract/merges.js';
import { racesContract } from './identity-stores-contract/races.js';
import { rulingsContract } from './identity-stores-contract/rulings.js';
import { untoldContract } from './identity-stores-contract/untold.js';
import type { StorePlace } from './journey-store-contract.js';

/** What all `IdentityStores` do. `place` makes a new, empty one. */
export function identityStoresContract(place: () => Promise<StorePlace<IdentityStores>>): void {
  jest.setTimeout(300_000); // a busy machine is not a wrong store
  let at: StorePlace<IdentityStores>;
  let both: [IdentityStores, IdentityStores];

  beforeEach(async () => {
    at = await place();
    both = [await at.open(), await at.open()];
  });
  afterEach(async () => {
    for (const each of both) await each.close();
    await at.remove();
  });

  linksContract(() => both);
  mergesContract(() => both);
  untoldContract(() => both);
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
    await store.links.claim(weak('k1', ANA));
    await store.close();
    await store.close();
    const closed = { code: 'CLOSED' };
    await expect(store.links.lookup(['k1'])).rejects.toMatchObject(closed);
    await expect(store.merges.merge(merge(ANA, BEN))).rejects.toMatchObject(closed);
    await expect(store.erasures.erase(ANA, 7)).rejects.toMatchObject(closed);
    await expect(store.rulings.standings(['k1'])).rejects.toMatchObject(closed);
    await expect(store.conflicts.page({ ruled: false, limit: 1 })).rejects.toMatchObject(closed);
    both[0] = await at.open();
    expect(await both[0].links.lookup(['k1'])).toEqual([link('k1', ANA)]);
  });
}
