import { describe, expect, it } from '@jest/globals';
import {
  ANA,
  BEN,
  type BothStores,
  CLEO,
  DAN,
  keysOf,
  link,
  merge,
  mergeIfAnonymous,
  RECORD,
  strong,
  weak,
} from './material.js';

/** Subjects that turn out to be one, and to be two after all. */
export function mergesContract(stores: BothStores): void {
  describe('a merge', () => {
    it('makes every identifier of one subject lead to the other, through all merges after', async () => {
      const [store, second] = stores();
      await store.links.claim(weak('k1', ANA));
      expect(await store.merges.merge(merge(ANA, BEN))).toBe(true);
      expect(await store.merges.merge(merge(BEN, CLEO))).toBe(true);
      expect(await second.merges.follow(ANA)).toBe(CLEO);
      expect(await second.links.lookup(['k1'])).toEqual([link('k1', CLEO)]);
      expect(await second.links.claim(weak('k1', DAN))).toEqual(link('k1', CLEO));
      expect(await second.merges.follow(DAN)).toBe(DAN);
    });

    it('keeps which subject each identifier was linked to', async () => {
      const [store] = stores();
      await store.links.claim(weak('k1', ANA));
      await store.links.claim(weak('k2', BEN));
      await store.links.claim(weak('k3', CLEO));
      await store.merges.merge(merge(ANA, BEN));
      await store.merges.merge(merge(BEN, CLEO));
      const found = await store.links.of(CLEO);
      expect(new Map(found.map((one) => [one.key, one.subject]))).toEqual(
        new Map([
          ['k1', ANA],
          ['k2', BEN],
          ['k3', CLEO],
        ]),
      );
      expect(await store.links.of(ANA)).toEqual([link('k1', ANA)]);
    });

    it('is remembered with its time, and found from what it made', async () => {
      const [store, second] = stores();
      await store.merges.merge(merge(ANA, BEN, 5));
      await store.merges.merge(merge(BEN, CLEO, 6));
      await store.merges.merge(merge(DAN, CLEO, 7));
      const all = await second.merges.of(CLEO);
      expect(all).toHaveLength(3);
      expect(all).toContainEqual({ from: ANA, into: BEN, at: 5 });
      expect(all).toContainEqual({ from: BEN, into: CLEO, at: 6 });
      expect(all).toContainEqual({ from: DAN, into: CLEO, at: 7 });
      expect(await second.merges.of(BEN)).toEqual([{ from: ANA, into: BEN, at: 5 }]);
      expect(await second.merges.of(ANA)).toEqual([]);
    });

    it('is refused for a subject that is merged already, and where it would make a circle', async () => {
      const [store] = stores();
      expect(await store.merges.merge(merge(ANA, ANA))).toBe(false);
      expect(await store.merges.merge(merge(ANA, BEN))).toBe(true);
      expect(await store.merges.merge(merge(ANA, CLEO))).toBe(false);
      expect(await store.merges.merge(merge(BEN, ANA))).toBe(false);
      expect(await store.merges.merge(merge(BEN, CLEO))).toBe(true);
      expect(await store.merges.merge(merge(CLEO, ANA))).toBe(false);
      expect(await store.merges.follow(ANA)).toBe(CLEO);
    });

    it('happens by itself only to a subject for which nothing strong was claimed', async () => {
      const [store, second] = stores();
      await store.links.claim(weak('k1', ANA));
      await store.links.claim(strong('k2', BEN));
      expect(await second.merges.isNamed(ANA)).toBe(false);
      expect(await second.merges.isNamed(BEN)).toBe(true);
      expect(await second.merges.merge(mergeIfAnonymous(BEN, ANA))).toBe(false);
      expect(await second.merges.follow(BEN)).toBe(BEN);
      expect(await second.untold.list(10)).toEqual([]);
      expect(await second.merges.merge(mergeIfAnonymous(ANA, BEN))).toBe(true);
      expect(await second.merges.merge(merge(BEN, CLEO))).toBe(true);
    });

    it('leaves its subject named by what names those merged into it', async () => {
      const [store, second] = stores();
      await store.links.claim(strong('k1', ANA));
      await store.merges.merge(merge(ANA, BEN));
      await store.merges.merge(merge(BEN, CLEO));
      expect(await second.merges.isNamed(CLEO)).toBe(true);
      expect(await second.merges.merge(mergeIfAnonymous(CLEO, DAN))).toBe(false);
    });
  });

  describe('a split', () => {
    it('parts two subjects with what was linked to each, and those merged into them', async () => {
      const [store, second] = stores();
      await store.links.claim(weak('k1', ANA));
      await store.links.claim(weak('k2', BEN));
      await store.links.claim(weak('k3', CLEO));
      await store.merges.merge(merge(ANA, BEN));
      await store.merges.merge(merge(BEN, CLEO));
      expect(await second.merges.part({ from: BEN, into: CLEO, at: 9 }, RECORD)).toBe(true);
      expect(await store.links.lookup(['k1', 'k2', 'k3'])).toEqual([
        link('k1', BEN),
        link('k2', BEN),
        link('k3', CLEO),
      ]);
      expect(await store.merges.of(CLEO)).toEqual([]);
      expect(keysOf(await store.links.of(CLEO))).toEqual(['k3']);
      expect(keysOf(await store.links.of(BEN))).toEqual(['k1', 'k2']);
      expect(await store.merges.merge(merge(CLEO, ANA))).toBe(true);
    });

    it('parts only what is merged so', async () => {
      const [store] = stores();
      await store.merges.merge(merge(ANA, BEN, 5));
      await store.merges.merge(merge(BEN, CLEO, 6));
      await store.untold.told(ANA);
      await store.untold.told(BEN);
      expect(await store.merges.part({ from: ANA, into: CLEO, at: 9 }, RECORD)).toBe(false);
      expect(await store.merges.part({ from: BEN, into: ANA, at: 9 }, RECORD)).toBe(false);
      expect(await store.merges.part({ from: DAN, into: ANA, at: 9 }, RECORD)).toBe(false);
      expect(await store.untold.list(10)).toEqual([]);
      expect(await store.merges.follow(ANA)).toBe(CLEO);
    });
  });
}
