import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { type SubjectId } from '#contracts';
import { type NormalisedIdentifier } from '#identity';
import { type IdentityStore } from '#ports';
import { stillClock, type StorePlace } from '#testing';
import { openIdentifierHash } from '../identifier-hash.js';
import { Identifiers } from '../identifiers.js';
import { resolveSubject, type Resolving } from '../resolve-subject.js';

/** How often the same new identifiers are linked by several gateways at once. */
const RACES = 2_000;
/** Races under way together. */
const AT_ONCE = 50;

/** What holds of linking on every `IdentityStore`, however many gateways link at once. */
export function linkingRaceSuite(place: () => Promise<StorePlace<IdentityStore>>): void {
  jest.setTimeout(300_000);
  let at: StorePlace<IdentityStore>;
  let stores: IdentityStore[];
  let gateways: Resolving[];

  beforeAll(async () => {
    at = await place();
    stores = [await at.open(), await at.open()];
    gateways = await Promise.all(
      stores.map(async (store) => ({
        store,
        identifiers: new Identifiers(await openIdentifierHash(store, 's'.repeat(32)), {}),
        clock: stillClock,
      })),
    );
  });
  afterAll(async () => {
    await Promise.all(stores.map((store) => store.close()));
    await at.remove();
  });

  const given = (scheme: string, value: string, verified = false): NormalisedIdentifier => ({
    scheme,
    value,
    verified,
    links: true,
  });

  /** Whose each of these is in the end. */
  async function owners(identifiers: readonly NormalisedIdentifier[]): Promise<Set<unknown>> {
    const [gateway] = gateways;
    if (gateway === undefined) return new Set();
    const keys = identifiers.map(
      (one) => gateway.identifiers.fact({ ...one, verified: false }).key,
    );
    const links = await gateway.store.lookup(keys);
    return new Set(links.map((link) => link?.subject));
  }

  async function race(told: readonly (readonly NormalisedIdentifier[])[]): Promise<SubjectId[]> {
    const answers = told.flatMap((identifiers) =>
      gateways.map((gateway) => resolveSubject(gateway, identifiers)),
    );
    return (await Promise.all(answers)).map(({ subject }) => subject);
  }

  async function races(one: (n: number) => Promise<void>): Promise<void> {
    for (let from = 0; from < RACES; from += AT_ONCE) {
      await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => one(from + i)));
    }
  }

  it('ends in one subject when two gateways link the same new identifiers, thousands of times', async () => {
    await races(async (n) => {
      const identifiers = [
        given('cookie', `k${n}`),
        given('email', `e${n}@example.org`, true),
        given('phone', `p${n}`),
      ];
      const subjects = await race([identifiers]);
      expect(new Set(subjects).size).toBe(1);
      expect(await owners(identifiers)).toEqual(new Set(subjects));
    });
  });

  it('ends in one subject when each links another part of what belongs together', async () => {
    await races(async (n) => {
      const [cookie, device, phone] = [
        given('cookie', `c-${n}`),
        given('device', `d-${n}`),
        given('phone', `q-${n}`),
      ];
      await race([
        [cookie, device],
        [device, phone],
        [phone, cookie],
      ]);
      const found = await owners([cookie, device, phone]);
      expect(found.size).toBe(1);
      expect(found).not.toContain(undefined);
    });
  });
}
