import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SubjectId } from '#contracts';
import type { IdentityStores } from '#ports';
import { connect } from '../connection/connection.js';
import { openRedisIdentityStores } from './identity-stores.js';

const url = process.env['TEST_REDIS_URL'];
const [ANA, BEN, CLEO] = ['ana', 'ben', 'cleo'] as SubjectId[] as [SubjectId, SubjectId, SubjectId];

/** Keys of a store that knew neither times of merges nor standings nor marks: ANA is merged into BEN. */
async function writeOlderStore(at: { url: string; prefix: string }): Promise<void> {
  const connection = await connect(at);
  const { prefix } = at;
  await connection.run([
    { command: 'SET', args: [`${prefix}identifier:k1`, '["phone","ana",5]'] },
    { command: 'SET', args: [`${prefix}identifier:k2`, '["phone","ben",6]'] },
    { command: 'SADD', args: [`${prefix}claimed:ana`, 'k1', 'lost'] },
    { command: 'SADD', args: [`${prefix}claimed:ben`, 'k2'] },
    { command: 'HSET', args: [`${prefix}{merges}`, 'ana', 'ben'] },
    { command: 'SADD', args: [`${prefix}{merges}:ben`, 'ana'] },
    { command: 'HSET', args: [`${prefix}{merges}-untold`, 'ana', '7 ben'] },
  ]);
  await connection.close();
}

(url === undefined ? describe.skip : describe)(
  'a Redis identity store that an earlier version wrote',
  () => {
    let store: IdentityStores;
    beforeEach(async () => {
      const at = { url: url ?? '', prefix: `${randomUUID()}:` };
      await writeOlderStore(at);
      store = await openRedisIdentityStores(at);
    });
    afterEach(() => store.close());

    it('is read as it was, its merges without their times', async () => {
      expect(await store.links.lookup(['k1'])).toEqual([
        { key: 'k1', scheme: 'phone', subject: BEN, linkedAt: 5 },
      ]);
      expect(await store.merges.of(BEN)).toEqual([{ from: ANA, into: BEN, at: 0 }]);
      expect(await store.untold.list(9)).toEqual([{ kind: 'merged', from: ANA, into: BEN, at: 7 }]);
    });

    it('is parted, ruled on and relinked like any other', async () => {
      await store.rulings.setStanding('k1', 'phone', 'shared');
      expect(await store.merges.part({ from: ANA, into: BEN, at: 9 }, Uint8Array.of(1))).toBe(true);
      expect(await store.links.relink(['k2'], BEN, CLEO, true)).toEqual(['k2']);
      expect(await store.links.lookup(['k1', 'k2'])).toEqual([
        { key: 'k1', scheme: 'phone', subject: ANA, linkedAt: 5, standing: 'shared' },
        { key: 'k2', scheme: 'phone', subject: CLEO, linkedAt: 6 },
      ]);
    });

    it('is erased whole', async () => {
      expect(await store.erasures.erase(BEN, 9)).toEqual({ subjects: [BEN, ANA], links: 2 });
      expect(await store.links.lookup(['k1', 'k2'])).toEqual([undefined, undefined]);
    });
  },
);
