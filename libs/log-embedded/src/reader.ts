import { type ReadResult, type StoredRecord, ThroughlineError } from '#ports';
import type { Arrivals } from './arrivals.js';
import type { Database } from './database.js';
import { decodeRecord, offsetOf, recordKey } from './record-layout.js';
import type { Topics } from './topics.js';

/** A read stops after the record that passes this, so that large records do not fill the memory. */
const MAX_READ_BYTES = 8 * 1024 * 1024;

export interface ReadOptions {
  readonly maxRecords?: number;
  readonly waitMs?: number;
  readonly signal?: AbortSignal;
}

/** Reads partitions from any offset. */
export class Reader {
  private readonly database: Database;
  private readonly topics: Topics;
  private readonly arrivals: Arrivals;
  private open = true;

  constructor(database: Database, topics: Topics, arrivals: Arrivals) {
    this.database = database;
    this.topics = topics;
    this.arrivals = arrivals;
  }

  /** Ends all waiting reads with `CLOSED`. */
  close(): void {
    this.open = false;
    this.arrivals.announceAll();
  }

  /** See `EventLog.read`. */
  async read(
    topic: string,
    partition: number,
    from: number,
    options: ReadOptions = {},
  ): Promise<ReadResult> {
    const deadline = performance.now() + (options.waitMs ?? 0);
    for (;;) {
      const found = this.readNow(topic, partition, from, options.maxRecords);
      const left = deadline - performance.now();
      if (found.records.length > 0 || left <= 0 || options.signal?.aborted) return found;
      // Nothing is appended between the look and the wait: both happen in this turn.
      await this.arrivals.next(`${topic}/${partition}`, left, options.signal);
    }
  }

  /** What is there at this moment. */
  readNow(topic: string, partition: number, from: number, maxRecords = 1_000): ReadResult {
    if (!this.open) throw new ThroughlineError('CLOSED', 'The log was closed');
    const { id, partitions } = this.topics.get(topic);
    if (partition < 0 || partition >= partitions)
      throw new ThroughlineError('NOT_FOUND', `Topic ${topic} has no partition ${partition}`);
    const { earliest, latest } = this.database.ends.get([id, partition]) ?? {
      earliest: 0,
      latest: 0,
    };
    const start = Math.max(from, earliest);
    if (start >= latest) return { records: [], next: start };

    const records: StoredRecord[] = [];
    let bytes = 0;
    const range = {
      start: recordKey(id, partition, start),
      end: recordKey(id, partition, latest),
      limit: maxRecords,
    };
    for (const { key, value } of this.database.records.getRange(range)) {
      records.push(decodeRecord({ topic, partition }, offsetOf(key), value));
      bytes += value.length;
      if (bytes >= MAX_READ_BYTES) break;
    }
    const cut = records.length === maxRecords || bytes >= MAX_READ_BYTES;
    return { records, next: cut ? (records.at(-1)?.offset ?? start) + 1 : latest };
  }
}
