import type { TopicSpec } from '#contracts';
import {
  type BatchHandler,
  type EventLog,
  type OutgoingRecord,
  type PartitionBounds,
  type Position,
  type ReadResult,
  type SubscribeOptions,
  type Subscription,
  ThroughlineError,
  type TopicPartition,
} from '#ports';
import { Appender } from './appender.js';
import { Arrivals } from './arrivals.js';
import { CommitQueue } from './commit-queue.js';
import { type Database, openDatabase, openDatabaseForReading } from './database.js';
import { Group } from './group.js';
import { Membership } from './membership.js';
import { Reader, type ReadOptions } from './reader.js';
import { applyRetention } from './retention.js';
import { Topics } from './topics.js';

export interface EmbeddedLogOptions {
  /** Where the log lives; created when it is not there. One process at a time. */
  readonly directory: string;
  /** Bytes one record may have, headers included; default 1,000,000, what a Kafka broker takes. */
  readonly maxRecordBytes?: number;
  /** How often what is older than a topic keeps is removed, in ms; default 5 minutes. */
  readonly retentionEveryMs?: number;
  /** ms since the epoch; the system's clock when absent. */
  readonly now?: () => number;
}

const DEFAULT_MAX_RECORD_BYTES = 1_000_000;
const DEFAULT_RETENTION_EVERY_MS = 300_000;

/**
 * The log in this process, on LMDB: what was acknowledged survives kill -9 and, after the disk's own promise, a power cut.
 * Groups live in this process; only their acknowledged offsets are kept.
 * Throws `UNAVAILABLE` when another process has the directory.
 */
export async function openEmbeddedLog(options: EmbeddedLogOptions): Promise<EventLog> {
  const log = new EmbeddedLog(openDatabase(options.directory), options);
  await log.keepToRetention(options.retentionEveryMs);
  return log;
}

/**
 * A log that is there, for reading only, also beside the process that has it. Whatever would write throws `INVALID`; nothing
 * can be subscribed to, because groups live in the process that writes. Throws `UNAVAILABLE`.
 */
export function openEmbeddedLogForReading({
  directory,
}: Pick<EmbeddedLogOptions, 'directory'>): EventLog {
  const log = new EmbeddedLog(openDatabaseForReading(directory), { directory });
  const refused = (): Promise<never> =>
    Promise.reject(new ThroughlineError('INVALID', `The log in ${directory} is open for reading`));
  return {
    partitions: (topic) => log.partitions(topic),
    read: (topic, partition, from, options) => log.read(topic, partition, from, options),
    bounds: (topic) => log.bounds(topic),
    acknowledged: (group, topic) => log.acknowledged(group, topic),
    close: () => log.close(),
    ensureTopics: refused,
    append: refused,
    subscribe: refused,
  };
}

class EmbeddedLog implements EventLog {
  private readonly arrivals = new Arrivals();
  private readonly reader: Reader;
  private readonly database: Database;
  private readonly commits: CommitQueue;
  private readonly topics: Topics;
  private readonly appender: Appender;
  private readonly groups = new Map<string, Group>();
  private readonly memberships = new Set<Membership>();
  private readonly clockNow: () => number;
  private retention: NodeJS.Timeout | undefined;
  private closing: Promise<void> | undefined;

  constructor(database: Database, options: EmbeddedLogOptions) {
    this.database = database;
    this.clockNow = options.now ?? Date.now;
    this.commits = new CommitQueue(database.root);
    this.topics = new Topics(database, this.commits);
    this.reader = new Reader(database, this.topics, this.arrivals);
    const store = { database, topics: this.topics, commits: this.commits };
    this.appender = new Appender(store, this.arrivals, {
      maxRecordBytes: options.maxRecordBytes ?? DEFAULT_MAX_RECORD_BYTES,
      now: this.clockNow,
    });
  }

  /** From now on what is older than its topic keeps is removed now and then. */
  async keepToRetention(everyMs: number = DEFAULT_RETENTION_EVERY_MS): Promise<void> {
    await this.applyRetention();
    this.retention = setInterval(() => {
      // A full disk shows at the next append; removing is tried again next time.
      this.applyRetention().catch(() => undefined);
    }, everyMs);
    this.retention.unref();
  }

  async ensureTopics(specs: readonly TopicSpec[], partitions: number): Promise<void> {
    this.requireOpen();
    await this.topics.ensure(specs, partitions);
  }

  async partitions(topic: string): Promise<number> {
    this.requireOpen();
    return this.topics.get(topic).partitions;
  }

  async append(records: readonly OutgoingRecord[]): Promise<readonly Position[]> {
    this.requireOpen();
    return this.appender.append(records);
  }

  async read(
    topic: string,
    partition: number,
    from: number,
    options: ReadOptions = {},
  ): Promise<ReadResult> {
    return this.reader.read(topic, partition, from, options);
  }

  async bounds(topic: string): Promise<readonly PartitionBounds[]> {
    this.requireOpen();
    const { id, partitions } = this.topics.get(topic);
    return Array.from({ length: partitions }, (_, partition) => {
      const ends = this.database.ends.get([id, partition]) ?? { earliest: 0, latest: 0 };
      return { partition, ...ends };
    });
  }

  async subscribe(options: SubscribeOptions, handler: BatchHandler): Promise<Subscription> {
    this.requireOpen();
    for (const topic of options.topics) this.topics.get(topic);
    let group = this.groups.get(options.group);
    if (group === undefined) {
      group = new Group((topic) => this.topics.get(topic).partitions);
      this.groups.set(options.group, group);
    }
    const membership = new Membership(options, handler, {
      reader: this.reader,
      arrivals: this.arrivals,
      acknowledged: (name, place) => this.acknowledgedOf(name, place),
      acknowledge: (name, place, next, valid) => this.acknowledge(name, place, next, valid),
      leave: (member) => {
        group.leave(member);
        this.memberships.delete(membership);
      },
    });
    this.memberships.add(membership);
    group.join(membership);
    return membership;
  }

  async acknowledged(group: string, topic: string): Promise<readonly (number | undefined)[]> {
    this.requireOpen();
    const { partitions } = this.topics.get(topic);
    return Array.from({ length: partitions }, (_, partition) =>
      this.acknowledgedOf(group, { topic, partition }),
    );
  }

  /** Removes what is older than its topic keeps. */
  async applyRetention(): Promise<void> {
    await applyRetention(this.database, this.commits, this.topics.all(), this.clockNow());
  }

  close(): Promise<void> {
    this.closing ??= this.closeOnce();
    return this.closing;
  }

  private async closeOnce(): Promise<void> {
    clearInterval(this.retention);
    await Promise.all([...this.memberships].map((membership) => membership.close()));
    this.reader.close();
    await this.commits.drained();
    await this.database.close();
  }

  private acknowledgedOf(group: string, { topic, partition }: TopicPartition): number | undefined {
    return this.database.groups.get([group, topic, partition]);
  }

  private async acknowledge(
    group: string,
    { topic, partition }: TopicPartition,
    next: number,
    valid: () => boolean,
  ): Promise<boolean> {
    return this.commits.commit(() => {
      if (!valid()) return false;
      void this.database.groups.put([group, topic, partition], next);
      return true;
    });
  }

  private requireOpen(): void {
    if (this.closing !== undefined) throw new ThroughlineError('CLOSED', 'The log was closed');
  }
}
