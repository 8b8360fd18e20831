import { expect, it } from '@jest/globals';
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
  weak,
} from './material.js';

/** Any bytes, such as a text store would change. */
const RECORD = Uint8Array.of(0, 255, 32, 10, 13, 128, 32, 34);

/** What undoes links and merges. */
export function repairContract(stores: BothStores): void {
  it('parts two subjects with what was linked to each, and those merged into them', async () => {
    const [store, second] = stores();
    await store.claim(weak('k1', ANA));
    await store.claim(weak('k2', BEN));
    await store.claim(weak('k3', CLEO));
    await store.merge(merge(ANA, BEN));
    await store.merge(merge(BEN, CLEO));
    expect(await second.part({ from: BEN, into: CLEO, at: 9 }, RECORD)).toBe(true);
    expect(await store.lookup(['k1', 'k2', 'k3'])).toEqual([
      link('k1', BEN),
      link('k2', BEN),
      link('k3', CLEO),
    ]);
    expect(await store.merges(CLEO)).toEqual([]);
    expect(keysOf(await store.identifiers(CLEO))).toEqual(['k3']);
    expect(keysOf(await store.identifiers(BEN))).toEqual(['k1', 'k2']);
    expect(await store.merge(merge(CLEO, ANA))).toBe(true);
  });

  it('parts only what is merged so', async () => {
    const [store] = stores();
    await store.merge(merge(ANA, BEN, 5));
    await store.merge(merge(BEN, CLEO, 6));
    await store.told(ANA);
    await store.told(BEN);
    expect(await store.part({ from: ANA, into: CLEO, at: 9 }, RECORD)).toBe(false);
    expect(await store.part({ from: BEN, into: ANA, at: 9 }, RECORD)).toBe(false);
    expect(await store.part({ from: DAN, into: ANA, at: 9 }, RECORD)).toBe(false);
    expect(await store.untold(10)).toEqual([]);
    expect(await store.follow(ANA)).toBe(CLEO);
  });

  it('notes a split as untold beside the merge it takes back, with the record byte by byte', async () => {
    const [store, second] = stores();
    await store.merge(merge(ANA, BEN, 5));
    await store.part({ from: ANA, into: BEN, at: 9 }, RECORD);
    await second.noteUntold({ kind: 'split', from: ANA, into: DAN, at: 12, record: RECORD });
    const untold = await second.untold(10);
    expect(untold).toHaveLength(3);
    expect(untold).toContainEqual({ kind: 'merged', from: ANA, into: BEN, at: 5 });
    const splits = untold.flatMap((one) => (one.kind === 'split' ? [one] : []));
    const shown = splits.map(({ at, into, record }) => ({ at, into, record: [...record] }));
    expect(shown).toContainEqual({ at: 9, into: BEN, record: [...RECORD] });
    expect(shown).toContainEqual({ at: 12, into: DAN, record: [...RECORD] });
    expect(await store.untold(2)).toHaveLength(2);
    await second.told(ANA, 5);
    await second.told(ANA, 9);
    expect(await store.untold(10)).toHaveLength(1);
    await store.told(ANA);
    expect(await store.untold(10)).toEqual([]);
  });

  it('relinks what is linked to the subject itself, and nothing else', async () => {
    const [store, second] = stores();
    await store.claim(weak('k1', ANA, 5));
    await store.claim(weak('k2', ANA, 6));
    await store.claim(weak('k3', BEN, 7));
    await store.merge(merge(BEN, ANA));
    const moved = await second.relink(['k1', 'k3', 'unknown', 'k1'], ANA, DAN, false);
    expect(moved).toEqual(['k1']);
    expect(await second.lookup(['k1', 'k2', 'k3'])).toEqual([
      link('k1', DAN, 5),
      link('k2', ANA, 6),
      link('k3', ANA, 7),
    ]);
    expect(await store.identifiers(DAN)).toEqual([link('k1', DAN, 5)]);
    expect(keysOf(await store.identifiers(ANA))).toEqual(['k2', 'k3']);
    expect(await store.relink(['k1'], ANA, BEN, false)).toEqual([]);
    expect(await store.relink(['k1'], DAN, ANA, false)).toEqual(['k1']);
    expect(keysOf(await store.identifiers(ANA))).toEqual(['k1', 'k2', 'k3']);
    expect(await store.relink([], ANA, DAN, true)).toEqual([]);
    expect(await store.isNamed(DAN)).toBe(false);
  });

  it('takes along what names a person, so that who lost it may be merged by itself again', async () => {
    const [store] = stores();
    await store.claim(strong('k1', ANA));
    await store.claim(weak('k2', ANA));
    await store.relink(['k1', 'k2'], ANA, BEN, true);
    expect(await store.isNamed(ANA)).toBe(false);
    expect(await store.isNamed(BEN)).toBe(true);
    expect(await store.merge(mergeIfAnonymous(ANA, CLEO))).toBe(true);
    await store.relink(['k2'], BEN, DAN, false);
    expect(await store.isNamed(DAN)).toBe(false);
    expect(await store.merge(mergeIfAnonymous(BEN, CLEO))).toBe(false);
  });

  it('names the subject that is given a strong identifier linked before such were marked', async () => {
    const [store] = stores();
    await store.claim(weak('k1', ANA));
    await store.relink(['k1'], ANA, BEN, true);
    expect(await store.isNamed(BEN)).toBe(true);
  });

  it('relinks an identifier with its standing, and unvouched as it was', async () => {
    const [store] = stores();
    await store.claim({ ...weak('k1', ANA), unvouched: true });
    await store.setStanding('k1', 'phone', 'shared');
    await store.relink(['k1'], ANA, BEN, false);
    const moved = { ...link('k1', BEN), unvouched: true, standing: 'shared' };
    expect(await store.lookup(['k1'])).toEqual([moved]);
  });
}
