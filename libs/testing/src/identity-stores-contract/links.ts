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
  strong,
  unvouched,
  weak,
} from './material.js';

/** Whose an identifier is. */
export function linksContract(stores: BothStores): void {
  describe('an identifier', () => {
    it('belongs to nobody until it is claimed', async () => {
      const [store] = stores();
      expect(await store.links.lookup(['k1', 'k2'])).toEqual([undefined, undefined]);
      expect(await store.links.lookup([])).toEqual([]);
    });

    it('belongs to whoever claims it first, for ever', async () => {
      const [store, second] = stores();
      expect(await store.links.claim(weak('k1', ANA, 5))).toEqual(link('k1', ANA, 5));
      expect(await store.links.claim(weak('k1', BEN, 6))).toEqual(link('k1', ANA, 5));
      expect(await store.links.claim(weak('k1', ANA, 7))).toEqual(link('k1', ANA, 5));
      expect(await store.links.claim(strong('k1', BEN, 8))).toEqual(link('k1', ANA, 5));
      expect(await second.links.lookup(['k2', 'k1'])).toEqual([undefined, link('k1', ANA, 5)]);
    });

    it('is told to the subject that lost it nowhere', async () => {
      const [store] = stores();
      await store.links.claim(weak('k1', ANA));
      await store.links.claim(strong('k1', BEN));
      expect(await store.links.of(BEN)).toEqual([]);
      expect(await store.merges.isNamed(BEN)).toBe(false);
      expect(await store.links.of(ANA)).toEqual([link('k1', ANA)]);
    });

    it('is not claimed for a subject that has become another one', async () => {
      const [store, second] = stores();
      await store.links.claim(weak('k1', ANA));
      await store.merges.merge(merge(ANA, BEN));
      expect(await second.links.claim(weak('k2', ANA))).toBeUndefined();
      expect(await second.links.claim(strong('k3', ANA))).toBeUndefined();
      expect(await store.links.lookup(['k2', 'k3'])).toEqual([undefined, undefined]);
      expect(await store.links.of(BEN)).toEqual([link('k1', ANA)]);
      expect(await second.links.claim(weak('k1', ANA))).toEqual(link('k1', BEN));
    });

    it('is unvouched until it is vouched for', async () => {
      const [store, second] = stores();
      const shown = { ...link('k1', ANA), unvouched: true };
      expect(await store.links.claim(unvouched('k1', ANA))).toEqual(shown);
      expect(await second.links.lookup(['k1'])).toEqual([shown]);
      expect(await second.links.of(ANA)).toEqual([shown]);
      await second.links.vouch('k1');
      await second.links.vouch('k1');
      await second.links.vouch('k2');
      expect(await store.links.lookup(['k1', 'k2'])).toEqual([link('k1', ANA), undefined]);
    });

    it('may be any text', async () => {
      const [store] = stores();
      const keys = ['a:b', '{s17}', 'ümlaut', '"quoted"', 'two words', 'x'.repeat(200)];
      for (const key of keys) await store.links.claim(strong(key, ANA));
      expect(await store.links.lookup(keys)).toEqual(keys.map((key) => link(key, ANA)));
      const found = await store.links.of(ANA);
      expect(new Set(found.map((one) => one.key))).toEqual(new Set(keys));
    });
  });

  describe('linking to another subject', () => {
    it('relinks what is linked to the subject itself, and nothing else', async () => {
      const [store, second] = stores();
      await store.links.claim(weak('k1', ANA, 5));
      await store.links.claim(weak('k2', ANA, 6));
      await store.links.claim(weak('k3', BEN, 7));
      await store.merges.merge(merge(BEN, ANA));
      const moved = await second.links.relink(['k1', 'k3', 'unknown', 'k1'], ANA, DAN, false);
      expect(moved).toEqual(['k1']);
      expect(await second.links.lookup(['k1', 'k2', 'k3'])).toEqual([
        link('k1', DAN, 5),
        link('k2', ANA, 6),
        link('k3', ANA, 7),
      ]);
      expect(await store.links.of(DAN)).toEqual([link('k1', DAN, 5)]);
      expect(keysOf(await store.links.of(ANA))).toEqual(['k2', 'k3']);
      expect(await store.links.relink(['k1'], ANA, BEN, false)).toEqual([]);
      expect(await store.links.relink(['k1'], DAN, ANA, false)).toEqual(['k1']);
      expect(keysOf(await store.links.of(ANA))).toEqual(['k1', 'k2', 'k3']);
      expect(await store.links.relink([], ANA, DAN, true)).toEqual([]);
      expect(await store.merges.isNamed(DAN)).toBe(false);
    });

    it('takes along what names a person, so that who lost it may be merged by itself again', async () => {
      const [store] = stores();
      await store.links.claim(strong('k1', ANA));
      await store.links.claim(weak('k2', ANA));
      await store.links.relink(['k1', 'k2'], ANA, BEN, true);
      expect(await store.merges.isNamed(ANA)).toBe(false);
      expect(await store.merges.isNamed(BEN)).toBe(true);
      expect(await store.merges.merge(mergeIfAnonymous(ANA, CLEO))).toBe(true);
      await store.links.relink(['k2'], BEN, DAN, false);
      expect(await store.merges.isNamed(DAN)).toBe(false);
      expect(await store.merges.merge(mergeIfAnonymous(BEN, CLEO))).toBe(false);
    });

    it('names the subject that is given a strong identifier linked before such were marked', async () => {
      const [store] = stores();
      await store.links.claim(weak('k1', ANA));
      await store.links.relink(['k1'], ANA, BEN, true);
      expect(await store.merges.isNamed(BEN)).toBe(true);
    });

    it('relinks an identifier with its standing, and unvouched as it was', async () => {
      const [store] = stores();
      await store.links.claim({ ...weak('k1', ANA), unvouched: true });
      await store.rulings.setStanding('k1', 'phone', 'shared');
      await store.links.relink(['k1'], ANA, BEN, false);
      const moved = { ...link('k1', BEN), unvouched: true, standing: 'shared' };
      expect(await store.links.lookup(['k1'])).toEqual([moved]);
    });
  });
}
