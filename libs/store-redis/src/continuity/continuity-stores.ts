import type { ContinuityStores } from '#ports';
import { connect } from '../connection/connection.js';
import { DEFAULT_PREFIX, type RedisStoreOptions } from '../connection/store-options.js';
import { redisAttempts } from './attempts.js';
import { continuityKeys } from './continuity-keys.js';
import { redisHandOffs } from './hand-offs.js';
import { redisLeases } from './leases.js';
import { redisRecognition } from './recognition.js';

/** The continuity stores on Redis 7 or later. Throws `UNAVAILABLE`, or `INVALID` for the URL or credentials. */
export async function openRedisContinuityStores(
  options: RedisStoreOptions,
): Promise<ContinuityStores> {
  const connection = await connect(options);
  const keys = continuityKeys(options.prefix ?? DEFAULT_PREFIX);
  return {
    handOffs: redisHandOffs(connection, keys.handOffs),
    leases: redisLeases(connection, keys.leases),
    attempts: redisAttempts(connection, keys.attempts),
    recognition: redisRecognition(connection, keys.recognition),
    close: () => connection.close(),
  };
}
