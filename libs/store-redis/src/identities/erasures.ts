import type { SubjectId } from '#contracts';
import type { SubjectErasures } from '#ports';
import type { Connection } from '../connection/connection.js';
import { text, texts } from '../connection/reply.js';
import { eraseCall } from './commands/erase-subject.js';
import type { IdentityKeys } from './identity-keys.js';
import { forgetLink } from './link-value.js';

/** Erasures on Redis. */
export function redisErasures(connection: Connection, keys: IdentityKeys): SubjectErasures {
  return {
    async erase(subject, at) {
      // Marked first: from then on nobody is led to them, and who claims something for them takes it back.
      const [marked] = await connection.run([eraseCall(keys.merges, subject, at)]);
      const subjects = texts(marked) as SubjectId[];
      let links = 0;
      for (const one of subjects) links += await forgetSubject(connection, keys, one);
      return { subjects, links };
    },
    async erasedAt(subject) {
      const [reply] = await connection.run([{ command: 'HGET', args: [keys.erased, subject] }]);
      const at = text(reply);
      return at === undefined ? undefined : Number(at);
    },
  };
}

/** What is kept of an erased subject on other nodes than the marks. Returns how many links it had. */
async function forgetSubject(
  connection: Connection,
  keys: IdentityKeys,
  subject: SubjectId,
): Promise<number> {
  const [claimed, sighted] = await connection.run([
    { command: 'SMEMBERS', args: [keys.claimed(subject)] },
    { command: 'SMEMBERS', args: [keys.sighted(subject)] },
  ]);
  const gone = await Promise.all(
    texts(claimed).map((key) => forgetLink(connection, keys, key, subject)),
  );
  await connection.run(
    texts(sighted).map((key) => ({ command: 'SREM', args: [keys.sightings(key), subject] })),
  );
  await connection.run([{ command: 'DEL', args: [keys.sighted(subject)] }]);
  return gone.filter(Boolean).length;
}
