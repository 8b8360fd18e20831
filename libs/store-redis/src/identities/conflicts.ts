import type { SubjectId } from '#contracts';
import {
  type Conflict,
  conflictId,
  cursorAfter,
  type IdentityConflicts,
  type SearchPosition,
  searchStart,
} from '#ports';
import type { Call, Connection } from '../connection/connection.js';
import { text, texts } from '../connection/reply.js';
import { conflictsOfCall, noteConflictCall, ruleCall } from './commands/rulings.js';
import type { IdentityKeys } from './identity-keys.js';

/** Digits of a time in `order`, as `conflict-note.lua` writes it, so that texts sort as times do. */
const TIME_DIGITS = 16;

/** Conflicts on Redis. */
export function redisConflicts(connection: Connection, keys: IdentityKeys): IdentityConflicts {
  const run = async (call: Call): Promise<unknown> => (await connection.run([call]))[0];
  return {
    async note([one, other], evidence) {
      const id = conflictId(one, other);
      const sorted: [SubjectId, SubjectId] = one < other ? [one, other] : [other, one];
      const said = text(await run(noteConflictCall(keys.merges, id, sorted, evidence)));
      return said as 'new' | 'open' | 'ruled';
    },
    async find(id) {
      return (await readConflicts(connection, keys, [id]))[0];
    },
    async of(subject) {
      const ids = new Set(texts(await run(conflictsOfCall(keys.merges, subject))));
      const conflicts = await readConflicts(connection, keys, [...ids]);
      return conflicts.filter((one) => one !== undefined);
    },
    async page({ ruled, limit, cursor }) {
      const after = searchStart({ limit, ...(cursor && { cursor }) });
      const place = ruled ? keys.ruledConflicts : keys.openConflicts;
      const start = after === undefined ? '+' : `(${orderOf(after)}`;
      const args = [place, start, '-', 'BYLEX', 'REV', 'LIMIT', 0, limit + 1];
      const found = texts(await run({ command: 'ZRANGE', args })).map(positionOf);
      const wanted = found.slice(0, limit);
      const last = found.length > limit ? wanted.at(-1) : undefined;
      const ids = wanted.map(({ journeyId }) => journeyId);
      const conflicts = await readConflicts(connection, keys, ids);
      return {
        conflicts: conflicts.filter((one) => one !== undefined),
        cursor: last && cursorAfter(last),
      };
    },
    async rule(id, seen, ruling) {
      return text(await run(ruleCall(keys.merges, id, seen, ruling))) === '1';
    },
  };
}

function orderOf({ lastSeen, journeyId }: SearchPosition): string {
  return `${String(lastSeen).padStart(TIME_DIGITS, '0')} ${journeyId}`;
}

function positionOf(order: string): SearchPosition {
  const lastSeen = Number(order.slice(0, TIME_DIGITS));
  return { lastSeen, journeyId: order.slice(TIME_DIGITS + 1) };
}

async function readConflicts(
  connection: Connection,
  keys: IdentityKeys,
  ids: readonly string[],
): Promise<readonly (Conflict | undefined)[]> {
  const fields = ['one', 'other', 'firstAt', 'lastAt', 'times', 'ruling'];
  const replies = await connection.run(
    ids.flatMap((id) => [
      { command: 'HMGET', args: [keys.conflict(id), ...fields] },
      { command: 'LRANGE', args: [keys.evidence(id), 0, -1] },
    ]),
  );
  return ids.map((id, i) => {
    const [one, other, firstAt, lastAt, times, ruling] = texts(replies[2 * i]);
    if (!one || !other) return undefined;
    return {
      id,
      subjects: [one as SubjectId, other as SubjectId],
      evidence: texts(replies[2 * i + 1]).map((each) => JSON.parse(each)),
      times: Number(times),
      firstAt: Number(firstAt),
      lastAt: Number(lastAt),
      ruling: ruling ? JSON.parse(ruling) : null,
    };
  });
}
