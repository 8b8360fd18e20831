import { expect, it } from '@jest/globals';
import type { SubjectId } from '#contracts';
import { SIGHTINGS_KEPT } from '#ports';
import { ANA, BEN, type BothStores, CLEO, DAN, link, merge, weak } from './material.js';

/** What is decided about values and pairs of subjects. */
export function rulingsContract(stores: BothStores): void {
  it('says what holds of a value to whoever looks it up', async () => {
    const [store, second] = stores();
    await store.claim({ ...weak('k1', ANA), unvouched: true });
    await store.setStanding('k1', 'phone', 'shared');
    const shared = { ...link('k1', ANA), unvouched: true, standing: 'shared' };
    expect(await second.lookup(['k1'])).toEqual([shared]);
    expect(await second.claim(weak('k1', BEN))).toEqual(shared);
    expect(await second.identifiers(ANA)).toEqual([shared]);
    await second.setStanding('k1', 'phone', 'blocked');
    expect(await store.standings(['k1', 'k2'])).toEqual(['blocked', undefined]);
    await store.vouch('k1');
    expect(await store.lookup(['k1'])).toEqual([{ ...link('k1', ANA), standing: 'blocked' }]);
    await second.setStanding('k1', 'phone', null);
    expect(await store.lookup(['k1'])).toEqual([link('k1', ANA)]);
    expect(await store.standings(['k1'])).toEqual([undefined]);
  });

  it('blocks a value before anybody claims it, and after', async () => {
    const [store, second] = stores();
    await store.setStanding('k1', 'phone', 'blocked');
    expect(await second.lookup(['k1'])).toEqual([undefined]);
    expect(await second.standings(['k1'])).toEqual(['blocked']);
    await second.vouch('k1');
    expect(await second.relink(['k1'], ANA, BEN, false)).toEqual([]);
    const blocked = { ...link('k1', ANA), standing: 'blocked' };
    expect(await second.claim(weak('k1', ANA))).toEqual(blocked);
    expect(await store.claim(weak('k1', BEN))).toEqual(blocked);
    expect(await store.identifiers(ANA)).toEqual([blocked]);
  });

  it('takes back a ruling about a value that nobody claimed without a trace', async () => {
    const [store] = stores();
    await store.setStanding('k1', 'phone', 'blocked');
    await store.setStanding('k1', 'phone', null);
    await store.setStanding('k2', 'phone', null);
    expect(await store.standings(['k1', 'k2'])).toEqual([undefined, undefined]);
    expect(await store.standings([])).toEqual([]);
    expect(await store.claim(weak('k1', ANA))).toEqual(link('k1', ANA));
  });

  it('remembers whom a value came with, each once, and not more than are of use', async () => {
    const [store, second] = stores();
    expect(await store.sight('k1', ANA)).toEqual([ANA]);
    expect(await second.sight('k1', ANA)).toEqual([ANA]);
    expect(await store.sight('k2', CLEO)).toEqual([CLEO]);
    expect(new Set(await second.sight('k1', BEN))).toEqual(new Set([ANA, BEN]));
    const crowd = Array.from({ length: SIGHTINGS_KEPT + 5 }, (_, i) => `s${i}` as SubjectId);
    const seen = await Promise.all(crowd.map((one) => store.sight('k1', one)));
    for (const all of seen) expect(all.length).toBeLessThanOrEqual(SIGHTINGS_KEPT);
    const all = new Set(await store.sight('k1', DAN));
    expect(all.size).toBe(SIGHTINGS_KEPT);
    expect(all.has(ANA)).toBe(true);
  });

  it('keeps two people apart whoever they become', async () => {
    const [store, second] = stores();
    await store.keepApart(ANA, BEN);
    await second.keepApart(ANA, BEN);
    await second.keepApart(ANA, ANA);
    expect(await second.apartFrom(ANA)).toEqual([BEN]);
    expect(await second.apartFrom(BEN)).toEqual([ANA]);
    expect(await second.apartFrom(CLEO)).toEqual([]);
    await store.merge(merge(ANA, CLEO));
    await store.merge(merge(BEN, DAN));
    expect(await second.apartFrom(CLEO)).toEqual([DAN]);
    expect(await second.apartFrom(DAN)).toEqual([CLEO]);
  });

  it('allows two people together by whatever names they were kept apart', async () => {
    const [store] = stores();
    await store.keepApart(ANA, BEN);
    await store.keepApart(ANA, DAN);
    await store.merge(merge(ANA, CLEO));
    await store.allowTogether(BEN, CLEO);
    expect(await store.apartFrom(CLEO)).toEqual([DAN]);
    expect(await store.apartFrom(BEN)).toEqual([]);
    await store.allowTogether(ANA, DAN);
    await store.allowTogether(ANA, DAN);
    expect(await store.apartFrom(DAN)).toEqual([]);
    expect(await store.apartFrom(CLEO)).toEqual([]);
  });

  it('does not keep anybody apart from themselves', async () => {
    const [store] = stores();
    await store.keepApart(ANA, BEN);
    await store.merge(merge(ANA, BEN));
    expect(await store.apartFrom(BEN)).toEqual([]);
    await store.part({ from: ANA, into: BEN, at: 9 }, Uint8Array.of(1));
    expect(await store.apartFrom(BEN)).toEqual([ANA]);
  });
}
