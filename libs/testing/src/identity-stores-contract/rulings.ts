import { expect, it } from '@jest/globals';
import type { SubjectId } from '#contracts';
import { SIGHTINGS_KEPT } from '#ports';
import { ANA, BEN, type BothStores, CLEO, DAN, link, merge, weak } from './material.js';

/** What is decided about values and pairs of subjects. */
export function rulingsContract(stores: BothStores): void {
  it('says what holds of a value to whoever looks it up', async () => {
    const [store, second] = stores();
    await store.links.claim({ ...weak('k1', ANA), unvouched: true });
    await store.rulings.setStanding('k1', 'phone', 'shared');
    const shared = { ...link('k1', ANA), unvouched: true, standing: 'shared' };
    expect(await second.links.lookup(['k1'])).toEqual([shared]);
    expect(await second.links.claim(weak('k1', BEN))).toEqual(shared);
    expect(await second.links.of(ANA)).toEqual([shared]);
    await second.rulings.setStanding('k1', 'phone', 'blocked');
    expect(await store.rulings.standings(['k1', 'k2'])).toEqual(['blocked', undefined]);
    await store.links.vouch('k1');
    expect(await store.links.lookup(['k1'])).toEqual([{ ...link('k1', ANA), standing: 'blocked' }]);
    await second.rulings.setStanding('k1', 'phone', null);
    expect(await store.links.lookup(['k1'])).toEqual([link('k1', ANA)]);
    expect(await store.rulings.standings(['k1'])).toEqual([undefined]);
  });

  it('blocks a value before anybody claims it, and after', async () => {
    const [store, second] = stores();
    await store.rulings.setStanding('k1', 'phone', 'blocked');
    expect(await second.links.lookup(['k1'])).toEqual([undefined]);
    expect(await second.rulings.standings(['k1'])).toEqual(['blocked']);
    await second.links.vouch('k1');
    expect(await second.links.relink(['k1'], ANA, BEN, false)).toEqual([]);
    const blocked = { ...link('k1', ANA), standing: 'blocked' };
    expect(await second.links.claim(weak('k1', ANA))).toEqual(blocked);
    expect(await store.links.claim(weak('k1', BEN))).toEqual(blocked);
    expect(await store.links.of(ANA)).toEqual([blocked]);
  });

  it('takes back a ruling about a value that nobody claimed without a trace', async () => {
    const [store] = stores();
    await store.rulings.setStanding('k1', 'phone', 'blocked');
    await store.rulings.setStanding('k1', 'phone', null);
    await store.rulings.setStanding('k2', 'phone', null);
    expect(await store.rulings.standings(['k1', 'k2'])).toEqual([undefined, undefined]);
    expect(await store.rulings.standings([])).toEqual([]);
    expect(await store.links.claim(weak('k1', ANA))).toEqual(link('k1', ANA));
  });

  it('remembers whom a value came with, each once, and not more than are of use', async () => {
    const [store, second] = stores();
    expect(await store.rulings.sight('k1', ANA)).toEqual([ANA]);
    expect(await second.rulings.sight('k1', ANA)).toEqual([ANA]);
    expect(await store.rulings.sight('k2', CLEO)).toEqual([CLEO]);
    expect(new Set(await second.rulings.sight('k1', BEN))).toEqual(new Set([ANA, BEN]));
    const crowd = Array.from({ length: SIGHTINGS_KEPT + 5 }, (_, i) => `s${i}` as SubjectId);
    const seen = await Promise.all(crowd.map((one) => store.rulings.sight('k1', one)));
    for (const all of seen) expect(all.length).toBeLessThanOrEqual(SIGHTINGS_KEPT);
    const all = new Set(await store.rulings.sight('k1', DAN));
    expect(all.size).toBe(SIGHTINGS_KEPT);
    expect(all.has(ANA)).toBe(true);
  });

  it('keeps two people apart whoever they become', async () => {
    const [store, second] = stores();
    await store.rulings.keepApart(ANA, BEN);
    await second.rulings.keepApart(ANA, BEN);
    await second.rulings.keepApart(ANA, ANA);
    expect(await second.rulings.apartFrom(ANA)).toEqual([BEN]);
    expect(await second.rulings.apartFrom(BEN)).toEqual([ANA]);
    expect(await second.rulings.apartFrom(CLEO)).toEqual([]);
    await store.merges.merge(merge(ANA, CLEO));
    await store.merges.merge(merge(BEN, DAN));
    expect(await second.rulings.apartFrom(CLEO)).toEqual([DAN]);
    expect(await second.rulings.apartFrom(DAN)).toEqual([CLEO]);
  });

  it('allows two people together by whatever names they were kept apart', async () => {
    const [store] = stores();
    await store.rulings.keepApart(ANA, BEN);
    await store.rulings.keepApart(ANA, DAN);
    await store.merges.merge(merge(ANA, CLEO));
    await store.rulings.allowTogether(BEN, CLEO);
    expect(await store.rulings.apartFrom(CLEO)).toEqual([DAN]);
    expect(await store.rulings.apartFrom(BEN)).toEqual([]);
    await store.rulings.allowTogether(ANA, DAN);
    await store.rulings.allowTogether(ANA, DAN);
    expect(await store.rulings.apartFrom(DAN)).toEqual([]);
    expect(await store.rulings.apartFrom(CLEO)).toEqual([]);
  });

  it('does not keep anybody apart from themselves', async () => {
    const [store] = stores();
    await store.rulings.keepApart(ANA, BEN);
    await store.merges.merge(merge(ANA, BEN));
    expect(await store.rulings.apartFrom(BEN)).toEqual([]);
    await store.merges.part({ from: ANA, into: BEN, at: 9 }, Uint8Array.of(1));
    expect(await store.rulings.apartFrom(BEN)).toEqual([ANA]);
  });
}
