import { type Logger } from '#observability';
import {
  type Batch,
  type Clock,
  type EventLog,
  hasCode,
  isRetryable,
  type PartitionBounds,
  type ReadResult,
  type RecordCodec,
  retry,
  type StoredRecord,
  type Subscription,
  type TopicPartition,
} from '#ports';
import { DEFAULT_RETRY } from './retry-policy.js';
import { type Work } from './work.js';

// A projection is what a store keeps of what topics say, and how far it has come. What must hold:
//   X1 An update and the position it leads to are one write, so that a crash anywhere loses nothing and doubles nothing.
//   X2 Processes share the partitions, and one may work on for a moment after it lost one. A store either takes updates in
//      any order, or refuses one that is not built on its last; what it then lacks is read from the log again.
//   X3 An emptied store begins at the beginning of the topics.

/** A stretch that changes nothing is noted after this many records: fewer are cheaper read again than noted. */
const NOTE_AFTER = 1_000;
/** How far a projection may be behind so that it is asked for less often, ms. */
const GATHER_MS = 500;
/** What the log is waited for at the most before it is asked again, ms. */
const LONGEST_READ_MS = 1_000;

/** What a stretch of one partition changes. */
export interface Stretch<Change> {
  readonly place: TopicPartition;
  /** The position that the store has, as far as is known here; undefined: none. */
  readonly seen: number | undefined;
  /** Everything below this offset is applied with this stretch. */
  readonly next: number;
  /** In the order of the log. */
  readonly changes: readonly Change[];
}

/** What is made of the topics, and where it is kept. */
export interface Projected<Change> {
  /** What it is called in the log of the process. */
  readonly name: string;
  readonly group: string;
  readonly topics: readonly string[];
  /** What a record changes; undefined: nothing. One that throws `UNREADABLE` or `UNKNOWN_SCHEMA` is passed over. */
  read(record: StoredRecord): Change | undefined;
  /** The `next` that was applied last of a partition; undefined: none. */
  position(place: TopicPartition): Promise<number | undefined>;
  /** Applies a stretch and its position, atomically; again, when it is not known whether it was. False: not built on `seen`. */
  apply(stretch: Stretch<Change>): Promise<boolean>;
}

export interface ProjectionSource {
  readonly log: EventLog;
  readonly codec: RecordCodec;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** How far a partition has come. */
interface Progress {
  /** What the store says; it is past the end of a log that was made anew. */
  readonly seen: number | undefined;
  /** Everything below is applied. */
  readonly next: number;
}

/** Keeps a projection up with the log as long as the process lives. */
export class Projection<Change> implements Work {
  private readonly closing = new AbortController();
  private readonly progress = new Map<string, Progress>();
  private subscription: Subscription | undefined;

  constructor(
    private readonly source: ProjectionSource,
    private readonly projected: Projected<Change>,
  ) {}

  /** What is missing before it can keep up; undefined: nothing. */
  get missing(): string | undefined {
    return this.subscription === undefined ? 'not yet a member of its group' : undefined;
  }

  /** Joins the group. */
  async start(fail: (error: unknown) => void): Promise<void> {
    const { group, topics } = this.projected;
    this.subscription = await this.source.log.subscribe(
      { group, topics, gatherMs: GATHER_MS },
      {
        assigned: (places) => Promise.all(places.map((place) => this.startOf(place))),
        batch: (batch) => this.handle(batch),
      },
    );
    this.subscription.ended.catch(fail);
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.subscription?.close();
  }

  /** X3: what the store has not applied; all there is, when it has come further than the log (which was made anew). */
  private async startOf(place: TopicPartition): Promise<number> {
    const seen = await this.patiently(() => this.projected.position(place));
    const { earliest, latest } = await this.patiently(() => this.boundsOf(place));
    const next = seen === undefined || seen > latest ? earliest : seen;
    this.progress.set(nameOf(place), { seen, next });
    return next;
  }

  private async handle(batch: Batch): Promise<void> {
    const { topic, partition, records, generation } = batch;
    const next = (records.at(-1)?.offset ?? -1) + 1;
    try {
      const applied = await this.take(batch, next);
      if (applied) await this.subscription?.acknowledge(batch, next, generation);
    } catch (error) {
      // Whoever has the partition now, or this process when it starts again, reads it again.
      if (this.closing.signal.aborted || batch.isStale()) return;
      if (!hasCode(error, 'UNAVAILABLE')) throw error;
      this.source.logger.warn({ err: error, topic, partition }, 'not acknowledged');
    }
  }

  /** Applies all below `end`, which a batch leads to. False: it changes nothing and is not worth a note, or is not ours. */
  private async take(batch: Batch, end: number): Promise<boolean> {
    const before = this.progressOf(batch).next;
    if (before >= end) return true;
    const changes = await this.changesOf(batch.records, batch);
    if (changes.length === 0 && end - before < NOTE_AFTER) return false;
    if (await this.apply(batch, end, changes)) return true;
    return this.takeFromLog(batch, end);
  }

  /** X2: another process was here, or the store lost what it had. It is the store that says where to go on. */
  private async takeFromLog(batch: Batch, end: number): Promise<boolean> {
    const { topic, partition } = batch;
    let from = await this.lookAgain(batch);
    while (from < end) {
      if (this.closing.signal.aborted || batch.isStale()) return false;
      const options = { signal: this.closing.signal, waitMs: LONGEST_READ_MS };
      const read = (): Promise<ReadResult> => this.source.log.read(topic, partition, from, options);
      const { records, next } = await this.patiently(read, batch);
      const changes = await this.changesOf(records, batch);
      from = (await this.apply(batch, next, changes)) ? next : await this.lookAgain(batch);
    }
    return true;
  }

  private async apply(batch: Batch, next: number, changes: readonly Change[]): Promise<boolean> {
    const { topic, partition } = batch;
    const { seen } = this.progressOf(batch);
    const stretch = { place: { topic, partition }, seen, next, changes };
    const isApplied = await this.patiently(() => this.projected.apply(stretch), batch);
    if (isApplied) this.progress.set(nameOf(batch), { seen: next, next });
    return isApplied;
  }

  private async lookAgain(batch: Batch): Promise<number> {
    const seen = await this.patiently(() => this.projected.position(batch), batch);
    const { earliest } = await this.patiently(() => this.boundsOf(batch), batch);
    const next = seen ?? earliest;
    this.progress.set(nameOf(batch), { seen, next });
    return next;
  }

  private progressOf(place: TopicPartition): Progress {
    return this.progress.get(nameOf(place)) ?? { seen: undefined, next: 0 };
  }

  private async boundsOf({ topic, partition }: TopicPartition): Promise<PartitionBounds> {
    const bounds = await this.source.log.bounds(topic);
    return (
      bounds.find((each) => each.partition === partition) ?? { partition, earliest: 0, latest: 0 }
    );
  }

  private async changesOf(records: readonly StoredRecord[], batch: Batch): Promise<Change[]> {
    await this.patiently(() => this.source.codec.prepare(records), batch);
    return records.flatMap((record) => this.changeOf(record) ?? []);
  }

  private changeOf(record: StoredRecord): Change | undefined {
    try {
      return this.projected.read(record);
    } catch (error) {
      if (!hasCode(error, 'UNREADABLE', 'UNKNOWN_SCHEMA')) throw error;
      const { topic, partition, offset } = record;
      const context = { err: error, topic, partition, offset };
      this.source.logger.error(context, `the ${this.projected.name} passes over a record`);
      return undefined;
    }
  }

  /** Tries again for as long as the other side does not answer and the batch, if it is about one, is ours. */
  private patiently<T>(call: () => Promise<T>, batch?: Batch): Promise<T> {
    const { clock, logger } = this.source;
    return retry(call, {
      clock,
      backoff: DEFAULT_RETRY,
      random: Math.random,
      signal: this.closing.signal,
      mayPass: (error) => isRetryable(error) && batch?.isStale() !== true,
      failed: (error, attempt) =>
        logger.warn({ err: error, attempt }, `the ${this.projected.name} waits`),
    });
  }
}

function nameOf({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}
