import type { SubjectId } from '#contracts';
import { type IdentifierKey, ThroughlineError } from '#ports';
import type { Connection } from '../connection/connection.js';
import { text } from '../connection/reply.js';
import { type Naming, namesIn, relinkAdmitCall, relinkMarkCall } from './commands/claims.js';
import type { IdentityKeys } from './identity-keys.js';
import { changeValue, forgetLink, readValues } from './link-value.js';

/** Times marks are looked at again because an identifier changed hands meanwhile. */
const MAX_ROUNDS = 16;

/** Links identifiers of one subject to another: admitted by all subjects' node, moved on each identifier's, marked on the first. */
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
  const isErased = await markWhereTheyAre(connection, keys, [from, to], namesIn(admitted));
  if (isErased) for (const key of moved) await forgetLink(connection, keys, key, to);
  return moved;
}

/**
 * Marks with each name whichever of the two it is linked to, until it is still there after it was marked: of several who give
 * and claim the same identifier, whoever changes it last marks it last. Returns whether `to` was erased meanwhile.
 */
async function markWhereTheyAre(
  connection: Connection,
  keys: IdentityKeys,
  [from, to]: readonly [SubjectId, SubjectId],
  names: readonly Naming[],
): Promise<boolean> {
  const ownersNow = async (): Promise<readonly (SubjectId | null)[]> => {
    const values = await readValues(
      connection,
      keys,
      names.map(({ key }) => key),
    );
    return values.map((value) => value?.subject ?? null);
  };
  let owners = await ownersNow();
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const mark = relinkMarkCall(keys.merges, [from, to], names, owners);
    const [erased] = await connection.run([mark]);
    const seen = owners;
    owners = await ownersNow();
    if (owners.every((owner, i) => owner === seen[i])) return text(erased) === '1';
  }
  throw new ThroughlineError(
    'UNAVAILABLE',
    `An identifier changed hands ${MAX_ROUNDS} times while it was relinked; try again.`,
  );
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
