import { expect, it } from '@jest/globals';
import {
  ANA,
  BEN,
  type BothStores,
  CLEO,
  DAN,
  link,
  merge,
  mergeIfAnonymous,
  strong,
  weak,
} from './material.js';

/** Two subjects that turn out to be one. */
export function mergesContract(stores: BothStores): void {
  it('makes every identifier of one subject lead to the other, through all merges after', async () => {
    const [store, second] = stores();
    await store.claim(weak('k1', ANA));
    expect(await store.merge(merge(ANA, BEN))).toBe(true);
    expect(await store.merge(merge(BEN, CLEO))).toBe(true);
    expect(await second.follow(ANA)).toBe(CLEO);
    expect(await second.lookup(['k1'])).toEqual([link('k1', CLEO)]);
    expect(await second.claim(weak('k1', DAN))).toEqual(link('k1', CLEO));
    expect(await second.follow(DAN)).toBe(DAN);
  });

  it('keeps which subject each identifier was linked to', async () => {
    const [store] = stores();
    await store.claim(weak('k1', ANA));
    await store.claim(weak('k2', BEN));
    await store.claim(weak('k3', CLEO));
    await store.merge(merge(ANA, BEN));
    await store.merge(merge(BEN, CLEO));
    const found = await store.identifiers(CLEO);
    expect(new Map(found.map((one) => [one.key, one.subject]))).toEqual(
      new Map([
        ['k1', ANA],
        ['k2', BEN],
        ['k3', CLEO],
      ]),
    );
    expect(await store.identifiers(ANA)).toEqual([link('k1', ANA)]);
  });

  it('is remembered with its time, and found from what it made', async () => {
    const [store, second] = stores();
    await store.merge(merge(ANA, BEN, 5));
    await store.merge(merge(BEN, CLEO, 6));
    await store.merge(merge(DAN, CLEO, 7));
    const all = await second.merges(CLEO);
    expect(all).toHaveLength(3);
    expect(all).toContainEqual({ from: ANA, into: BEN, at: 5 });
    expect(all).toContainEqual({ from: BEN, into: CLEO, at: 6 });
    expect(all).toContainEqual({ from: DAN, into: CLEO, at: 7 });
    expect(await second.merges(BEN)).toEqual([{ from: ANA, into: BEN, at: 5 }]);
    expect(await second.merges(ANA)).toEqual([]);
  });

  it('is noted as untold with who decided it and why', async () => {
    const [store, second] = stores();
    const decided = { operator: 'jo', reason: 'one person, {"two"} cards' };
    await store.merge({ from: ANA, into: BEN, at: 5, ifAnonymous: false, decided });
    const untold = [{ kind: 'merged', from: ANA, into: BEN, at: 5, decided }];
    expect(await second.untold(10)).toEqual(untold);
  });

  it('is noted as untold, with its time, until it is told', async () => {
    const [store, second] = stores();
    await store.merge(merge(ANA, BEN, 5));
    await second.merge(merge(CLEO, BEN, 6));
    await store.merge(merge(CLEO, ANA, 8));
    const both = await second.untold(10);
    expect(both).toHaveLength(2);
    expect(both).toContainEqual({ kind: 'merged', from: ANA, into: BEN, at: 5 });
    expect(both).toContainEqual({ kind: 'merged', from: CLEO, into: BEN, at: 6 });
    expect(await store.untold(1)).toHaveLength(1);
    await second.told(ANA);
    await second.told(ANA);
    await second.told(DAN);
    await second.told(CLEO, 7);
    expect(await store.untold(10)).toEqual([{ kind: 'merged', from: CLEO, into: BEN, at: 6 }]);
    await second.told(CLEO, 6);
    expect(await second.untold(10)).toEqual([]);
    expect(await store.follow(ANA)).toBe(BEN);
  });

  it('is refused for a subject that is merged already, and where it would make a circle', async () => {
    const [store] = stores();
    expect(await store.merge(merge(ANA, ANA))).toBe(false);
    expect(await store.merge(merge(ANA, BEN))).toBe(true);
    expect(await store.merge(merge(ANA, CLEO))).toBe(false);
    expect(await store.merge(merge(BEN, ANA))).toBe(false);
    expect(await store.merge(merge(BEN, CLEO))).toBe(true);
    expect(await store.merge(merge(CLEO, ANA))).toBe(false);
    expect(await store.follow(ANA)).toBe(CLEO);
  });

  it('happens by itself only to a subject for which nothing strong was claimed', async () => {
    const [store, second] = stores();
    await store.claim(weak('k1', ANA));
    await store.claim(strong('k2', BEN));
    expect(await second.isNamed(ANA)).toBe(false);
    expect(await second.isNamed(BEN)).toBe(true);
    expect(await second.merge(mergeIfAnonymous(BEN, ANA))).toBe(false);
    expect(await second.follow(BEN)).toBe(BEN);
    expect(await second.untold(10)).toEqual([]);
    expect(await second.merge(mergeIfAnonymous(ANA, BEN))).toBe(true);
    expect(await second.merge(merge(BEN, CLEO))).toBe(true);
  });

  it('leaves its subject named by what names those merged into it', async () => {
    const [store, second] = stores();
    await store.claim(strong('k1', ANA));
    await store.merge(merge(ANA, BEN));
    await store.merge(merge(BEN, CLEO));
    expect(await second.isNamed(CLEO)).toBe(true);
    expect(await second.merge(mergeIfAnonymous(CLEO, DAN))).toBe(false);
  });
}
