import kafkajs, { type Admin } from 'kafkajs';
import { partitionOf, type TopicSpec } from '#contracts';
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
} from '#ports';
import { Acknowledgements } from './acknowledgements.js';
import { AppendQueue, type PlacedRecord } from './append-queue.js';
import { kafkaError } from './kafka-errors.js';
import { createCluster, type KafkaCluster } from './kafkajs-internals.js';
import { Membership } from './membership.js';
import { type KafkaLogOptions, kafkaConfig, RETRY } from './options.js';
import { Reader, type ReadOptions } from './reader.js';
import { Topics } from './topics.js';

const DEFAULT_CONNECT_ATTEMPTS = 8;
const DEFAULT_MAX_RECORD_BYTES = 1_000_000;
/** What a record takes in a batch beside its content: lengths, deltas, attributes (generously). */
const RECORD_OVERHEAD_BYTES = 40;
const HEADER_OVERHEAD_BYTES = 6;

/** The log on Kafka 4. Throws `UNAVAILABLE` when no broker answers. */
export async function openKafkaLog(options: KafkaLogOptions): Promise<EventLog> {
  await reach(options);
  const config = kafkaConfig(options);
  const kafka = new kafkajs.Kafka(config);
  const admin = kafka.admin({ retry: RETRY });
  const coordinators = createCluster(config);
  await admin.connect();
  await coordinators.connect();
  const topics = new Topics(admin, options.replicationFactor ?? 1);
  return new KafkaLog(options, {
    admin,
    coordinators,
    topics,
    reader: new Reader(config, topics),
    appends: new AppendQueue(kafka),
  });
}

/** A first connection with a patience of its own, so that a wrong address is soon told. */
async function reach(options: KafkaLogOptions): Promise<void> {
  const retries = (options.connectAttempts ?? DEFAULT_CONNECT_ATTEMPTS) - 1;
  const cluster = createCluster({ ...kafkaConfig(options), retry: { ...RETRY, retries } });
  try {
    await cluster.connect();
  } catch (error) {
    throw kafkaError(error, `be reached at ${options.brokers.join(', ')}`);
  } finally {
    await cluster.disconnect();
  }
}

interface Parts {
  readonly admin: Admin;
  /** Connections for group coordinators. */
  readonly coordinators: KafkaCluster;
  readonly topics: Topics;
  readonly reader: Reader;
  readonly appends: AppendQueue;
}

class KafkaLog implements EventLog {
  readonly #options: KafkaLogOptions;
  readonly #parts: Parts;
  readonly #memberships = new Set<Membership>();
  #closing: Promise<void> | undefined;

  constructor(options: KafkaLogOptions, parts: Parts) {
    this.#options = options;
    this.#parts = parts;
  }

  async ensureTopics(specs: readonly TopicSpec[], partitions: number): Promise<void> {
    this.#requireOpen();
    await this.#parts.topics.ensure(specs, partitions);
  }

  async partitions(topic: string): Promise<number> {
    this.#requireOpen();
    return this.#parts.topics.partitions(topic);
  }

  async append(records: readonly OutgoingRecord[]): Promise<readonly Position[]> {
    this.#requireOpen();
    const counts = new Map<string, number>();
    for (const { topic } of records)
      if (!counts.has(topic)) counts.set(topic, await this.#parts.topics.partitions(topic));
    const placed = records.map((record) => this.#place(record, counts.get(record.topic) ?? 0));
    return this.#parts.appends.append(placed);
  }

  async read(
    topic: string,
    partition: number,
    from: number,
    options: ReadOptions = {},
  ): Promise<ReadResult> {
    this.#requireOpen();
    return this.#parts.reader.read(topic, partition, from, options);
  }

  async bounds(topic: string): Promise<readonly PartitionBounds[]> {
    this.#requireOpen();
    return this.#parts.topics.bounds(topic);
  }

  async acknowledged(group: string, topic: string): Promise<readonly (number | undefined)[]> {
    this.#requireOpen();
    return this.#parts.topics.acknowledged(group, topic);
  }

  async subscribe(options: SubscribeOptions, handler: BatchHandler): Promise<Subscription> {
    this.#requireOpen();
    const { topics, coordinators } = this.#parts;
    for (const topic of options.topics) await topics.partitions(topic);
    const membership = new Membership(options, handler, {
      log: this.#options,
      topics,
      acknowledgements: new Acknowledgements(coordinators, options.group),
      left: (one) => void this.#memberships.delete(one),
    });
    this.#memberships.add(membership);
    await membership.start();
    return membership;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const { admin, appends, coordinators, reader } = this.#parts;
    await Promise.all([...this.#memberships].map((membership) => membership.close()));
    await Promise.all([appends.close(), reader.close()]);
    await Promise.all([admin.disconnect(), coordinators.disconnect()]);
  }

  #place(record: OutgoingRecord, partitions: number): PlacedRecord {
    const { topic, key } = record;
    const partition = record.partition ?? partitionOf(key, partitions);
    if (!Number.isInteger(partition) || partition < 0 || partition >= partitions)
      throw new ThroughlineError(
        'INVALID',
        `Topic ${topic} has no partition ${partition}: it has ${partitions}`,
      );
    const bytes = sizeOf(record);
    const limit = this.#options.maxRecordBytes ?? DEFAULT_MAX_RECORD_BYTES;
    if (bytes > limit)
      throw new ThroughlineError(
        'TOO_LARGE',
        `A record for ${topic} has ${bytes} bytes, more than the ${limit} the log takes`,
      );
    return { record, partition, bytes };
  }

  #requireOpen(): void {
    if (this.#closing !== undefined) throw new ThroughlineError('CLOSED', 'The log was closed');
  }
}

function sizeOf({ key, value, headers }: OutgoingRecord): number {
  let bytes = RECORD_OVERHEAD_BYTES + Buffer.byteLength(key) + (value?.length ?? 0);
  for (const [name, content] of Object.entries(headers ?? {}))
    bytes += HEADER_OVERHEAD_BYTES + Buffer.byteLength(name) + Buffer.byteLength(content);
  return bytes;
}
