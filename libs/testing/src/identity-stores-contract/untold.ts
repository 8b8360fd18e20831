import { describe, expect, it } from '@jest/globals';
import { ANA, BEN, type BothStores, CLEO, DAN, merge, RECORD } from './material.js';

/** What the log is yet to be told. */
export function untoldContract(stores: BothStores): void {
  describe('a change of identities', () => {
    it('is noted as untold with who decided it and why', async () => {
      const [store, second] = stores();
      const decided = { operator: 'jo', reason: 'one person, {"two"} cards' };
      await store.merges.merge({ from: ANA, into: BEN, at: 5, ifAnonymous: false, decided });
      const untold = [{ kind: 'merged', from: ANA, into: BEN, at: 5, decided }];
      expect(await second.untold.list(10)).toEqual(untold);
    });

    it('is noted as untold, with its time, until it is told', async () => {
      const [store, second] = stores();
      await store.merges.merge(merge(ANA, BEN, 5));
      await second.merges.merge(merge(CLEO, BEN, 6));
      await store.merges.merge(merge(CLEO, ANA, 8));
      const both = await second.untold.list(10);
      expect(both).toHaveLength(2);
      expect(both).toContainEqual({ kind: 'merged', from: ANA, into: BEN, at: 5 });
      expect(both).toContainEqual({ kind: 'merged', from: CLEO, into: BEN, at: 6 });
      expect(await store.untold.list(1)).toHaveLength(1);
      await second.untold.told(ANA);
      await second.untold.told(ANA);
      await second.untold.told(DAN);
      await second.untold.told(CLEO, 7);
      expect(await store.untold.list(10)).toEqual([
        { kind: 'merged', from: CLEO, into: BEN, at: 6 },
      ]);
      await second.untold.told(CLEO, 6);
      expect(await second.untold.list(10)).toEqual([]);
      expect(await store.merges.follow(ANA)).toBe(BEN);
    });

    it('notes a split as untold beside the merge it takes back, with the record byte by byte', async () => {
      const [store, second] = stores();
      await store.merges.merge(merge(ANA, BEN, 5));
      await store.merges.part({ from: ANA, into: BEN, at: 9 }, RECORD);
      await second.untold.note({ kind: 'split', from: ANA, into: DAN, at: 12, record: RECORD });
      const untold = await second.untold.list(10);
      expect(untold).toHaveLength(3);
      expect(untold).toContainEqual({ kind: 'merged', from: ANA, into: BEN, at: 5 });
      const splits = untold.flatMap((one) => (one.kind === 'split' ? [one] : []));
      const shown = splits.map(({ at, into, record }) => ({ at, into, record: [...record] }));
      expect(shown).toContainEqual({ at: 9, into: BEN, record: [...RECORD] });
      expect(shown).toContainEqual({ at: 12, into: DAN, record: [...RECORD] });
      expect(await store.untold.list(2)).toHaveLength(2);
      await second.untold.told(ANA, 5);
      await second.untold.told(ANA, 9);
      expect(await store.untold.list(10)).toHaveLength(1);
      await store.untold.told(ANA);
      expect(await store.untold.list(10)).toEqual([]);
    });
  });
}
