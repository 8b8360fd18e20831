import type { JourneySummary, SearchPosition } from '#ports';
import type { Call } from '../../connection/connection.js';
import { texts } from '../../connection/reply.js';
import { scriptsBeside } from '../../connection/script.js';
import { summaryOf } from '../kind.js';
import type { ShardKeys } from '../shard-keys.js';

const SEARCH = scriptsBeside(import.meta.url)('search');

/** Rows one call looks at: it must not hold up its node. */
const BUDGET = 1_000;

/** Where to read on: after this row, or at this time when it names none. */
export type SearchFrom = { readonly lastSeen: number; readonly journeyId: string };
export const FROM_LATEST: SearchFrom = { lastSeen: Infinity, journeyId: '' };

interface SearchRows {
  readonly rows: readonly JourneySummary[];
  /** Undefined at the end. */
  readonly next: SearchPosition | undefined;
}

/** `search.lua`: a shard's journeys after a place. `kinds`: numbers of those wanted; undefined: all. */
export function searchCall(
  keys: ShardKeys,
  from: SearchFrom,
  limit: number,
  kinds: readonly number[] | undefined,
): Call {
  const start = from.lastSeen === Infinity ? '+inf' : from.lastSeen;
  return {
    script: SEARCH,
    keys: [keys.seen, keys.index, keys.names],
    args: [start, from.journeyId, limit, BUDGET, ...(kinds ?? [])],
  };
}

export function searchRows(reply: unknown): SearchRows {
  const [lastSeen = '', member = '', ...fields] = texts(reply);
  const rows: JourneySummary[] = [];
  for (let i = 0; i + 2 < fields.length; i += 3) {
    rows.push(summaryOf(fields[i] ?? '', Number(fields[i + 1]), fields[i + 2] ?? ''));
  }
  const next = member === '' ? undefined : { lastSeen: Number(lastSeen), journeyId: member };
  return { rows, next };
}

/** Numbers of the kinds in a reply to HGETALL of `kinds` that pass. */
export function kindNumbers(reply: unknown, passes: (kind: string) => boolean): readonly number[] {
  const fields = texts(reply);
  return fields.flatMap((field, i) =>
    i % 2 === 0 && passes(field) ? [Number(fields[i + 1]?.split(' ')[0])] : [],
  );
}
