import type { SubjectId } from '#contracts';
import type { IdentifierKey } from '#ports';
import type { Connection } from '../connection/connection.js';
import { text, texts } from '../connection/reply.js';
import { relinkAdmitCall, relinkSettleCall } from './commands/claims.js';
import type { IdentityKeys } from './identity-keys.js';
import { changeValue, forgetLink, readValues } from './link-value.js';

/** Links identifiers of one subject to another: admitted by all subjects' node, moved on each identifier's, then settled. */
export async function relink(
  connection: Connection,
  keys: IdentityKeys,
  asked: readonly IdentifierKey[],
  [from, to]: readonly [SubjectId, SubjectId],
  strong: boolean,
): Promise<readonly IdentifierKey[]> {
  const own = new Set(await linkedAmong(connection, keys, asked, from));
  if (own.size === 0 || from === to) return [...own];
  const admit = relinkAdmitCall(keys.merges, [from, to], strong, [...own]);
  const [admitted] = await connection.run([admit]);
  if (text(admitted) === '0') return [];
  await connection.run([{ command: 'SADD', args: [keys.claimed(to), ...own] }]);
  const changes = await Promise.all(
    [...own].map(async (key) => {
      const changed = await changeValue(connection, keys, key, (value) =>
        value?.subject === from ? { ...value, subject: to } : value,
      );
      return changed ? [key] : [];
    }),
  );
  const moved = changes.flat();
  const there = new Set(await linkedAmong(connection, keys, texts(admitted), to));
  const unmarked = texts(admitted).filter((key) => !there.has(key));
  const settle = relinkSettleCall(keys.merges, [from, to], moved, unmarked);
  const [erased] = await connection.run([settle]);
  if (text(erased) === '1') for (const key of moved) await forgetLink(connection, keys, key, to);
  return moved;
}

/** Those identifiers that are linked to a subject itself. */
async function linkedAmong(
  connection: Connection,
  keys: IdentityKeys,
  asked: readonly IdentifierKey[],
  subject: SubjectId,
): Promise<readonly IdentifierKey[]> {
  const values = await readValues(connection, keys, asked);
  return asked.filter((_, i) => values[i]?.subject === subject);
}
