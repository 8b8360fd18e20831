import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SubjectId } from '#contracts';
import { connect, type Connection } from '../connection/connection.js';
import type { IdentityPorts } from './identity-stores.js';
import { STEPS, type SteppedIdentities, steppedIdentities } from './testing/identity-steps.js';

const url = process.env['TEST_REDIS_URL'];
const [ANA, BEN, CLEO] = ['ana', 'ben', 'cleo'] as SubjectId[] as [SubjectId, SubjectId, SubjectId];

const strong = (key: string, subject: SubjectId) => ({
  key,
  scheme: 'mail',
  subject,
  linkedAt: 5,
  strong: true,
});

(url === undefined ? describe.skip : describe)(
  'who is overtaken between two steps on Redis',
  () => {
    let connection: Connection;
    beforeEach(async () => {
      connection = await connect({ url: url ?? '' });
    });
    afterEach(() => connection.close());

    /** Does something, and something else in between: before its first round trip, its second, and so on, and after its last. */
    async function overtakenAnywhere<Done, Overtaken>(story: {
      readonly given?: (store: IdentityPorts) => Promise<unknown>;
      readonly when: (store: IdentityPorts) => Promise<Done>;
      readonly meanwhile: (store: IdentityPorts) => Promise<Overtaken>;
      readonly then: (
        stepped: SteppedIdentities,
        done: Done,
        overtaken: Overtaken,
      ) => Promise<void>;
    }): Promise<void> {
      for (let steps = 0; steps < STEPS; steps++) {
        const stepped = steppedIdentities(connection);
        await story.given?.(stepped.store);
        const meanwhile: Overtaken[] = [];
        const overtake = async () => meanwhile.push(await story.meanwhile(stepped.store));
        const done = await story.when(stepped.after(steps, overtake));
        const overtook = meanwhile.length > 0;
        if (!overtook) await overtake();
        for (const overtaken of meanwhile) await story.then(stepped, done, overtaken);
        if (!overtook) return;
      }
      throw new Error(`it took more than ${STEPS} round trips`);
    }

    it('claims a strong identifier, or its subject is merged away by itself', async () => {
      await overtakenAnywhere({
        when: (store) => store.links.claim(strong('m1', ANA)),
        meanwhile: (store) =>
          store.merges.merge({ from: ANA, into: BEN, at: 7, ifAnonymous: true }),
        then: async ({ store }, claimed, merged) => {
          expect(claimed === undefined).toBe(merged);
          expect((await store.links.lookup(['m1']))[0]?.subject).toBe(merged ? undefined : ANA);
        },
      });
    });

    it('claims an identifier whose owner is erased, or learns that it is another’s', async () => {
      await overtakenAnywhere({
        given: (store) => store.links.claim(strong('m1', BEN)),
        when: (store) => store.links.claim(strong('m1', ANA)),
        meanwhile: (store) => store.erasures.erase(BEN, 7),
        then: async ({ store, traces }, claimed) => {
          const [found] = await store.links.lookup(['m1']);
          expect(found?.subject).toBe(claimed?.subject === ANA ? ANA : undefined);
          expect(await store.merges.isNamed(ANA)).toBe(found !== undefined);
          expect(await traces([BEN])).toEqual([]);
        },
      });
    });

    it('keeps nothing of a claim for a subject that is erased', async () => {
      await overtakenAnywhere({
        when: (store) => store.links.claim(strong('m1', ANA)),
        meanwhile: (store) => store.erasures.erase(ANA, 7),
        then: async ({ traces }) => expect(await traces([ANA])).toEqual([]),
      });
    });

    it('keeps what is said of a value that is claimed at the same moment', async () => {
      await overtakenAnywhere({
        when: (store) => store.links.claim(strong('m1', ANA)),
        meanwhile: (store) => store.rulings.setStanding('m1', 'mail', 'blocked'),
        then: async ({ store }) => {
          expect(await store.links.lookup(['m1'])).toMatchObject([
            { subject: ANA, standing: 'blocked' },
          ]);
        },
      });
    });

    it('keeps nothing of a relinking to a subject that is erased', async () => {
      await overtakenAnywhere({
        given: (store) => store.links.claim(strong('m1', BEN)),
        when: (store) => store.links.relink(['m1'], BEN, ANA, true),
        meanwhile: (store) => store.erasures.erase(ANA, 7),
        then: async ({ store, traces }) => {
          expect(await traces([ANA])).toEqual([]);
          const [found] = await store.links.lookup(['m1']);
          expect([undefined, BEN]).toContain(found?.subject);
          expect(await store.merges.isNamed(BEN)).toBe(found !== undefined);
        },
      });
    });

    it('relinks to one of two subjects that are given the same identifier', async () => {
      await overtakenAnywhere({
        given: (store) => store.links.claim(strong('m1', ANA)),
        when: (store) => store.links.relink(['m1'], ANA, BEN, true),
        meanwhile: (store) => store.links.relink(['m1'], ANA, CLEO, true),
        then: async ({ store }, first, second) => {
          expect([...first, ...second]).toEqual(['m1']);
          const owner = first.length > 0 ? BEN : CLEO;
          expect(await store.links.lookup(['m1'])).toMatchObject([{ subject: owner }]);
          const named = await Promise.all([ANA, BEN, CLEO].map((one) => store.merges.isNamed(one)));
          expect(named).toEqual([false, owner === BEN, owner === CLEO]);
        },
      });
    });

    it('names whoever is given an identifier while they lose a claim of it', async () => {
      await overtakenAnywhere({
        given: (store) => store.links.claim(strong('m1', BEN)),
        when: (store) => store.links.claim(strong('m1', ANA)),
        meanwhile: (store) => store.links.relink(['m1'], BEN, ANA, true),
        then: ({ store }) => isNamedByWhatIsTheirs(store),
      });
      await overtakenAnywhere({
        given: (store) => store.links.claim(strong('m1', BEN)),
        when: (store) => store.links.relink(['m1'], BEN, ANA, true),
        meanwhile: (store) => store.links.claim(strong('m1', ANA)),
        then: ({ store }) => isNamedByWhatIsTheirs(store),
      });
    });

    it('names nobody by an identifier that goes on while it is claimed', async () => {
      await overtakenAnywhere({
        when: (store) => store.links.claim(strong('m1', ANA)),
        meanwhile: (store) => store.links.relink(['m1'], ANA, BEN, true),
        then: ({ store }) => isNamedByWhatIsTheirs(store),
      });
    });

    it('names whoever has an identifier at last that goes to and fro', async () => {
      await overtakenAnywhere({
        given: (store) => store.links.claim(strong('m1', ANA)),
        when: (store) => store.links.relink(['m1'], ANA, BEN, true),
        meanwhile: (store) => store.links.relink(['m1'], BEN, ANA, true),
        then: ({ store }) => isNamedByWhatIsTheirs(store),
      });
    });

    async function isNamedByWhatIsTheirs({ links, merges }: IdentityPorts): Promise<void> {
      const [found] = await links.lookup(['m1']);
      expect(found).toBeDefined();
      for (const one of [ANA, BEN, CLEO])
        expect(await merges.isNamed(one)).toBe(one === found?.subject);
    }

    it('keeps no sighting of a subject that is erased', async () => {
      await overtakenAnywhere({
        when: (store) => store.rulings.sight('m1', ANA),
        meanwhile: (store) => store.erasures.erase(ANA, 7),
        then: async ({ traces }) => expect(await traces([ANA])).toEqual([]),
      });
    });

    it('erases whole who is merged into another or takes another in meanwhile', async () => {
      const given = async (store: IdentityPorts): Promise<void> => {
        await store.links.claim(strong('m1', ANA));
        await store.links.claim(strong('m2', BEN));
      };
      await overtakenAnywhere({
        given,
        when: (store) => store.erasures.erase(ANA, 7),
        meanwhile: (store) =>
          store.merges.merge({ from: BEN, into: ANA, at: 7, ifAnonymous: false }),
        then: async ({ store }, { subjects, links }, merged) => {
          expect([subjects.includes(BEN), links]).toEqual([merged, merged ? 2 : 1]);
          const [, found] = await store.links.lookup(['m1', 'm2']);
          expect(found?.subject).toBe(merged ? undefined : BEN);
        },
      });
    });
  },
);
