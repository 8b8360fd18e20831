import type { ContinuityStores } from '#ports';
import { redisAttempts } from './attempts.js';
import { connect } from './connection.js';
import { redisHandOffs } from './hand-offs.js';
import { DEFAULT_PREFIX, type RedisStoreOptions } from './journey-store.js';
import { redisLeases } from './leases.js';
import { redisRecognition } from './recognition.js';

/** The continuity stores on Redis 7 or later. Throws `UNAVAILABLE`, or `INVALID` for the URL or credentials. */
export async function openRedisContinuityStores(
  options: RedisStoreOptions,
): Promise<ContinuityStores> {
  const connection = await connect(options);
  const prefix = options.prefix ?? DEFAULT_PREFIX;
  return {
    handOffs: redisHandOffs(connection, prefix),
    leases: redisLeases(connection, prefix),
    attempts: redisAttempts(connection, prefix),
    recognition: redisRecognition(connection, prefix),
    close: () => connection.close(),
  };
}
