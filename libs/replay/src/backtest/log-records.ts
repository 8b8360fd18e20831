import { LIVE_CLOCK, type PlacedEntry, shardOf, SHARDS, Topics } from '#contracts';
import {
  type EventLog,
  type PartitionBounds,
  readLogRecord,
  type RecordCodec,
  type StoredRecord,
} from '#ports';
import { recordTime } from './records.js';

/** One customer's records in log order, and how far each clock has come (ms since the epoch). */
export interface CustomerRecords {
  readonly records: readonly PlacedEntry[];
  readonly ends: ReadonlyMap<string, number>;
}

export interface LogSelection {
  /** Records that happened after it are left out, ms since the epoch. Default: none are. */
  readonly until?: number;
  /** Of a hundred customers, so many: 1 to 100. The same ones each time. Default: all. */
  readonly percent?: number;
  /** Records read at most. Default: all that are there when reading begins. */
  readonly limit?: number;
}

interface LogParts {
  readonly log: EventLog;
  readonly codec: RecordCodec;
}

/** What was read, told when reading is done. */
export interface LogReading {
  read: number;
  /** Records there were when reading began. */
  total: number;
  /** Records that the loop does not fold either: nobody can decode them, or they do not belong where they stand. */
  unreadable: number;
}

const READ_AT_ONCE = 5_000;
const PATIENCE_MS = 1_000;

/**
 * The records of the log of record, customer by customer; nothing is written. Holds those of one partition at a time.
 * With a `limit` the log is read from its beginning, partition by partition, until so many are read.
 */
export async function* recordsOfLog(
  { log, codec }: LogParts,
  { until = Infinity, percent = 100, limit = Infinity }: LogSelection,
  reading: LogReading,
): AsyncGenerator<CustomerRecords> {
  const bounds = await log.bounds(Topics.interactions);
  const lastTimes = await Promise.all(bounds.map((one) => lastTime(log, one)));
  const liveEnd = Math.min(until, Math.max(...lastTimes));
  reading.total = bounds.reduce((sum, { earliest, latest }) => sum + latest - earliest, 0);
  for (const one of bounds) {
    const customers = new Map<string, PlacedEntry[]>();
    const ends = new Map([[LIVE_CLOCK, liveEnd]]);
    for await (const record of storedRecords({ log, codec }, one, limit - reading.read)) {
      reading.read += 1;
      const { placed } = readLogRecord(codec, record, bounds.length);
      if (placed === undefined) {
        reading.unreadable += 1;
        continue;
      }
      const historical = historicalTime(placed);
      if (historical !== undefined) {
        const { clock, time } = historical;
        ends.set(clock, Math.min(until, Math.max(time, ends.get(clock) ?? -Infinity)));
      }
      if (placed.entry.name === 'ClockAdvanced' || recordTime(placed) > until) continue;
      const { subjectId } = placed.entry.value;
      if (shardOf(subjectId) >= (percent / 100) * SHARDS) continue;
      const known = customers.get(subjectId);
      if (known === undefined) customers.set(subjectId, [placed]);
      else known.push(placed);
    }
    for (const records of customers.values()) yield { records, ends };
    if (reading.read >= limit) return;
  }
}

async function* storedRecords(
  { log, codec }: LogParts,
  { partition, earliest, latest }: PartitionBounds,
  most: number,
): AsyncGenerator<StoredRecord> {
  let left = most;
  for (let from = earliest; from < latest && left > 0;) {
    const { records, next } = await log.read(Topics.interactions, partition, from, {
      maxRecords: Math.min(READ_AT_ONCE, left, latest - from),
      waitMs: PATIENCE_MS,
    });
    if (next <= from) return;
    await codec.prepare(records);
    yield* records;
    left -= records.length;
    from = next;
  }
}

/** How far an import's clock has come by this record, ms since the epoch; undefined: it says nothing of one. */
function historicalTime({
  entry,
}: PlacedEntry): { readonly clock: string; readonly time: number } | undefined {
  if (entry.name !== 'ClockAdvanced' && entry.name !== 'Interaction') return undefined;
  const { clock, time } = entry.value;
  return clock === LIVE_CLOCK ? undefined : { clock, time };
}

async function lastTime(
  log: EventLog,
  { partition, earliest, latest }: PartitionBounds,
): Promise<number> {
  if (latest <= earliest) return -Infinity;
  const options = { maxRecords: 1, waitMs: PATIENCE_MS };
  const { records } = await log.read(Topics.interactions, partition, latest - 1, options);
  return records.at(-1)?.timestamp ?? -Infinity;
}
