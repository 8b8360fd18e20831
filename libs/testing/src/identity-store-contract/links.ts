import { expect, it } from '@jest/globals';
import { ANA, BEN, type BothStores, link, merge, strong, unvouched, weak } from './material.js';

/** Whose an identifier is. */
export function linksContract(stores: BothStores): void {
  it('belongs to nobody until it is claimed', async () => {
    const [store] = stores();
    expect(await store.lookup(['k1', 'k2'])).toEqual([undefined, undefined]);
    expect(await store.lookup([])).toEqual([]);
  });

  it('belongs to whoever claims it first, for ever', async () => {
    const [store, second] = stores();
    expect(await store.claim(weak('k1', ANA, 5))).toEqual(link('k1', ANA, 5));
    expect(await store.claim(weak('k1', BEN, 6))).toEqual(link('k1', ANA, 5));
    expect(await store.claim(weak('k1', ANA, 7))).toEqual(link('k1', ANA, 5));
    expect(await store.claim(strong('k1', BEN, 8))).toEqual(link('k1', ANA, 5));
    expect(await second.lookup(['k2', 'k1'])).toEqual([undefined, link('k1', ANA, 5)]);
  });

  it('is told to the subject that lost it nowhere', async () => {
    const [store] = stores();
    await store.claim(weak('k1', ANA));
    await store.claim(strong('k1', BEN));
    expect(await store.identifiers(BEN)).toEqual([]);
    expect(await store.isNamed(BEN)).toBe(false);
    expect(await store.identifiers(ANA)).toEqual([link('k1', ANA)]);
  });

  it('is not claimed for a subject that has become another one', async () => {
    const [store, second] = stores();
    await store.claim(weak('k1', ANA));
    await store.merge(merge(ANA, BEN));
    expect(await second.claim(weak('k2', ANA))).toBeUndefined();
    expect(await second.claim(strong('k3', ANA))).toBeUndefined();
    expect(await store.lookup(['k2', 'k3'])).toEqual([undefined, undefined]);
    expect(await store.identifiers(BEN)).toEqual([link('k1', ANA)]);
    expect(await second.claim(weak('k1', ANA))).toEqual(link('k1', BEN));
  });

  it('is unvouched until it is vouched for', async () => {
    const [store, second] = stores();
    const shown = { ...link('k1', ANA), unvouched: true };
    expect(await store.claim(unvouched('k1', ANA))).toEqual(shown);
    expect(await second.lookup(['k1'])).toEqual([shown]);
    expect(await second.identifiers(ANA)).toEqual([shown]);
    await second.vouch('k1');
    await second.vouch('k1');
    await second.vouch('k2');
    expect(await store.lookup(['k1', 'k2'])).toEqual([link('k1', ANA), undefined]);
  });

  it('may be any text', async () => {
    const [store] = stores();
    const keys = ['a:b', '{s17}', 'ümlaut', '"quoted"', 'two words', 'x'.repeat(200)];
    for (const key of keys) await store.claim(strong(key, ANA));
    expect(await store.lookup(keys)).toEqual(keys.map((key) => link(key, ANA)));
    const found = await store.identifiers(ANA);
    expect(new Set(found.map((one) => one.key))).toEqual(new Set(keys));
  });
}
