import type { Database } from 'lmdb';
import {
  INBOX_EXPIRED_AT_ONCE,
  INBOX_KINDS,
  type InboxBounds,
  type InboxClosing,
  type InboxEntry,
  type InboxItem,
  type InboxKind,
  type InboxPage,
  type InboxQuery,
  type InboxStore,
  type InboxUpdate,
  cursorAfter,
  type ReplayAttempt,
  searchStart,
} from '#ports';
import { openEnvironment } from '../environment/environment.js';

interface EmbeddedInboxOptions {
  /** Made when missing. Holds `inbox.mdb`. */
  readonly directory: string;
}

/** An item; without an entry: closed before it was told of. */
interface Row {
  readonly entry: InboxEntry | null;
  readonly closing: InboxClosing | null;
  readonly attempt: ReplayAttempt | null;
}

interface InboxTables {
  readonly rows: Database<Row, string>;
  readonly open: Database<string, [InboxKind, at: number, id: string]>;
  readonly closed: Database<true, [at: number, id: string]>;
  /** Open entries by reason. */
  readonly reasons: Database<number, [InboxKind, reason: string]>;
  readonly sizes: Database<{ readonly open: number; readonly dropped: number }, InboxKind>;
  readonly positions: Database<number, [topic: string, partition: number]>;
}

const EMPTY = { open: 0, dropped: 0 };
/** Rows one call looks at. */
const BUDGET = 20_000;

/** The inbox of a single host: LMDB in this process. Throws when the directory cannot be written. */
export async function openEmbeddedInboxStore(options: EmbeddedInboxOptions): Promise<InboxStore> {
  const environment = openEnvironment(options.directory, 'inbox');
  const { root } = environment;
  const tables: InboxTables = {
    rows: root.openDB({ name: 'rows', encoding: 'msgpack' }),
    open: root.openDB({ name: 'open', encoding: 'msgpack' }),
    closed: root.openDB({ name: 'closed', encoding: 'msgpack' }),
    reasons: root.openDB({ name: 'reasons', encoding: 'msgpack' }),
    sizes: root.openDB({ name: 'sizes', encoding: 'msgpack' }),
    positions: root.openDB({ name: 'positions', encoding: 'msgpack' }),
  };
  return {
    async position({ topic, partition }) {
      environment.beginReading();
      return tables.positions.get([topic, partition]);
    },
    apply: (update) => environment.write(() => applyUpdate(tables, update)),
    attempt: (id, attempt, after) =>
      environment.write(() => applyAttempt(tables, id, attempt, after)),
    async item(id) {
      environment.beginReading();
      return itemOf(tables.rows.get(id));
    },
    async page(query, matches) {
      environment.beginReading();
      return page(tables, query, matches);
    },
    async counts(kind) {
      environment.beginReading();
      const rows = tables.reasons.getRange({ start: [kind, ''], end: [kind, '\uffff'] });
      const reasons = Object.fromEntries([...rows].map(({ key, value }) => [key[1], value]));
      return { reasons, dropped: (tables.sizes.get(kind) ?? EMPTY).dropped };
    },
    forget: (ids) => environment.write(() => ids.filter((id) => forget(tables, id)).length),
    close: () => environment.close(),
  };
}

function applyUpdate(tables: InboxTables, update: InboxUpdate): void {
  const { place, next, opened, closed, bounds } = update;
  const key: [string, number] = [place.topic, place.partition];
  for (const entry of opened) openEntry(tables, entry);
  for (const closing of closed) closeEntry(tables, closing);
  dropBeyond(tables, bounds);
  if (next > (tables.positions.get(key) ?? -1)) void tables.positions.put(key, next);
}

function openEntry(tables: InboxTables, entry: InboxEntry): void {
  const row = tables.rows.get(entry.id);
  if (row !== undefined && row.entry !== null) return;
  const { closing = null, attempt = null } = row ?? {};
  void tables.rows.put(entry.id, { entry, closing, attempt });
  if (closing !== null) return;
  void tables.open.put([entry.kind, entry.at, entry.id], entry.reason);
  count(tables, entry, 1);
}

function closeEntry(tables: InboxTables, closing: InboxClosing): void {
  const row = tables.rows.get(closing.id) ?? { entry: null, closing: null, attempt: null };
  if (row.closing !== null) return;
  void tables.rows.put(closing.id, { ...row, closing });
  void tables.closed.put([closing.at, closing.id], true);
  if (row.entry !== null) leaveOpen(tables, row.entry);
}

function leaveOpen(tables: InboxTables, entry: InboxEntry): void {
  void tables.open.remove([entry.kind, entry.at, entry.id]);
  count(tables, entry, -1);
}

function count(tables: InboxTables, { kind, reason }: InboxEntry, change: 1 | -1): void {
  const now = (tables.reasons.get([kind, reason]) ?? 0) + change;
  if (now === 0) void tables.reasons.remove([kind, reason]);
  else void tables.reasons.put([kind, reason], now);
  const size = tables.sizes.get(kind) ?? EMPTY;
  void tables.sizes.put(kind, { ...size, open: size.open + change });
}

function dropBeyond(tables: InboxTables, { entries, openSince, closedSince }: InboxBounds): void {
  for (const kind of INBOX_KINDS) {
    drop(tables, kind, { limit: INBOX_EXPIRED_AT_ONCE, end: [kind, openSince[kind]] });
    const size = tables.sizes.get(kind) ?? EMPTY;
    if (size.open <= entries) continue;
    const excess = size.open - entries;
    void tables.sizes.put(kind, { ...size, dropped: size.dropped + excess });
    drop(tables, kind, { limit: excess, end: [kind, Infinity] });
  }
  const gone = tables.closed.getKeys({ end: [closedSince], limit: INBOX_EXPIRED_AT_ONCE });
  for (const key of [...gone]) {
    void tables.closed.remove(key);
    void tables.rows.remove(key[1]);
  }
}

function drop(
  tables: InboxTables,
  kind: InboxKind,
  { limit, end }: { limit: number; end: [InboxKind, number] },
): void {
  for (const [, , id] of [...tables.open.getKeys({ start: [kind], end, limit })]) {
    const entry = tables.rows.get(id)?.entry;
    if (entry !== null && entry !== undefined) leaveOpen(tables, entry);
    void tables.rows.remove(id);
  }
}

function applyAttempt(
  tables: InboxTables,
  id: string,
  attempt: ReplayAttempt,
  after: number | null,
): boolean {
  const row = tables.rows.get(id);
  if (row === undefined || row.entry === null || row.closing !== null) return false;
  if ((row.attempt?.at ?? null) !== after) return false;
  void tables.rows.put(id, { ...row, attempt });
  return true;
}

/** Whether there was one. */
function forget(tables: InboxTables, id: string): boolean {
  const row = tables.rows.get(id);
  if (row === undefined) return false;
  if (row.closing !== null) void tables.closed.remove([row.closing.at, id]);
  else if (row.entry !== null) leaveOpen(tables, row.entry);
  void tables.rows.remove(id);
  return row.entry !== null;
}

function itemOf(row: Row | undefined): InboxItem | undefined {
  if (row === undefined || row.entry === null) return undefined;
  return { ...row, entry: row.entry };
}

function page(
  tables: InboxTables,
  query: InboxQuery,
  matches: (item: InboxItem) => boolean,
): InboxPage {
  const { limit, since = -Infinity } = query;
  const items: InboxItem[] = [];
  let last: { at: number; id: string } | undefined;
  let looked = 0;
  for (const place of placesOf(tables, query)) {
    if (place.at < since) break;
    if (last !== undefined && (items.length === limit || looked === BUDGET)) {
      return { items, cursor: cursorAfter({ lastSeen: last.at, journeyId: last.id }) };
    }
    looked++;
    last = place;
    const item = itemOf(tables.rows.get(place.id));
    if (item !== undefined && item.entry.kind === query.kind && matches(item)) items.push(item);
  }
  return { items, cursor: undefined };
}

/** Places of a query from its cursor on, latest first. */
function* placesOf(
  tables: InboxTables,
  query: InboxQuery,
): Iterable<{ readonly at: number; readonly id: string }> {
  const { kind, status } = query;
  const from = searchStart(query);
  const after = from && [from.lastSeen, from.journeyId];
  if (status === 'closed') {
    const start = after === undefined ? {} : { start: after, exclusiveStart: true };
    for (const [at, id] of tables.closed.getKeys({ ...start, reverse: true })) yield { at, id };
    return;
  }
  const start = after === undefined ? [kind, Infinity] : [kind, ...after];
  const range = { start, exclusiveStart: after !== undefined, end: [kind], reverse: true };
  for (const [, at, id] of tables.open.getKeys(range)) yield { at, id };
}
