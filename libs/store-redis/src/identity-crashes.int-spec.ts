import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SubjectId } from '#contracts';
import {
  conflictId,
  type IdentityLinks,
  type IdentityRepair,
  type IdentityRulings,
  ThroughlineError,
} from '#ports';
import { connect, type Connection } from './connection.js';
import { type IdentityKeys, identityKeys } from './identity-keys.js';
import { redisLinks } from './identity-links.js';
import { redisRepair } from './identity-repair.js';
import { redisRulings } from './identity-rulings.js';
import { text, texts } from './reply.js';

const url = process.env['TEST_REDIS_URL'];
const [ANA, BEN, CLEO, DAN] = ['ana', 'ben', 'cleo', 'dan'] as SubjectId[] as [
  SubjectId,
  SubjectId,
  SubjectId,
  SubjectId,
];
/** More round trips than any operation here takes. */
const STEPS = 24;

type Store = IdentityLinks & IdentityRepair & IdentityRulings;

(url === undefined ? describe.skip : describe)('who dies between two steps on Redis', () => {
  let connection: Connection;
  let keys: IdentityKeys;
  let prefix: string;
  let whole: Store;

  const over = (used: Connection): Store => ({
    ...redisLinks(used, keys),
    ...redisRepair(used, keys),
    ...redisRulings(used, keys),
  });
  const begin = (): void => {
    prefix = `${randomUUID()}:`;
    keys = identityKeys(prefix);
    whole = over(connection);
  };
  /** A process that dies after some round trips. */
  const dyingAfter = (steps: number): Store => {
    let left = steps;
    return over({
      async run(calls) {
        if (left-- <= 0) throw new ThroughlineError('UNAVAILABLE', 'this process is dead');
        return connection.run(calls);
      },
      close: async () => undefined,
    });
  };
  /** Does it with a process that dies after 0, 1, 2 … steps; then, whether it died or not, checks. */
  const dyingAnywhere = async (
    prepare: () => Promise<void>,
    act: (store: Store) => Promise<unknown>,
    check: (died: boolean) => Promise<void>,
  ): Promise<void> => {
    let finished = 0;
    for (let steps = 0; steps < STEPS; steps++) {
      begin();
      await prepare();
      const died = await act(dyingAfter(steps)).then(
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
    await whole.claim({ ...link, key: 'k1', subject: ANA });
    await whole.claim({ ...link, key: 'k2', subject: BEN });
    await whole.claim({ ...link, key: 'k3', subject: CLEO });
    await whole.claim({ ...link, key: 'k4', subject: DAN });
    await whole.setStanding('k3', 'phone', 'blocked');
    await whole.merge({ from: ANA, into: BEN, ...merge });
    await whole.merge({ from: CLEO, into: ANA, ...merge });
    await whole.told(ANA);
    await whole.told(CLEO);
    await whole.sight('k1', CLEO);
    await whole.sight('k1', DAN);
    await whole.keepApart(CLEO, DAN);
    await whole.noteConflict([BEN, DAN], {
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
      (store) => store.erase(BEN, 77),
      async () => {
        const { subjects } = await whole.erase(BEN, 78);
        expect([...subjects].sort()).toEqual([ANA, BEN, CLEO]);
        expect(await whole.lookup(['k1', 'k2', 'k3'])).toEqual([undefined, undefined, undefined]);
        expect(await whole.standings(['k3'])).toEqual(['blocked']);
        expect(await whole.conflict(conflictId(BEN, DAN))).toBeUndefined();
        await expectNoTrace([ANA, BEN, CLEO]);
        expect((await whole.identifiers(DAN)).map(({ key }) => key)).toEqual(['k4']);
      },
    );
  });

  it('leaves nobody led to an erased subject, however far the erasure came', async () => {
    await dyingAnywhere(
      twoPeople,
      (store) => store.erase(BEN, 77),
      async () => {
        if ((await whole.erasedAt(BEN)) === undefined) return;
        expect(await whole.lookup(['k1', 'k2', 'k3'])).toEqual([undefined, undefined, undefined]);
        const taken = await whole.claim({ ...link, key: 'k1', subject: DAN });
        expect(taken).toMatchObject({ subject: DAN });
      },
    );
  });

  it('leaves an identifier claimed or free, and claimable', async () => {
    await dyingAnywhere(
      async () => undefined,
      (store) => store.claim({ ...link, key: 'k1', subject: ANA }),
      async (died) => {
        const [found] = await whole.lookup(['k1']);
        expect(await whole.identifiers(ANA)).toEqual(found === undefined ? [] : [found]);
        // Whoever is named by it is not merged away by itself.
        const away = await whole.merge({ from: ANA, into: BEN, at: 7, ifAnonymous: true });
        if (found !== undefined || !died) expect(away).toBe(false);
        const owner = away ? BEN : ANA;
        const claimed = await whole.claim({ ...link, key: 'k1', subject: owner });
        expect(claimed).toMatchObject({ subject: owner });
      },
    );
  });

  it('leaves identifiers with one subject or the other, which is then known as named', async () => {
    await dyingAnywhere(
      async () => {
        await whole.claim({ ...link, key: 'k1', subject: ANA });
        await whole.claim({ ...link, key: 'k2', subject: ANA });
      },
      (store) => store.relink(['k1', 'k2'], ANA, BEN, true),
      async (died) => {
        const found = await whole.lookup(['k1', 'k2']);
        for (const one of found) {
          expect([ANA, BEN]).toContain(one?.subject);
          if (one !== undefined) expect(await whole.isNamed(one.subject)).toBe(true);
        }
        const [ofAna, ofBen] = [await whole.identifiers(ANA), await whole.identifiers(BEN)];
        expect([...ofAna, ...ofBen].map(({ key }) => key).sort()).toEqual(['k1', 'k2']);
        if (!died) expect(ofBen).toHaveLength(2);
        await whole.relink(['k1', 'k2'], ANA, BEN, true);
        expect(await whole.identifiers(BEN)).toHaveLength(2);
      },
    );
  });

  it('leaves no sighting that an erasure would not find', async () => {
    await dyingAnywhere(
      async () => undefined,
      (store) => store.sight('k1', ANA),
      async () => {
        await whole.erase(ANA, 77);
        expect(await whole.sight('k1', BEN)).toEqual([BEN]);
        await expectNoTrace([ANA]);
      },
    );
  });

  /** Nothing of this store names them, but that they were erased. */
  async function expectNoTrace(subjects: readonly SubjectId[]): Promise<void> {
    const [all] = await connection.run([{ command: 'KEYS', args: [`${prefix}*`] }]);
    const traces: string[] = [];
    for (const key of texts(all)) {
      if (key.startsWith(`${prefix}{merges}-erased`)) continue;
      const kept = `${key} ${await dump(key)}`;
      traces.push(...subjects.filter((one) => kept.includes(one)).map((one) => `${one}: ${kept}`));
    }
    expect(traces).toEqual([]);
  }

  async function dump(key: string): Promise<string> {
    const [kind] = await connection.run([{ command: 'TYPE', args: [key] }]);
    const read: Record<string, readonly [string, ...(string | number)[]]> = {
      string: ['GET', key],
      hash: ['HGETALL', key],
      set: ['SMEMBERS', key],
      list: ['LRANGE', key, 0, -1],
      zset: ['ZRANGE', key, 0, -1],
    };
    const [command, ...args] = read[text(kind) ?? ''] ?? ['EXISTS', key];
    const [reply] = await connection.run([{ command, args }]);
    return text(reply) ?? texts(reply).join(' ');
  }
});
