import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { type SubjectId } from '#contracts';
import { type NormalisedIdentifier } from '#identity';
import { type IdentityStores } from '#ports';
import { runs, stillClock, type StorePlace } from '#testing';
import { openIdentifierHash } from '../resolve/identifier-hash.js';
import { Identifiers } from '../resolve/identifiers.js';
import { resolveSubject } from '../resolve/resolve-subject.js';
import { type Resolving } from '../resolve/resolving.js';
import { given, interactionWith } from './interaction-with.js';

/** How often the same new identifiers are linked by several gateways at once. */
const RACES = runs(400, 5_000);
/** Races under way together. */
const AT_ONCE = 50;

/** Whose each of these is in the end. */
async function owners(
  { store, identifiers }: Resolving,
  asked: readonly NormalisedIdentifier[],
): Promise<Set<unknown>> {
  const keys = asked.map((one) => identifiers.fact({ ...one, verified: false }).key);
  const links = await store.links.lookup(keys);
  return new Set(links.map((link) => link?.subject));
}

/** Every gateway links each of these at once. */
async function race(
  gateways: readonly Resolving[],
  told: readonly (readonly NormalisedIdentifier[])[],
): Promise<SubjectId[]> {
  const answers = told.flatMap((identifiers) =>
    gateways.map((gateway) => resolveSubject(gateway, interactionWith(identifiers))),
  );
  return (await Promise.all(answers)).map(({ subject }) => subject);
}

async function races(times: number, one: (n: number) => Promise<void>): Promise<void> {
  for (let from = 0; from < times; from += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => one(from + i)));
  }
}

/** What holds of linking on all `IdentityStores`, however many gateways link at once. */
export function linkingRaceSuite(place: () => Promise<StorePlace<IdentityStores>>): void {
  jest.setTimeout(900_000);
  let at: StorePlace<IdentityStores>;
  const stores: IdentityStores[] = [];
  let gateways: [Resolving, Resolving];

  beforeAll(async () => {
    at = await place();
    const gateway = async (): Promise<Resolving> => {
      const store = await at.open();
      stores.push(store);
      const hash = await openIdentifierHash(store, 's'.repeat(32));
      return { store, identifiers: new Identifiers(hash, {}), clock: stillClock };
    };
    gateways = [await gateway(), await gateway()];
  });
  afterAll(async () => {
    await Promise.all(stores.map((store) => store.close()));
    await at.remove();
  });

  it('ends in one subject when two gateways link the same new identifiers, time and again', async () => {
    await races(RACES, async (n) => {
      const identifiers = [
        given('cookie', `k${n}`),
        given('email', `e${n}@example.org`, true),
        given('phone', `p${n}`),
      ];
      const subjects = await race(gateways, [identifiers]);
      expect(new Set(subjects).size).toBe(1);
      expect(await owners(gateways[0], identifiers)).toEqual(new Set(subjects));
    });
  });

  it('ends in one subject when each links another part of what belongs together', async () => {
    await races(RACES / 4, async (n) => {
      const [cookie, device, phone] = [
        given('cookie', `c-${n}`),
        given('device', `d-${n}`),
        given('phone', `q-${n}`),
      ];
      await race(gateways, [
        [cookie, device],
        [device, phone],
        [phone, cookie],
      ]);
      const found = await owners(gateways[1], [cookie, device, phone]);
      expect(found.size).toBe(1);
      expect(found).not.toContain(undefined);
    });
  });

  itHoldsForCustomers(() => gateways);
}

/** What holds of people who are known, and of limits. */
function itHoldsForCustomers(open: () => [Resolving, Resolving]): void {
  it('never gives two customer numbers to one subject, however they race for an anonymous visitor’s', async () => {
    const gateways = open();
    await races(RACES / 4, async (n) => {
      const cookie = given('cookie', `kiosk-${n}`);
      const [ana, ben] = [given('customer', `ana-${n}`), given('customer', `ben-${n}`)];
      await race([gateways[0]], [[cookie]]);
      await race(gateways, [
        [cookie, ana],
        [cookie, ben],
      ]);
      expect((await owners(gateways[0], [ana, ben])).size).toBe(2);
    });
  });

  it('never merges two customers by way of visitors, who become one and log in at once', async () => {
    const gateways = open();
    await races(RACES / 4, async (n) => {
      const [cookie, device] = [given('cookie', `v-${n}`), given('device', `w-${n}`)];
      const [ana, ben] = [
        given('customer', `anna-${n}`),
        given('email', `ben-${n}@b.example`, true),
      ];
      await race([gateways[0]], [[cookie], [device], [ben]]);
      await race(gateways, [
        [cookie, device],
        [cookie, ana],
        [device, ben],
      ]);
      const { store, identifiers } = gateways[1];
      const links = await store.links.lookup([ana, ben].map((one) => identifiers.fact(one).key));
      const subjects = links.map((link) => link?.subject);
      expect(subjects).not.toContain(undefined);
      expect(new Set(subjects).size).toBe(2);
    });
  });

  it('goes over a limit by no more than there are gateways', async () => {
    const LIMIT = 3;
    const gateways = open();
    const limited = gateways.map(({ identifiers: { hash }, ...rest }) => {
      const limits = { schemes: { phone: { values: LIMIT } }, merges: 10 };
      return { ...rest, identifiers: new Identifiers(hash, { limits }) };
    });
    await races(AT_ONCE, async (n) => {
      const ana = given('customer', `full-${n}`);
      await race(limited.slice(0, 1), [[ana]]);
      for (let phone = 0; phone < 2 * LIMIT; phone++) {
        await Promise.all(
          limited.map((gateway, i) =>
            resolveSubject(gateway, interactionWith([ana, given('phone', `${n}-${phone}-${i}`)])),
          ),
        );
      }
      const { subject } = await resolveSubject(gateways[0], interactionWith([ana]));
      const links = await gateways[0].store.links.of(subject);
      const phones = links.filter(({ scheme }) => scheme === 'phone').length;
      expect(phones).toBeGreaterThanOrEqual(LIMIT);
      expect(phones).toBeLessThanOrEqual(LIMIT + gateways.length);
    });
  });
}
