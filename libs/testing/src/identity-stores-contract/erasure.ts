import { expect, it } from '@jest/globals';
import type { SubjectId } from '#contracts';
import { conflictId } from '#ports';
import {
  ANA,
  BEN,
  type BothStores,
  CLEO,
  DAN,
  evidence,
  keysOf,
  link,
  merge,
  mergeIfAnonymous,
  strong,
  weak,
} from './material.js';

const EVE = 'eve' as SubjectId;

/** Forgetting a person. */
export function erasureContract(stores: BothStores): void {
  /** BEN, with ANA and CLEO merged into him, and DAN, who is somebody else. */
  async function twoPeople(): Promise<void> {
    const [store] = stores();
    await store.links.claim(strong('k1', ANA));
    await store.links.claim(weak('k2', BEN));
    await store.links.claim(weak('k3', CLEO));
    await store.links.claim(strong('k4', DAN));
    await store.merges.merge(merge(ANA, BEN));
    await store.merges.merge(merge(CLEO, ANA));
    await store.rulings.sight('k3', ANA);
    await store.rulings.sight('k3', DAN);
    await store.rulings.keepApart(ANA, DAN);
    await store.conflicts.note([CLEO, DAN], evidence('i1', 5));
    await store.conflicts.note([DAN, EVE], evidence('i2', 6));
    await store.conflicts.rule(conflictId(CLEO, DAN), null, {
      decision: 'kept-apart',
      operator: 'olga',
      reason: 'two people',
      at: 9,
      blocked: [],
    });
  }

  it('forgets a subject and all that were merged into it', async () => {
    await twoPeople();
    const [store, second] = stores();
    const erased = await second.erasures.erase(BEN, 77);
    expect(new Set(erased.subjects)).toEqual(new Set([ANA, BEN, CLEO]));
    expect(erased.links).toBe(3);
    expect(await store.links.lookup(['k1', 'k2', 'k3'])).toEqual([undefined, undefined, undefined]);
    for (const one of [ANA, BEN, CLEO]) {
      expect(await store.erasures.erasedAt(one)).toBe(77);
      expect(await store.links.of(one)).toEqual([]);
      expect(await store.merges.of(one)).toEqual([]);
      expect(await store.merges.follow(one)).toBe(one);
      expect(await store.merges.isNamed(one)).toBe(false);
      expect(await store.rulings.apartFrom(one)).toEqual([]);
    }
    expect(await store.conflicts.find(conflictId(CLEO, DAN))).toBeUndefined();
    expect(await store.conflicts.page({ ruled: true, limit: 9 })).toMatchObject({ conflicts: [] });
  });

  it('leaves everybody else as they were', async () => {
    await twoPeople();
    const [store, second] = stores();
    await second.erasures.erase(BEN, 77);
    expect(await store.links.lookup(['k4'])).toEqual([link('k4', DAN)]);
    expect(await store.merges.isNamed(DAN)).toBe(true);
    expect(await store.erasures.erasedAt(DAN)).toBeUndefined();
    expect(await store.rulings.apartFrom(DAN)).toEqual([]);
    expect(await store.rulings.sight('k3', DAN)).toEqual([DAN]);
    const { conflicts } = await store.conflicts.page({ ruled: false, limit: 9 });
    expect(conflicts.map(({ id }) => id)).toEqual([conflictId(DAN, EVE)]);
  });

  it('said twice, names the same people and changes nothing more', async () => {
    await twoPeople();
    const [store, second] = stores();
    await store.erasures.erase(BEN, 77);
    await store.links.claim(weak('k2', DAN));
    const again = await second.erasures.erase(BEN, 99);
    expect(new Set(again.subjects)).toEqual(new Set([ANA, BEN, CLEO]));
    expect(again.links).toBe(0);
    expect(await store.erasures.erasedAt(BEN)).toBe(77);
    expect(await store.erasures.erasedAt(ANA)).toBe(77);
    expect(keysOf(await store.links.of(DAN))).toEqual(['k2', 'k4']);
  });

  it('brings back nobody: nothing is claimed, merged, sighted or noted of them again', async () => {
    await twoPeople();
    const [store] = stores();
    await store.erasures.erase(BEN, 77);
    for (const one of [ANA, BEN, CLEO]) {
      expect(await store.links.claim(strong('k1', one))).toBeUndefined();
      expect(await store.merges.merge(merge(one, DAN))).toBe(false);
      expect(await store.merges.merge(mergeIfAnonymous(DAN, one))).toBe(false);
      expect(await store.rulings.sight('k3', one)).toEqual([DAN]);
      expect(await store.links.relink(['k4'], DAN, one, true)).toEqual([]);
      await store.rulings.keepApart(DAN, one);
      expect(await store.conflicts.note([one, DAN], evidence('i9', 9))).not.toBe('new');
      expect(await store.conflicts.find(conflictId(one, DAN))).toBeUndefined();
      expect(await store.merges.isNamed(one)).toBe(false);
    }
    expect(await store.rulings.apartFrom(DAN)).toEqual([]);
    expect(await store.links.claim(strong('k1', EVE))).toEqual(link('k1', EVE));
  });

  it('of one who was merged away erases that one, and not what it had become', async () => {
    await twoPeople();
    const [store] = stores();
    const { subjects } = await store.erasures.erase(ANA, 77);
    expect(new Set(subjects)).toEqual(new Set([ANA, CLEO]));
    expect(await store.links.lookup(['k1', 'k2', 'k3'])).toEqual([
      undefined,
      link('k2', BEN),
      undefined,
    ]);
    expect(await store.merges.of(BEN)).toEqual([]);
    expect(await store.erasures.erasedAt(BEN)).toBeUndefined();
    expect(await store.merges.isNamed(BEN)).toBe(false);
  });

  it('leaves what holds of a value, which is not about whom it was linked to', async () => {
    const [store] = stores();
    await store.links.claim(weak('k1', ANA));
    await store.rulings.setStanding('k1', 'phone', 'blocked');
    expect((await store.erasures.erase(ANA, 77)).links).toBe(1);
    expect(await store.links.lookup(['k1'])).toEqual([undefined]);
    expect(await store.rulings.standings(['k1'])).toEqual(['blocked']);
    expect((await store.erasures.erase(ANA, 78)).links).toBe(0);
  });

  it('erases nothing but the mark of one who was never seen', async () => {
    const [store] = stores();
    expect(await store.erasures.erase(EVE, 5)).toEqual({ subjects: [EVE], links: 0 });
    expect(await store.erasures.erasedAt(EVE)).toBe(5);
  });

  it('keeps what the log has yet to be told', async () => {
    const [store] = stores();
    await store.merges.merge(merge(ANA, BEN, 5));
    await store.erasures.erase(BEN, 77);
    expect(await store.untold.list(9)).toEqual([{ kind: 'merged', from: ANA, into: BEN, at: 5 }]);
  });
}
