import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { runs } from '../depth.js';
import type { SubjectId } from '#contracts';
import type { IdentityStores } from '#ports';
import {
  ANA,
  BEN,
  type BothStores,
  CLEO,
  DAN,
  keysOf,
  merge,
  mergeIfAnonymous,
  strong,
  weak,
} from './material.js';

const CONTESTED = 500;
const RACES = 2_000;
/** Races that run at the same time. */
const AT_ONCE = 100;

async function inWaves(count: number, race: (i: number) => Promise<void>): Promise<void> {
  for (let first = 0; first < count; first += AT_ONCE) {
    const size = Math.min(AT_ONCE, count - first);
    await Promise.all(Array.from({ length: size }, (_, i) => race(first + i)));
  }
}

/** Many gateways and operators at once. */
export function racesContract(stores: BothStores): void {
  it('gives each of thousands of contested identifiers one owner, whom everybody is told', async () => {
    const [store, second] = stores();
    const keys = Array.from({ length: CONTESTED }, (_, i) => `contested-${i}`);
    const owners = new Map<string, Set<SubjectId | undefined>>();
    await inWaves(CONTESTED, async (i) => {
      const key = `contested-${i}`;
      const claims = [ANA, BEN, CLEO, DAN].map((subject, at) =>
        (at % 2 === 0 ? store : second).links.claim(strong(key, subject, at)),
      );
      owners.set(key, new Set((await Promise.all(claims)).map((owner) => owner?.subject)));
    });
    for (const key of keys) expect(owners.get(key)?.size).toBe(1);
    const found = await second.links.lookup(keys);
    expect(found.map((one) => one?.subject)).toEqual(
      keys.map((key) => [...(owners.get(key) ?? [])][0]),
    );
    const listed = await Promise.all([ANA, BEN, CLEO, DAN].map((s) => store.links.of(s)));
    expect(keysOf(listed.flat())).toEqual([...keys].sort());
  });

  it('names whoever got a contested identifier, and not who lost it', async () => {
    const [store, second] = stores();
    await inWaves(CONTESTED, async (i) => {
      const [one, other] = [`one-${i}`, `other-${i}`] as [SubjectId, SubjectId];
      const [won] = await Promise.all([
        store.links.claim(strong(`mail-${i}`, one)),
        second.links.claim(strong(`mail-${i}`, other)),
      ]);
      const named = await Promise.all([store.merges.isNamed(one), second.merges.isNamed(other)]);
      expect(named).toEqual([won?.subject === one, won?.subject === other]);
    });
  });

  it('either claims a strong identifier or merges its subject away, never both and never neither', async () => {
    const [store, second] = stores();
    await inWaves(RACES, async (i) => {
      const subject = `visitor-${i}` as SubjectId;
      const key = `mail-${i}`;
      const [one, other] = i % 4 < 2 ? [store, second] : [second, store];
      const claim = () => one.links.claim(strong(key, subject));
      const away = () => other.merges.merge(mergeIfAnonymous(subject, ANA));
      const [claimed, merged] =
        i % 2 === 0
          ? await Promise.all([claim(), away()])
          : await Promise.all([away(), claim()]).then(([m, c]) => [c, m] as const);
      expect(claimed === undefined).toBe(merged);
      expect(await store.merges.isNamed(subject)).toBe(!merged);
      const [link] = await other.links.lookup([key]);
      expect(link?.subject).toBe(merged ? undefined : subject);
    });
  });

  it('leaves nothing of who is erased while others claim, relink and sight for them', async () => {
    const [store, second] = stores();
    await store.links.claim(weak('shared', DAN));
    await inWaves(CONTESTED, async (i) => {
      const [subject, giver] = [`gone-${i}`, `giver-${i}`] as [SubjectId, SubjectId];
      await store.links.claim(weak(`given-${i}`, giver));
      const changes = [
        () => store.links.claim(strong(`mail-${i}`, subject)),
        () => second.links.relink([`given-${i}`], giver, subject, true),
        () => store.rulings.sight('shared', subject),
        () => second.erasures.erase(subject, 9),
        () => store.rulings.keepApart(subject, DAN),
      ];
      const turn = i % changes.length;
      const turned = [...changes.slice(turn), ...changes.slice(0, turn)];
      await Promise.all(turned.map((each) => each()));
      const [mail, given] = await second.links.lookup([`mail-${i}`, `given-${i}`]);
      expect(mail).toBeUndefined();
      expect([undefined, giver]).toContain(given?.subject);
      expect(await store.merges.isNamed(subject)).toBe(false);
      expect(await store.erasures.erase(subject, 10)).toEqual({ subjects: [subject], links: 0 });
    });
    expect(await second.rulings.sight('shared', DAN)).toEqual([DAN]);
    expect(await second.rulings.apartFrom(DAN)).toEqual([]);
  });

  it('never makes a circle, however many merges are asked for at once', async () => {
    const [store, second] = stores();
    const subjects = fc.constantFrom(...Array.from({ length: 7 }, (_, i) => `s${i}`));
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(subjects, subjects)), async (pairs) => {
        const named = (subject: string): SubjectId => `${subject}-${run}` as SubjectId;
        run++;
        const merged = await Promise.all(
          pairs.map(([from, into], i) =>
            (i % 2 === 0 ? store : second).merges.merge(merge(named(from), named(into), i)),
          ),
        );
        const done = pairs.filter((_, i) => merged[i]);
        // Each subject is merged away at most once, and everyone ends at one that never was.
        const away = new Set(done.map(([from]) => named(from)));
        expect(away.size).toBe(done.length);
        for (const [from, into] of done) {
          const end = await store.merges.follow(named(from));
          expect(await store.merges.follow(named(into))).toBe(end);
          expect(away.has(end)).toBe(false);
        }
      }),
      { numRuns: runs(30) },
    );
  });

  it('stays whole under claims, merges, splits and erasures at once', async () => {
    const [store, second] = stores();
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 10, maxLength: 60 }), async (changes) => {
        const named = (name: string): string => `${name}-${run}`;
        run++;
        await Promise.all(
          changes.map((one, i) => carryOut(i % 2 === 0 ? store : second, one, named, i)),
        );
        await expectWhole(store, SUBJECTS.map(named) as SubjectId[], KEYS.map(named));
      }),
      { numRuns: runs(60) },
    );
  });
}

const SUBJECTS = ['a', 'b', 'c', 'd', 'e'];
const STRONG = ['mail1', 'mail2', 'mail3'];
const KEYS = [...STRONG, 'phone1', 'phone2', 'phone3'];

const subject = fc.constantFrom(...SUBJECTS);
const key = fc.constantFrom(...KEYS);
const change = fc.record({ kind: fc.constantFrom(...often()), key, one: subject, other: subject });

/** What is done, each as often as it is done here. */
function often(): readonly Kind[] {
  const times = { claim: 8, merge: 3, part: 2, relink: 3, block: 1, erase: 1 } as const;
  const kinds = Object.keys(times) as Kind[];
  return kinds.flatMap((kind) => Array.from({ length: times[kind] }, () => kind));
}

type Kind = 'claim' | 'merge' | 'part' | 'relink' | 'block' | 'erase';

interface Change {
  readonly kind: Kind;
  readonly key: string;
  readonly one: string;
  readonly other: string;
}

async function carryOut(
  store: IdentityStores,
  { kind, key, one, other }: Change,
  named: (name: string) => string,
  at: number,
): Promise<unknown> {
  const [from, into] = [named(one), named(other)] as [SubjectId, SubjectId];
  switch (kind) {
    case 'claim':
      return store.links.claim((STRONG.includes(key) ? strong : weak)(named(key), from));
    case 'merge':
      return store.merges.merge(merge(from, into, at));
    case 'part':
      return store.merges.part({ from, into, at }, Uint8Array.of(at));
    case 'relink':
      return store.links.relink([named(key)], from, into, STRONG.includes(key));
    case 'block':
      return store.rulings.setStanding(named(key), 'phone', at % 2 === 0 ? 'blocked' : null);
    case 'erase':
      return store.erasures.erase(from, at + 1);
  }
}

/** What must hold of every store that nobody is writing to. */
async function expectWhole(
  store: IdentityStores,
  subjects: readonly SubjectId[],
  keys: readonly string[],
): Promise<void> {
  const own = new Map<SubjectId, readonly string[]>();
  for (const one of subjects) {
    const end = await store.merges.follow(one);
    expect(await store.merges.follow(end)).toBe(end);
    const family = await store.links.of(end);
    const mine = (await store.links.of(one)).filter((link) => link.subject === one);
    own.set(one, keysOf(mine));
    // What is linked to somebody is found at whom they have become.
    expect(keysOf(family)).toEqual(expect.arrayContaining(keysOf(mine) as string[]));
    const erased = (await store.erasures.erasedAt(one)) !== undefined;
    if (erased) expect([mine, await store.merges.of(one), end]).toEqual([[], [], one]);
    expect((await store.merges.of(end)).map(({ from }) => from)).toEqual(
      expect.arrayContaining(end === one ? [] : [one]),
    );
  }
  // Each identifier has one subject at most, and leads to whom that one has become.
  const links = await store.links.lookup(keys);
  for (const [i, key] of keys.entries()) {
    const owners = subjects.filter((one) => own.get(one)?.includes(key));
    const ends = await Promise.all(owners.map((one) => store.merges.follow(one)));
    const led = links[i]?.subject;
    expect(ends).toEqual(led === undefined ? [] : [led]);
    for (const owner of owners)
      if (STRONG.some((one) => key.startsWith(one)))
        expect(await store.merges.isNamed(owner)).toBe(true);
  }
}
