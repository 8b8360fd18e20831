import type { Database, Key } from 'lmdb';
import type { Epoch, Shard, SubjectId } from '#contracts';
import { forgetJourney } from './commit.js';
import { type JourneyTables, UNTAKEN } from './journey-tables.js';

/** Empties a shard inside a write transaction; false, and nothing changed, under another epoch. */
export function applyReset(tables: JourneyTables, shard: Shard, epoch: Epoch): boolean {
  const row = tables.shards.get(shard) ?? UNTAKEN;
  if (row.epoch !== epoch) return false;

  for (const { key, value } of [...tables.subjects.getRange(within(shard))]) {
    for (const { clock, at } of value.due) void tables.due.remove([clock, at, key[1]]);
    for (const seen of value.journeys) forgetJourney(tables, seen);
  }
  clear(tables.subjects, shard);
  clear(tables.states, shard);
  clear(tables.archived, shard);
  clear(tables.archives, shard);
  clear(tables.history, shard);
  clear(tables.outbox, shard);
  const { sequence } = row;
  void tables.shards.put(shard, { epoch, watermark: null, sequence, published: sequence });
  return true;
}

function clear<V, K extends [Shard, ...Key[]]>(table: Database<V, K>, shard: Shard): void {
  for (const key of [...table.getKeys(within(shard))]) void table.remove(key);
}

/** The keys that begin with a shard. */
export function within(shard: Shard): { start: [Shard]; end: [number] } {
  return { start: [shard], end: [shard + 1] };
}

/** The keys that begin with a shard and a subject. */
export function rowsOf(
  shard: Shard,
  subject: SubjectId,
): { start: [Shard, SubjectId]; end: [Shard, SubjectId, number] } {
  return { start: [shard, subject], end: [shard, subject, Number.MAX_SAFE_INTEGER] };
}
