import {
  compareBySeen,
  cursorAfter,
  type InboxItem,
  type InboxPage,
  type InboxQuery,
  type SearchPosition,
  searchStart,
} from '#ports';
import type { Connection } from '../connection/connection.js';
import { text, texts } from '../connection/reply.js';
import type { InboxKeys } from './inbox-keys.js';

/** Rows read in one round trip, and rows one call looks at. */
const CHUNK = 1_000;
const BUDGET = 20_000;

export interface Reading {
  readonly read: (ids: readonly string[]) => Promise<readonly (InboxItem | undefined)[]>;
  readonly matches: (item: InboxItem) => boolean;
}

/** One page, read backwards along the sorted set of the query's status. An entry's place is its time and id. */
export async function inboxPage(
  connection: Connection,
  keys: InboxKeys,
  query: InboxQuery,
  { read, matches }: Reading,
): Promise<InboxPage> {
  const order = query.status === 'open' ? keys.open(query.kind) : keys.closed;
  const items: InboxItem[] = [];
  let last = searchStart(query);
  let rank = last === undefined ? 0 : await rankAfter(connection, order, last);
  for (let looked = 0; ; looked += CHUNK, rank += CHUNK) {
    if (looked >= BUDGET && last !== undefined) return { items, cursor: cursorAfter(last) };
    const rows = await rowsFrom(connection, order, rank);
    const ahead = rows.filter((row) => last === undefined || compareBySeen(last, row) < 0);
    const found = await read(ahead.map(({ journeyId }) => journeyId));
    for (const [i, row] of ahead.entries()) {
      if (row.lastSeen < (query.since ?? -Infinity)) return { items, cursor: undefined };
      if (items.length === query.limit && last !== undefined) {
        return { items, cursor: cursorAfter(last) };
      }
      last = row;
      const item = found[i];
      if (item !== undefined && item.entry.kind === query.kind && matches(item)) items.push(item);
    }
    if (rows.length < CHUNK) return { items, cursor: undefined };
  }
}

/** Where rows after a place begin, counted from the latest; earlier when the place is gone: rows are compared with it. */
async function rankAfter(
  connection: Connection,
  order: string,
  { lastSeen, journeyId }: SearchPosition,
): Promise<number> {
  const [rank, later] = await connection.run([
    { command: 'ZREVRANK', args: [order, journeyId] },
    { command: 'ZCOUNT', args: [order, `(${lastSeen}`, '+inf'] },
  ]);
  const found = text(rank);
  return found === undefined ? Number(text(later)) : Number(found) + 1;
}

async function rowsFrom(
  connection: Connection,
  order: string,
  rank: number,
): Promise<readonly SearchPosition[]> {
  const call = { command: 'ZREVRANGE', args: [order, rank, rank + CHUNK - 1, 'WITHSCORES'] };
  const fields = texts((await connection.run([call]))[0]);
  const rows: SearchPosition[] = [];
  for (let i = 0; i + 1 < fields.length; i += 2) {
    rows.push({ journeyId: fields[i] ?? '', lastSeen: Number(fields[i + 1]) });
  }
  return rows;
}
