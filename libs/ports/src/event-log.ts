import type { TopicSpec } from '#contracts';

/** A record to append. Its partition is `partitionOf(key, partitions)` unless given. */
export interface OutgoingRecord {
  readonly topic: string;
  readonly key: string;
  /** Null is a tombstone on a compacted topic. */
  readonly value: Uint8Array | null;
  /** Text is kept as UTF-8. */
  readonly headers?: Readonly<Record<string, string | Uint8Array>>;
  readonly partition?: number;
  /** ms since the epoch; the log's own clock when absent. */
  readonly timestamp?: number;
}

/** A record as the log holds it. */
export interface StoredRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** ms since the epoch. */
  readonly timestamp: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: Readonly<Record<string, Uint8Array>>;
}

export interface Position {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/** The ends of a partition: `earliest` is the first offset held, `latest` the offset the next record will get. */
export interface PartitionBounds {
  readonly partition: number;
  readonly earliest: number;
  readonly latest: number;
}

/** What one `read` found. `next` is where to read on: it can be past the last record (compaction leaves holes). */
export interface ReadResult {
  readonly records: readonly StoredRecord[];
  readonly next: number;
}

/**
 * Records of one partition, in order, read under one membership of the group.
 * Once `isStale()` is true the partition has another owner: stop, write nothing more for it.
 */
export interface Batch {
  readonly topic: string;
  readonly partition: number;
  /** At least one. */
  readonly records: readonly StoredRecord[];
  /** Rises each time this member is given partitions anew. */
  readonly generation: number;
  isStale(): boolean;
}

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** What a group member does with what it is given. No call may outlive `Subscription.close()`. */
export interface BatchHandler {
  /**
   * These partitions are now this member's. Called, and awaited, before their first batch.
   * The returned offset is where to begin; undefined: at the group's acknowledged offset, or at the beginning.
   */
  assigned?(
    partitions: readonly TopicPartition[],
    generation: number,
  ): Promise<readonly (number | undefined)[]>;
  /** These partitions are no longer this member's. */
  revoked?(partitions: readonly TopicPartition[], generation: number): Promise<void>;
  /**
   * Resolves when the handler is ready for the partition's next batch, which need not mean that this one is done:
   * acknowledging is separate. Never called twice at once for one partition; different partitions do not wait for each
   * other. A rejection is the handler's own failure: the subscription fails (see `Subscription.failed`), nothing is skipped.
   */
  batch(batch: Batch): Promise<void>;
}

export interface SubscribeOptions {
  readonly group: string;
  readonly topics: readonly string[];
  /** Records a batch holds at most; default 1,000. */
  readonly maxBatchRecords?: number;
  /**
   * ms that records may wait for others to come with them, at most; default 0. For who does not hurry: each batch costs
   * the same, however few records it has. A log for which that does not hold may take no notice.
   */
  readonly gatherMs?: number;
}

/** Membership of a group. */
export interface Subscription {
  /**
   * Everything below `next` is done. Remembered for the group unless `generation` is no longer this member's:
   * then nothing is written and the answer is false.
   */
  acknowledge(partition: TopicPartition, next: number, generation: number): Promise<boolean>;
  /** Settles once the subscription has ended: rejects with the reason it died of, resolves after `close()`. */
  readonly ended: Promise<void>;
  /** Stops fetching, waits for running handlers up to `drainMs`, leaves the group. */
  close(drainMs?: number): Promise<void>;
}

/**
 * The log. Records of one (topic, partition) keep their order and get rising offsets; a record that was acknowledged
 * survives the death of any process.
 */
export interface EventLog {
  /** Creates what is missing. Throws `INVALID` when a topic exists with another number of partitions. */
  ensureTopics(specs: readonly TopicSpec[], partitions: number): Promise<void>;
  /** Number of partitions of a topic. Throws `NOT_FOUND`. */
  partitions(topic: string): Promise<number>;
  /**
   * Appends in order; resolves with the positions after all are durable. Throws `UNAVAILABLE` (some may be in the log),
   * `TOO_LARGE` (none is).
   */
  append(records: readonly OutgoingRecord[]): Promise<readonly Position[]>;
  /**
   * Reads from an offset without a group: up to `maxRecords` (default 1,000); waits up to `waitMs` (default 0) for the
   * first. Reading below `earliest` begins at `earliest`.
   */
  read(
    topic: string,
    partition: number,
    from: number,
    options?: { maxRecords?: number; waitMs?: number; signal?: AbortSignal },
  ): Promise<ReadResult>;
  bounds(topic: string): Promise<readonly PartitionBounds[]>;
  /** The group's acknowledged offset of each partition; undefined where it has none. */
  acknowledged(group: string, topic: string): Promise<readonly (number | undefined)[]>;
  subscribe(options: SubscribeOptions, handler: BatchHandler): Promise<Subscription>;
  close(): Promise<void>;
}
