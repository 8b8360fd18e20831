import type { AttemptLimits } from '#ports';
import type { Connection } from '../connection/connection.js';
import { text } from '../connection/reply.js';
import { giveBackCall, spendCall } from './commands/attempts.js';
import type { AttemptKeys } from './continuity-keys.js';

/** Attempts counted on Redis. */
export function redisAttempts(connection: Connection, keys: AttemptKeys): AttemptLimits {
  return {
    async spend(allowances, now) {
      const [full] = await connection.run([spendCall(keys, allowances, now)]);
      const until = Number(text(full));
      return until === 0 ? undefined : until;
    },
    async giveBack(allowances, now) {
      await connection.run([giveBackCall(keys, allowances, now)]);
    },
  };
}
