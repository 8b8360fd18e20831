import { partitionOf } from '#contracts';
import { type OutgoingRecord, type Position, ThroughlineError } from '#ports';
import type { Arrivals } from './arrivals.js';
import type { CommitQueue } from './commit-queue.js';
import type { Database, Ends, TopicEntry } from './database.js';
import { encodeRecord, recordKey } from './record-layout.js';
import type { Topics } from './topics.js';

/** Records one transaction takes from one append. */
const CHUNK = 1_000;
/** LMDB's limit on keys is 1,978 bytes; a compacted topic's index has the record's key in one. */
const MAX_COMPACTED_KEY_BYTES = 1_900;

interface Entry {
  readonly topic: TopicEntry;
  readonly partition: number;
  readonly key: string;
  readonly tombstone: number | undefined;
  readonly bytes: Buffer;
}

export interface AppenderOptions {
  readonly maxRecordBytes: number;
  /** ms since the epoch. */
  readonly now: () => number;
}

/** Puts records at the ends of their partitions. */
export class Appender {
  private readonly database: Database;
  private readonly topics: Topics;
  private readonly commits: CommitQueue;
  private readonly arrivals: Arrivals;
  private readonly options: AppenderOptions;

  constructor(
    store: { database: Database; topics: Topics; commits: CommitQueue },
    arrivals: Arrivals,
    options: AppenderOptions,
  ) {
    this.database = store.database;
    this.topics = store.topics;
    this.commits = store.commits;
    this.arrivals = arrivals;
    this.options = options;
  }

  /** See `EventLog.append`. */
  async append(records: readonly OutgoingRecord[]): Promise<readonly Position[]> {
    const now = this.options.now();
    const entries = records.map((record) => this.entry(record, now));
    const positions: Position[] = [];
    for (let at = 0; at < entries.length; at += CHUNK) {
      const chunk = entries.slice(at, at + CHUNK);
      const written = await this.commits.commit(() => this.write(chunk), chunk.length);
      for (const position of written) positions.push(position);
      const places = new Set(written.map(({ topic, partition }) => `${topic}/${partition}`));
      for (const place of places) this.arrivals.announce(place);
    }
    return positions;
  }

  private entry(record: OutgoingRecord, now: number): Entry {
    const topic = this.topics.get(record.topic);
    const partition = record.partition ?? partitionOf(record.key, topic.partitions);
    if (!Number.isInteger(partition) || partition < 0 || partition >= topic.partitions)
      throw new ThroughlineError(
        'INVALID',
        `Topic ${topic.name} has no partition ${partition}: it has ${topic.partitions}`,
      );
    const bytes = encodeRecord(record, now);
    if (bytes.length > this.options.maxRecordBytes)
      throw new ThroughlineError(
        'TOO_LARGE',
        `A record for ${topic.name} has ${bytes.length} bytes, more than the ${this.options.maxRecordBytes} the log takes`,
      );
    if (topic.cleanup === 'compact' && Buffer.byteLength(record.key) > MAX_COMPACTED_KEY_BYTES)
      throw new ThroughlineError(
        'INVALID',
        `A key on the compacted topic ${topic.name} is longer than ${MAX_COMPACTED_KEY_BYTES} bytes`,
      );
    const tombstone = record.value === null ? (record.timestamp ?? now) : undefined;
    return { topic, partition, key: record.key, tombstone, bytes };
  }

  /** Inside a transaction, where reads see what was written before in the same one. */
  private write(entries: readonly Entry[]): Position[] {
    const ends = new Map<string, { id: number; partition: number; ends: Ends }>();
    const positions = entries.map((entry): Position => {
      const { topic, partition } = entry;
      const place = `${topic.id}/${partition}`;
      const known = ends.get(place)?.ends ??
        this.database.ends.get([topic.id, partition]) ?? { earliest: 0, latest: 0 };
      const offset = known.latest;
      ends.set(place, { id: topic.id, partition, ends: { ...known, latest: offset + 1 } });
      void this.database.records.put(recordKey(topic.id, partition, offset), entry.bytes);
      if (topic.cleanup === 'compact') this.supersede(entry, offset);
      return { topic: topic.name, partition, offset };
    });
    for (const { id, partition, ends: changed } of ends.values())
      void this.database.ends.put([id, partition], changed);
    return positions;
  }

  /** Compaction at once: the newest record of a key replaces the one before. */
  private supersede(entry: Entry, offset: number): void {
    const { topic, partition, key } = entry;
    const { newest, records, tombstones } = this.database;
    const before = newest.get([topic.id, partition, key]);
    if (before !== undefined) void records.remove(recordKey(topic.id, partition, before));
    void newest.put([topic.id, partition, key], offset);
    if (entry.tombstone !== undefined)
      void tombstones.put([topic.id, partition, offset], entry.tombstone);
  }
}
