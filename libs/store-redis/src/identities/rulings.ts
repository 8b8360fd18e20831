import type { SubjectId } from '#contracts';
import type { IdentifierKey, IdentityRulings } from '#ports';
import type { Call, Connection } from '../connection/connection.js';
import { text, texts } from '../connection/reply.js';
import { allowTogetherCall, apartFromCall, keepApartCall, sightCall } from './commands/rulings.js';
import type { IdentityKeys } from './identity-keys.js';
import { changeValue, type LinkValue, readValues } from './link-value.js';

/** What was decided about values and pairs of subjects, on Redis. */
export function redisRulings(connection: Connection, keys: IdentityKeys): IdentityRulings {
  const run = async (call: Call): Promise<unknown> => (await connection.run([call]))[0];
  return {
    async setStanding(key, scheme, standing) {
      const none: LinkValue = {
        scheme,
        subject: null,
        linkedAt: 0,
        standing: null,
        unvouched: false,
      };
      await changeValue(connection, keys, key, (value) => {
        if ((value?.standing ?? null) === standing) return value;
        if (standing === null && value?.subject === null) return undefined;
        return { ...(value ?? none), standing };
      });
    },
    async standings(asked) {
      const values = await readValues(connection, keys, asked);
      return values.map((value) => value?.standing ?? undefined);
    },
    sight: (key, subject) => sight(connection, keys, key, subject),
    async keepApart(one, other) {
      await run(keepApartCall(keys.merges, one, other));
    },
    async allowTogether(one, other) {
      await run(allowTogetherCall(keys.merges, one, other));
    },
    async apartFrom(subject) {
      return [...new Set(texts(await run(apartFromCall(keys.merges, subject))))] as SubjectId[];
    },
  };
}

async function sight(
  connection: Connection,
  keys: IdentityKeys,
  key: IdentifierKey,
  subject: SubjectId,
): Promise<readonly SubjectId[]> {
  const sighted = keys.sighted(subject);
  // In two steps, so that no sighting is there that an erasure would not find; most are known, which one step tells.
  const [, known] = await connection.run([
    { command: 'SADD', args: [sighted, key] },
    { command: 'SMEMBERS', args: [keys.sightings(key)] },
  ]);
  const before = texts(known) as SubjectId[];
  if (before.includes(subject)) return before;
  const [reply] = await connection.run([sightCall(keys.sightings(key), subject)]);
  const [said, ...all] = texts(reply) as [string, ...SubjectId[]];
  if (said === 'full') await connection.run([{ command: 'SREM', args: [sighted, key] }]);
  const [erased] = await connection.run([{ command: 'HGET', args: [keys.erased, subject] }]);
  if (text(erased) === undefined) return all;
  await connection.run([
    { command: 'SREM', args: [keys.sightings(key), subject] },
    { command: 'SREM', args: [sighted, key] },
  ]);
  return all.filter((one) => one !== subject);
}
