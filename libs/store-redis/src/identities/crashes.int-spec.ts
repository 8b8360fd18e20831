import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SubjectId } from '#contracts';
import { conflictId, ThroughlineError } from '#ports';
import { connect, type Connection } from '../connection/connection.js';
import type { IdentityPorts } from './identity-stores.js';
import { STEPS, steppedIdentities } from './testing/identity-steps.js';

const url = process.env['TEST_REDIS_URL'];
const [ANA, BEN, CLEO, DAN] = ['ana', 'ben', 'cleo', 'dan'] as SubjectId[] as [
  SubjectId,
  SubjectId,
  SubjectId,
  SubjectId,
];
(url === undefined ? describe.skip : describe)('who dies between two steps on Redis', () => {
  let connection: Connection;
  let whole: IdentityPorts;
  let traces: (subjects: readonly SubjectId[]) => Promise<readonly string[]>;

  /** Does it with a process that dies after 0, 1, 2 … steps; then, whether it died or not, checks. */
  const dyingAnywhere = async (
    prepare: () => Promise<void>,
    act: (store: IdentityPorts) => Promise<unknown>,
    check: (died: boolean) => Promise<void>,
  ): Promise<void> => {
    let finished = 0;
    for (let steps = 0; steps < STEPS; steps++) {
      const stepped = steppedIdentities(connection);
      whole = stepped.store;
      traces = stepped.traces;
      await prepare();
      const dying = stepped.after(steps, async () => {
        throw new ThroughlineError('UNAVAILABLE', 'this process is dead');
      });
      const died = await act(dying).then(
        () => false,
        () => true,
      );
      await check(died);
      if (!died) finished++;
    }
    expect(finished).toBeGreaterThan(0);
    expect(finished).toBeLessThan(STEPS);
  };

  beforeEach(async () => {
    connection = await connect({ url: url ?? '' });
  });
  afterEach(() => connection.close());

  const link = { scheme: 'phone', linkedAt: 5, strong: true };
  const merge = { at: 7, ifAnonymous: false };
  const twoPeople = async (): Promise<void> => {
    await whole.links.claim({ ...link, key: 'k1', subject: ANA });
    await whole.links.claim({ ...link, key: 'k2', subject: BEN });
    await whole.links.claim({ ...link, key: 'k3', subject: CLEO });
    await whole.links.claim({ ...link, key: 'k4', subject: DAN });
    await whole.rulings.setStanding('k3', 'phone', 'blocked');
    await whole.merges.merge({ from: ANA, into: BEN, ...merge });
    await whole.merges.merge({ from: CLEO, into: ANA, ...merge });
    await whole.untold.told(ANA);
    await whole.untold.told(CLEO);
    await whole.rulings.sight('k1', CLEO);
    await whole.rulings.sight('k1', DAN);
    await whole.rulings.keepApart(CLEO, DAN);
    await whole.conflicts.note([BEN, DAN], {
      identifiers: [{ key: 'k1', scheme: 'phone', subject: ANA }],
      source: 'web',
      interactionId: 'i1',
      channel: 'web',
      at: 5,
    });
  };

  it('leaves an erasure that is carried through when it is asked for again', async () => {
    await dyingAnywhere(
      twoPeople,
      (store) => store.erasures.erase(BEN, 77),
      async () => {
        const { subjects } = await whole.erasures.erase(BEN, 78);
        expect([...subjects].sort()).toEqual([ANA, BEN, CLEO]);
        expect(await whole.links.lookup(['k1', 'k2', 'k3'])).toEqual([
          undefined,
          undefined,
          undefined,
        ]);
        expect(await whole.rulings.standings(['k3'])).toEqual(['blocked']);
        expect(await whole.conflicts.find(conflictId(BEN, DAN))).toBeUndefined();
        expect(await traces([ANA, BEN, CLEO])).toEqual([]);
        expect((await whole.links.of(DAN)).map(({ key }) => key)).toEqual(['k4']);
      },
    );
  });

  it('leaves nobody led to an erased subject, however far the erasure came', async () => {
    await dyingAnywhere(
      twoPeople,
      (store) => store.erasures.erase(BEN, 77),
      async () => {
        if ((await whole.erasures.erasedAt(BEN)) === undefined) return;
        expect(await whole.links.lookup(['k1', 'k2', 'k3'])).toEqual([
          undefined,
          undefined,
          undefined,
        ]);
        const taken = await whole.links.claim({ ...link, key: 'k1', subject: DAN });
        expect(taken).toMatchObject({ subject: DAN });
      },
    );
  });

  it('leaves an identifier claimed or free, and claimable', async () => {
    await dyingAnywhere(
      async () => undefined,
      (store) => store.links.claim({ ...link, key: 'k1', subject: ANA }),
      async (died) => {
        const [found] = await whole.links.lookup(['k1']);
        expect(await whole.links.of(ANA)).toEqual(found === undefined ? [] : [found]);
        // Whoever is named by it is not merged away by itself.
        const away = await whole.merges.merge({ from: ANA, into: BEN, at: 7, ifAnonymous: true });
        if (found !== undefined || !died) expect(away).toBe(false);
        const owner = away ? BEN : ANA;
        const claimed = await whole.links.claim({ ...link, key: 'k1', subject: owner });
        expect(claimed).toMatchObject({ subject: owner });
      },
    );
  });

  it('leaves identifiers with one subject or the other, which is then known as named', async () => {
    await dyingAnywhere(
      async () => {
        await whole.links.claim({ ...link, key: 'k1', subject: ANA });
        await whole.links.claim({ ...link, key: 'k2', subject: ANA });
      },
      (store) => store.links.relink(['k1', 'k2'], ANA, BEN, true),
      async (died) => {
        const found = await whole.links.lookup(['k1', 'k2']);
        for (const one of found) {
          expect([ANA, BEN]).toContain(one?.subject);
          if (one !== undefined) expect(await whole.merges.isNamed(one.subject)).toBe(true);
        }
        const [ofAna, ofBen] = [await whole.links.of(ANA), await whole.links.of(BEN)];
        expect([...ofAna, ...ofBen].map(({ key }) => key).sort()).toEqual(['k1', 'k2']);
        if (!died) expect(ofBen).toHaveLength(2);
        await whole.links.relink(['k1', 'k2'], ANA, BEN, true);
        expect(await whole.links.of(BEN)).toHaveLength(2);
      },
    );
  });

  it('leaves no sighting that an erasure would not find', async () => {
    await dyingAnywhere(
      async () => undefined,
      (store) => store.rulings.sight('k1', ANA),
      async () => {
        await whole.erasures.erase(ANA, 77);
        expect(await whole.rulings.sight('k1', BEN)).toEqual([BEN]);
        expect(await traces([ANA])).toEqual([]);
      },
    );
  });
});
