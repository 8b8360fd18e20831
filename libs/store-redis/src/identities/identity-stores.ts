import type { IdentityStores } from '#ports';
import { connect, type Connection } from '../connection/connection.js';
import { bytes } from '../connection/reply.js';
import { DEFAULT_PREFIX, type RedisStoreOptions } from '../connection/store-options.js';
import { redisConflicts } from './conflicts.js';
import { redisErasures } from './erasures.js';
import { type IdentityKeys, identityKeys } from './identity-keys.js';
import { redisLinks } from './links.js';
import { redisMerges } from './merges.js';
import { redisRulings } from './rulings.js';
import { redisUntoldChanges } from './untold-changes.js';

export type IdentityPorts = Omit<IdentityStores, 'secret' | 'close'>;

/** The identity stores on Redis 7 or later. Throws `UNAVAILABLE`, or `INVALID` for the URL or credentials. */
export async function openRedisIdentityStores(options: RedisStoreOptions): Promise<IdentityStores> {
  const connection = await connect(options);
  const keys = identityKeys(options.prefix ?? DEFAULT_PREFIX);
  return {
    ...redisIdentities(connection, keys),
    async secret(proposal) {
      const mine = Buffer.from(proposal);
      const set = { command: 'SET', args: [keys.secret, mine, 'NX', 'GET'] };
      return bytes((await connection.run([set]))[0]) ?? mine;
    },
    close: () => connection.close(),
  };
}

/** The ports over a connection. */
export function redisIdentities(connection: Connection, keys: IdentityKeys): IdentityPorts {
  return {
    links: redisLinks(connection, keys),
    merges: redisMerges(connection, keys),
    untold: redisUntoldChanges(connection, keys),
    rulings: redisRulings(connection, keys),
    conflicts: redisConflicts(connection, keys),
    erasures: redisErasures(connection, keys),
  };
}
