import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import type { SubjectId } from '#contracts';
import type { IdentifierLink, IdentityStore } from '#ports';
import type { StorePlace } from './journey-store-contract.js';

const [ANA, BEN, CLEO, DAN] = ['ana', 'ben', 'cleo', 'dan'] as SubjectId[] as [
  SubjectId,
  SubjectId,
  SubjectId,
  SubjectId,
];

const link = (key: string, subject: SubjectId, linkedAt = 1_000): IdentifierLink => ({
  key,
  scheme: 'phone',
  subject,
  linkedAt,
});

/** What every `IdentityStore` does. `place` makes a new, empty one. */
export function identityStoreContract(place: () => Promise<StorePlace<IdentityStore>>): void {
  jest.setTimeout(30_000); // a busy machine is not a wrong store
  let at: StorePlace<IdentityStore>;
  let store: IdentityStore;
  let second: IdentityStore;

  beforeEach(async () => {
    at = await place();
    store = await at.open();
    second = await at.open();
  });
  afterEach(async () => {
    await store.close();
    await second.close();
    await at.remove();
  });

  describe('an identifier', () => {
    it('belongs to nobody until it is claimed', async () => {
      expect(await store.lookup(['k1', 'k2'])).toEqual([undefined, undefined]);
      expect(await store.lookup([])).toEqual([]);
    });

    it('belongs to whoever claims it first, for ever', async () => {
      expect(await store.claim(link('k1', ANA, 5))).toEqual(link('k1', ANA, 5));
      expect(await store.claim(link('k1', BEN, 6))).toEqual(link('k1', ANA, 5));
      expect(await store.claim(link('k1', ANA, 7))).toEqual(link('k1', ANA, 5));
      expect(await second.lookup(['k2', 'k1'])).toEqual([undefined, link('k1', ANA, 5)]);
    });

    it('is told to the subject that lost it nowhere', async () => {
      await store.claim(link('k1', ANA));
      await store.claim(link('k1', BEN));
      expect(await store.identifiers(BEN)).toEqual([]);
      expect(await store.identifiers(ANA)).toEqual([link('k1', ANA)]);
    });

    it('may be any text', async () => {
      const keys = ['a:b', '{s17}', 'ümlaut', '"quoted"', 'x'.repeat(200)];
      for (const key of keys) await store.claim(link(key, ANA));
      expect(await store.lookup(keys)).toEqual(keys.map((key) => link(key, ANA)));
      const found = await store.identifiers(ANA);
      expect(new Set(found.map((one) => one.key))).toEqual(new Set(keys));
    });
  });

  describe('a merge', () => {
    it('makes every identifier of one subject lead to the other, through all merges after', async () => {
      await store.claim(link('k1', ANA));
      expect(await store.merge({ from: ANA, into: BEN, at: 7 })).toBe(true);
      expect(await store.merge({ from: BEN, into: CLEO, at: 7 })).toBe(true);
      expect(await second.follow(ANA)).toBe(CLEO);
      expect(await second.lookup(['k1'])).toEqual([link('k1', CLEO)]);
      expect(await second.claim(link('k1', DAN))).toEqual(link('k1', CLEO));
      expect(await second.follow(DAN)).toBe(DAN);
    });

    it('keeps which subject each identifier was linked to', async () => {
      await store.claim(link('k1', ANA));
      await store.claim(link('k2', BEN));
      await store.claim(link('k3', CLEO));
      await store.merge({ from: ANA, into: BEN, at: 7 });
      await store.merge({ from: BEN, into: CLEO, at: 7 });
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

    it('is noted as untold, with its time, until it is told', async () => {
      await store.merge({ from: ANA, into: BEN, at: 5 });
      await second.merge({ from: CLEO, into: BEN, at: 6 });
      await store.merge({ from: CLEO, into: ANA, at: 8 });
      const both = await second.untold(10);
      expect(both).toHaveLength(2);
      expect(both).toContainEqual({ from: ANA, into: BEN, at: 5 });
      expect(both).toContainEqual({ from: CLEO, into: BEN, at: 6 });
      expect(await store.untold(1)).toHaveLength(1);
      await second.told(ANA);
      await second.told(ANA);
      await second.told(DAN);
      expect(await store.untold(10)).toEqual([{ from: CLEO, into: BEN, at: 6 }]);
      expect(await store.follow(ANA)).toBe(BEN);
    });

    it('is refused for a subject that is merged already, and where it would make a circle', async () => {
      expect(await store.merge({ from: ANA, into: ANA, at: 7 })).toBe(false);
      expect(await store.merge({ from: ANA, into: BEN, at: 7 })).toBe(true);
      expect(await store.merge({ from: ANA, into: CLEO, at: 7 })).toBe(false);
      expect(await store.merge({ from: BEN, into: ANA, at: 7 })).toBe(false);
      expect(await store.merge({ from: BEN, into: CLEO, at: 7 })).toBe(true);
      expect(await store.merge({ from: CLEO, into: ANA, at: 7 })).toBe(false);
      expect(await store.follow(ANA)).toBe(CLEO);
    });

    it('never makes a circle, however many are asked for at once', async () => {
      const subjects = fc.constantFrom(...Array.from({ length: 7 }, (_, i) => `s${i}`));
      let run = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(fc.tuple(subjects, subjects)), async (pairs) => {
          const named = (subject: string): SubjectId => `${subject}-${run}` as SubjectId;
          run++;
          const merged = await Promise.all(
            pairs.map(([from, into], i) =>
              (i % 2 === 0 ? store : second).merge({ from: named(from), into: named(into), at: i }),
            ),
          );
          const done = pairs.filter((_, i) => merged[i]);
          // Each subject is merged away at most once, and everyone ends at one that never was.
          const away = new Set(done.map(([from]) => named(from)));
          expect(away.size).toBe(done.length);
          for (const [from, into] of done) {
            const end = await store.follow(named(from));
            expect(await store.follow(named(into))).toBe(end);
            expect(away.has(end)).toBe(false);
          }
        }),
        { numRuns: 30 },
      );
    });
  });

  it('gives each of thousands of contested identifiers one owner, whom everybody is told', async () => {
    const keys = Array.from({ length: 500 }, (_, i) => `contested-${i}`);
    const claims = keys.flatMap((key) =>
      [ANA, BEN, CLEO, DAN].map((subject, i) => ({
        key,
        answer: (i % 2 === 0 ? store : second).claim(link(key, subject, i)),
      })),
    );
    const owners = new Map<string, Set<SubjectId>>();
    for (const { key, answer } of claims) {
      const owner = (await answer).subject;
      owners.set(key, (owners.get(key) ?? new Set()).add(owner));
    }
    for (const key of keys) expect(owners.get(key)?.size).toBe(1);
    const found = await second.lookup(keys);
    expect(found.map((one) => one?.subject)).toEqual(
      keys.map((key) => [...(owners.get(key) ?? [])][0]),
    );
    const listed = await Promise.all([ANA, BEN, CLEO, DAN].map((s) => store.identifiers(s)));
    expect(listed.flat()).toHaveLength(keys.length);
  });

  it('keeps the first secret proposed', async () => {
    const proposals = Array.from({ length: 8 }, (_, i) => Uint8Array.of(i, 0, 255, 13, 10));
    const answers = await Promise.all(
      proposals.map((proposal, i) => (i % 2 === 0 ? store : second).secret(proposal)),
    );
    const first = [...(answers[0] ?? [])];
    expect(first).toHaveLength(5);
    for (const answer of answers) expect([...answer]).toEqual(first);
    expect([...(await second.secret(Uint8Array.of(9)))]).toEqual(first);
  });

  it('is closed once and for all, and keeps what was claimed', async () => {
    await store.claim(link('k1', ANA));
    await store.close();
    await store.close();
    await expect(store.lookup(['k1'])).rejects.toMatchObject({ code: 'CLOSED' });
    await expect(store.merge({ from: ANA, into: BEN, at: 7 })).rejects.toMatchObject({
      code: 'CLOSED',
    });
    store = await at.open();
    expect(await store.lookup(['k1'])).toEqual([link('k1', ANA)]);
  });
}
