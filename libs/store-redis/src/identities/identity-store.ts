import type { IdentityStore } from '#ports';
import { connect } from '../connection/connection.js';
import { bytes } from '../connection/reply.js';
import { DEFAULT_PREFIX, type RedisStoreOptions } from '../connection/store-options.js';
import { identityKeys } from './identity-keys.js';
import { redisLinks } from './links.js';
import { redisRepair } from './repair.js';
import { redisRulings } from './rulings.js';

/** The identity store on Redis 7 or later. Throws `UNAVAILABLE`, or `INVALID` for the URL or credentials. */
export async function openRedisIdentityStore(options: RedisStoreOptions): Promise<IdentityStore> {
  const connection = await connect(options);
  const keys = identityKeys(options.prefix ?? DEFAULT_PREFIX);
  return {
    ...redisLinks(connection, keys),
    ...redisRepair(connection, keys),
    ...redisRulings(connection, keys),
    async secret(proposal) {
      const mine = Buffer.from(proposal);
      const set = { command: 'SET', args: [keys.secret, mine, 'NX', 'GET'] };
      return bytes((await connection.run([set]))[0]) ?? mine;
    },
    close: () => connection.close(),
  };
}
