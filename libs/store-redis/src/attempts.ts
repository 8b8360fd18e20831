import { type AttemptLimits, windowEnd, windowKey, WINDOWS_FORGOTTEN_AT_ONCE } from '#ports';
import type { Connection } from './connection.js';
import { text } from './reply.js';
import { script } from './script.js';

const TAKE = script('attempts-take');
const GIVE_BACK = script('attempts-give-back');

/** Attempts counted on Redis. One hash tag: an attempt counts in several windows or in none. */
export function redisAttempts(connection: Connection, prefix: string): AttemptLimits {
  const [counts, ends] = [`${prefix}{attempts}:counts`, `${prefix}{attempts}:ends`];
  return {
    async take(allowances, now) {
      const windows = allowances.flatMap((one) => [
        windowKey(one, now),
        one.limit,
        windowEnd(one, now),
      ]);
      const args = [now, WINDOWS_FORGOTTEN_AT_ONCE, ...windows];
      const [full] = await connection.run([{ script: TAKE, keys: [counts, ends], args }]);
      const until = Number(text(full));
      return until === 0 ? undefined : until;
    },
    async giveBack(allowances, now) {
      const args = allowances.map((one) => windowKey(one, now));
      await connection.run([{ script: GIVE_BACK, keys: [counts], args }]);
    },
  };
}
