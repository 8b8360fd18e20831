import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type SubjectId } from '#contracts';
import { type NormalisedIdentifier } from '#identity';
import { type IdentityStores } from '#ports';
import { openEmbeddedIdentityStores } from '#store-embedded';
import { runs, stillClock } from '#testing';
import { openIdentifierHash } from './identifier-hash.js';
import { Identifiers } from './identifiers.js';
import { resolveSubject } from './resolve-subject.js';
import { type Resolving } from './resolving.js';
import { interactionWith } from '../testing/interaction-with.js';

const scheme = fc.constantFrom('cookie', 'device', 'phone', 'email', 'call');
const weak = fc.uniqueArray(fc.tuple(scheme, fc.integer({ min: 0, max: 3 })), {
  minLength: 1,
  maxLength: 5,
  selector: ([name, value]) => `${name}${value}`,
});

describe('resolving subjects', () => {
  let directory: string;
  let store: IdentityStores;
  let resolving: Resolving;
  let world = 0;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'resolve-'));
    store = await openEmbeddedIdentityStores({ directory });
    const hash = await openIdentifierHash(store, undefined);
    resolving = {
      store: jittery(store),
      identifiers: new Identifiers(hash, {}),
      clock: stillClock,
    };
  });
  afterAll(async () => {
    await store.close();
    await rm(directory, { recursive: true });
  });

  /** Identifiers that no other run of the property has. */
  function inWorld(pairs: readonly (readonly [string, number])[]): NormalisedIdentifier[] {
    return pairs.map(([name, value]) => ({
      scheme: name,
      value: `w${world}-${value}`,
      verified: false,
      links: true,
    }));
  }

  it('ends in one subject for all that is connected, however many gateways link at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(weak, { minLength: 2, maxLength: 6 }), async (interactions) => {
        world++;
        const sent = interactions.map(inWorld);
        await Promise.all(
          sent.map((identifiers) => resolveSubject(resolving, interactionWith(identifiers))),
        );
        const owner = await Promise.all(
          sent.map(async (identifiers) => {
            const keys = identifiers.map((one) => resolving.identifiers.fact(one).key);
            const links = await store.links.lookup(keys);
            return [...new Set(links.map((link) => link?.subject))];
          }),
        );
        for (const subjects of owner) {
          expect(subjects).toHaveLength(1);
          expect(subjects[0]).toBeDefined();
        }
      }),
      { numRuns: runs(60) },
    );
  });

  it('gives the same answer when asked again', async () => {
    await fc.assert(
      fc.asyncProperty(weak, async (pairs) => {
        world++;
        const identifiers = inWorld(pairs);
        const { subject } = await resolveSubject(resolving, interactionWith(identifiers));
        for (const one of identifiers) {
          expect((await resolveSubject(resolving, interactionWith([one]))).subject).toBe(subject);
        }
      }),
      { numRuns: runs(40) },
    );
  });

  it('never makes one of two customers, nor of two who are kept apart, whatever comes in whatever order', async () => {
    const any = fc.uniqueArray(
      fc.tuple(
        fc.constantFrom('customer', 'email:verified', 'cookie', 'device', 'phone', 'call'),
        fc.integer({ min: 0, max: 2 }),
      ),
      { minLength: 1, maxLength: 4, selector: ([name, value]) => `${name}${value}` },
    );
    const step = fc.record({
      brings: any,
      unvouched: fc.boolean(),
      /** Of the subjects seen: the two that an operator keeps apart before it. */
      apart: fc.option(fc.tuple(fc.nat(), fc.nat()), { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 12 }), async (steps) => {
        world++;
        const seen: SubjectId[] = [];
        const apart: (readonly [SubjectId, SubjectId])[] = [];
        for (const { brings, unvouched, apart: two } of steps) {
          const [one, other] = (two ?? []).map((at) => seen[at % seen.length]);
          if (one !== undefined && other !== undefined) {
            if ((await store.merges.follow(one)) !== (await store.merges.follow(other))) {
              await store.rulings.keepApart(one, other);
              apart.push([one, other]);
            }
          }
          const identifiers = brings.map(([name, value]): NormalisedIdentifier => {
            const [plain = '', verified] = name.split(':');
            const scope = `w${world}-${value}`;
            return { scheme: plain, value: scope, verified: verified !== undefined, links: true };
          });
          const more = unvouched ? { unvouched } : {};
          seen.push((await resolveSubject(resolving, interactionWith(identifiers, more))).subject);
        }
        const customers = inWorld([0, 1, 2].map((value) => ['customer', value] as const));
        const keys = customers.map((one) => resolving.identifiers.fact(one).key);
        const owners = (await store.links.lookup(keys)).flatMap((link) => link?.subject ?? []);
        expect(new Set(owners).size).toBe(owners.length);
        for (const [one, other] of apart) {
          expect(await store.merges.follow(one)).not.toBe(await store.merges.follow(other));
        }
      }),
      { numRuns: runs(80) },
    );
  });

  it('keeps two customers apart who share a device, and says so', async () => {
    world++;
    const device = inWorld([['device', 1]]);
    const customer = (value: number) => inWorld([['customer', value]]);
    const first = await resolveSubject(resolving, interactionWith([...customer(1), ...device]));
    const second = await resolveSubject(resolving, interactionWith([...customer(2), ...device]));
    expect(second.subject).not.toBe(first.subject);
    expect(second.news).toContainEqual(
      expect.objectContaining({ kind: 'conflict', subject: second.subject, other: first.subject }),
    );
    const again = await resolveSubject(resolving, interactionWith([...customer(2), ...device]));
    expect(again.subject).toBe(second.subject);
  });
});

/** Lets other calls go between a gateway's own, as a network does. */
function jittery(store: IdentityStores): IdentityStores {
  let turn = 0;
  const pause = async (): Promise<void> => {
    for (let i = turn++ % 3; i >= 0; i--) await new Promise((resume) => setImmediate(resume));
  };
  return {
    ...store,
    links: {
      ...store.links,
      lookup: (keys) => pause().then(() => store.links.lookup(keys)),
      claim: (link) => pause().then(() => store.links.claim(link)),
    },
    merges: {
      ...store.merges,
      merge: (merge) => pause().then(() => store.merges.merge(merge)),
    },
  };
}
