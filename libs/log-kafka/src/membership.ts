import kafkajs, { type Consumer, type EachBatchPayload } from 'kafkajs';
import {
  type BatchHandler,
  type SubscribeOptions,
  type Subscription,
  ThroughlineError,
  type TopicPartition,
  within,
} from '#ports';
import type { Acknowledgements, MemberIdentity } from './acknowledgements.js';
import { kafkaError } from './kafka-errors.js';
import { takeGeneration } from './kafkajs-internals.js';
import { type KafkaLogOptions, kafkaConfig, RETRY } from './options.js';
import { PartitionQueue } from './partition-queue.js';
import { storedRecord } from './stored-record.js';
import type { Topics } from './topics.js';

const DEFAULT_BATCH = 1_000;
const DEFAULT_DRAIN_MS = 10_000;
const SESSION_MS = 6_000;
const HEARTBEAT_MS = 1_000;
const REBALANCE_MS = 15_000;
/** A fetch without news ends after this: also how long kafkajs sleeps when every partition is paused. */
const MAX_WAIT_MS = 250;
/** What is worth an answer of its own to who gathers records, bytes. */
const GATHERED_BYTES = 262_144;

export interface MembershipContext {
  readonly log: KafkaLogOptions;
  readonly topics: Topics;
  readonly acknowledgements: Acknowledgements;
  left(membership: Membership): void;
}

/** What this member holds under one generation, and the loops that work on it. */
interface Tenure {
  /** Ours: rises for as long as this membership lives. */
  readonly generation: number;
  readonly identity: MemberIdentity;
  readonly partitions: readonly TopicPartition[];
  /** Aborted: over, or ending. */
  readonly stop: AbortController;
  readonly queues: Map<string, PartitionQueue>;
  readonly loops: Promise<void>[];
  /** The handler has been told of it. */
  told: boolean;
}

/** How long, and for how much, the broker holds a fetch. */
function waiting({ gatherMs = 0 }: SubscribeOptions) {
  return gatherMs === 0
    ? { maxWaitTimeInMs: MAX_WAIT_MS }
    : { maxWaitTimeInMs: gatherMs, minBytes: GATHERED_BYTES };
}

/**
 * A member of a Kafka group.
 *
 * kafkajs fetches, keeps the session alive and rejoins; it never runs a handler. `eachBatch` puts records into a bounded
 * queue per partition and comes back at once, so that heartbeats go on, a slow partition stalls no other, and what a
 * handler throws reaches us and not kafkajs (which dies of a TypeError without a word, and repeats other errors for ever).
 * After every join all partitions are paused until the handler has taken them; then each begins at an offset of ours.
 */
export class Membership implements Subscription {
  readonly ended: Promise<void>;
  readonly #options: SubscribeOptions;
  readonly #handler: BatchHandler;
  readonly #context: MembershipContext;
  readonly #consumer: Consumer;
  readonly #settle: { resolve: () => void; reject: (reason: unknown) => void };
  /** The last one. It counts until the group is rebalanced or left. */
  #tenure: Tenure | undefined;
  #generation = 0;
  /** Ends and beginnings of tenures, one after the other. */
  #turn: Promise<void> = Promise.resolve();
  #over = false;
  #closing: Promise<void> | undefined;

  constructor(options: SubscribeOptions, handler: BatchHandler, context: MembershipContext) {
    this.#options = options;
    this.#handler = handler;
    this.#context = context;
    let settle = { resolve: (): void => undefined, reject: (_: unknown): void => undefined };
    this.ended = new Promise((resolve, reject) => (settle = { resolve, reject }));
    this.ended.catch(() => undefined); // the owner watches `ended`, perhaps not yet
    this.#settle = settle;
    const sessionTimeout = context.log.sessionTimeoutMs ?? SESSION_MS;
    // A client of its own: kafkajs shares the offsets of a group among the consumers of one client.
    this.#consumer = new kafkajs.Kafka(kafkaConfig(context.log)).consumer({
      groupId: options.group,
      allowAutoTopicCreation: false,
      sessionTimeout,
      rebalanceTimeout: REBALANCE_MS,
      heartbeatInterval: Math.min(HEARTBEAT_MS, Math.floor(sessionTimeout / 3)),
      ...waiting(options),
      retry: { ...RETRY, restartOnFailure: async () => !this.#over },
    });
  }

  /** Joins the group. Throws `UNAVAILABLE`. */
  async start(): Promise<void> {
    const consumer = this.#consumer;
    const { GROUP_JOIN, REBALANCING, STOP, CRASH, END_BATCH_PROCESS } = consumer.events;
    consumer.on(GROUP_JOIN, ({ payload }) => this.#joined(payload));
    consumer.on(REBALANCING, () => this.#endTenure());
    consumer.on(STOP, () => this.#endTenure());
    consumer.on(CRASH, ({ payload }) => this.#crashed(payload.error, payload.restart));
    consumer.on(END_BATCH_PROCESS, ({ payload }) => this.#passedOver(payload));
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: [...this.#options.topics], fromBeginning: true });
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: 1, // it only hands over
        eachBatch: async (payload) => this.#fetched(payload),
      });
    } catch (error) {
      this.#over = true;
      await consumer.disconnect().catch(() => undefined); // the first error tells
      throw kafkaError(error, `join group ${this.#options.group}`);
    }
  }

  async acknowledge(place: TopicPartition, next: number, generation: number): Promise<boolean> {
    const tenure = this.#tenure;
    const key = `${place.topic}/${place.partition}`;
    if (tenure?.generation !== generation || !holds(tenure, key)) return false;
    const valid = (): boolean => this.#tenure === tenure;
    return this.#context.acknowledgements.acknowledge(place, next, tenure.identity, valid);
  }

  close(drainMs = DEFAULT_DRAIN_MS): Promise<void> {
    this.#closing ??= this.#close(drainMs);
    return this.#closing;
  }

  async #close(drainMs: number): Promise<void> {
    if (!this.#over) {
      this.#over = true;
      // Handlers that are running may still acknowledge: the tenure ends after them.
      const tenure = this.#tenure;
      tenure?.stop.abort();
      await drained(drainMs, this.#turn, ...(tenure?.loops ?? []));
      await drained(drainMs, this.#context.acknowledgements.settled());
      this.#tenure = undefined;
      if (tenure !== undefined) await drained(drainMs, this.#revoke(tenure));
    }
    await this.#leave();
    this.#settle.resolve();
  }

  /** GROUP_JOIN: emitted before the first fetch of the new generation, so that a pause is in time. */
  #joined(payload: { memberId: string; memberAssignment: Record<string, number[]> }): void {
    this.#endTenure();
    if (this.#over) {
      // A join that was under way when we left: kafkajs does not stop it, so leave again once it is through.
      setImmediate(() => void this.#consumer.disconnect().catch(() => undefined));
      return;
    }
    const partitions = Object.entries(payload.memberAssignment).flatMap(([topic, numbers]) =>
      numbers.map((partition) => ({ topic, partition })),
    );
    this.#consumer.pause(byTopic(partitions));
    const tenure: Tenure = {
      generation: ++this.#generation,
      identity: {
        memberId: payload.memberId,
        generationId: takeGeneration(payload.memberId),
      },
      partitions,
      stop: new AbortController(),
      queues: new Map(),
      loops: [],
      told: false,
    };
    this.#tenure = tenure;
    this.#turn = this.#turn
      .then(() => this.#begin(tenure))
      .catch((error: unknown) => this.#fail(error));
  }

  /** From now on nothing is acknowledged under it; what is running is waited for before the next begins. */
  #endTenure(): void {
    const tenure = this.#tenure;
    if (tenure === undefined || this.#over) return;
    this.#tenure = undefined;
    tenure.stop.abort();
    this.#turn = this.#turn
      .then(() => drained(DEFAULT_DRAIN_MS, ...tenure.loops))
      .then(() => this.#revoke(tenure));
  }

  async #begin(tenure: Tenure): Promise<void> {
    if (this.#tenure !== tenure || tenure.partitions.length === 0 || this.#over) return;
    tenure.told = true;
    const starts = (await this.#handler.assigned?.(tenure.partitions, tenure.generation)) ?? [];
    const offsets = await this.#startOffsets(tenure.partitions, starts);
    if (this.#tenure !== tenure || tenure.stop.signal.aborted) return;
    tenure.partitions.forEach((place, index) => this.#work(tenure, place, offsets[index] ?? 0));
    this.#consumer.resume(byTopic(tenure.partitions));
  }

  /** Where to begin, within what the log has: kafkajs answers an offset out of range by forgetting the group's own. */
  async #startOffsets(
    partitions: readonly TopicPartition[],
    starts: readonly (number | undefined)[],
  ): Promise<number[]> {
    const { topics } = this.#context;
    const known = new Map(
      await Promise.all(
        [...new Set(partitions.map(({ topic }) => topic))].map(async (topic) => {
          const bounds = await topics.bounds(topic);
          const acknowledged = await topics.acknowledged(this.#options.group, topic);
          return [topic, { bounds, acknowledged }] as const;
        }),
      ),
    );
    return partitions.map(({ topic, partition }, index) => {
      const { earliest, latest } = known.get(topic)?.bounds[partition] ?? {
        earliest: 0,
        latest: 0,
      };
      const wanted = starts[index] ?? known.get(topic)?.acknowledged[partition] ?? earliest;
      return Math.min(Math.max(wanted, earliest), latest);
    });
  }

  #work(tenure: Tenure, place: TopicPartition, from: number): void {
    const { topic, partition } = place;
    this.#consumer.seek({ topic, partition, offset: String(from) });
    const maxBatch = this.#options.maxBatchRecords ?? DEFAULT_BATCH;
    const where = [{ topic, partitions: [partition] }];
    const queue = new PartitionQueue(place, from, maxBatch, {
      pause: () => this.#consumer.pause(where),
      resume: () => {
        if (this.#tenure === tenure && !this.#over) this.#consumer.resume(where);
      },
    });
    tenure.queues.set(`${topic}/${partition}`, queue);
    const loop = this.#handle(tenure, queue);
    tenure.loops.push(loop.catch((error: unknown) => this.#fail(error)));
  }

  async #handle(tenure: Tenure, queue: PartitionQueue): Promise<void> {
    const { topic, partition } = queue.place;
    const { generation, stop } = tenure;
    const isStale = (): boolean => this.#tenure !== tenure;
    while (!stop.signal.aborted) {
      const records = await queue.take(stop.signal);
      if (records.length === 0) continue;
      await this.#handler.batch({ topic, partition, records, generation, isStale });
    }
  }

  /** A fetched batch goes into its partition's queue; one that is not what comes next is fetched again. */
  #fetched({ batch, resolveOffset }: EachBatchPayload): void {
    const { topic, partition } = batch;
    const queue = this.#tenure?.queues.get(`${topic}/${partition}`);
    if (queue === undefined) return;
    if (Number((batch as unknown as { fetchedOffset: string }).fetchedOffset) !== queue.expected) {
      this.#consumer.seek({ topic, partition, offset: String(queue.expected) });
      return;
    }
    const last = batch.messages.at(-1);
    if (last === undefined) return;
    resolveOffset(last.offset);
    queue.expected = Number(batch.lastOffset()) + 1;
    queue.push(batch.messages.map((message) => storedRecord({ topic, partition }, message)));
  }

  /** Batches without a visible record do not reach `eachBatch`: kafkajs moves on by itself, and so do we. */
  #passedOver(payload: {
    topic: string;
    partition: number;
    batchSize: number;
    lastOffset: string;
  }): void {
    if (payload.batchSize > 0) return;
    const queue = this.#tenure?.queues.get(`${payload.topic}/${payload.partition}`);
    if (queue !== undefined)
      queue.expected = Math.max(queue.expected, Number(payload.lastOffset) + 1);
  }

  /** kafkajs has stopped (STOP came before); it joins again by itself only when it says so. */
  #crashed(error: Error, restart: boolean): void {
    if (!restart) this.#fail(kafkaError(error, `go on as a member of ${this.#options.group}`));
  }

  async #revoke(tenure: Tenure): Promise<void> {
    if (!tenure.told) return;
    await this.#handler
      .revoked?.(tenure.partitions, tenure.generation)
      .catch((error: unknown) => this.#fail(error));
  }

  /** The end of this membership; others get its partitions. */
  #fail(reason: unknown): void {
    if (this.#over) return;
    this.#over = true;
    this.#tenure?.stop.abort();
    this.#tenure = undefined;
    this.#settle.reject(
      reason ?? new ThroughlineError('BUG', 'A batch handler failed without a reason'),
    );
    void this.#leave();
  }

  async #leave(): Promise<void> {
    await this.#consumer.disconnect().catch(() => undefined); // the session ends without us, too
    this.#context.left(this);
  }
}

function holds(tenure: Tenure, key: string): boolean {
  return tenure.partitions.some(({ topic, partition }) => `${topic}/${partition}` === key);
}

function byTopic(partitions: readonly TopicPartition[]): { topic: string; partitions: number[] }[] {
  const topics = new Map<string, number[]>();
  for (const { topic, partition } of partitions)
    topics.set(topic, [...(topics.get(topic) ?? []), partition]);
  return [...topics].map(([topic, numbers]) => ({ topic, partitions: numbers }));
}

/** Resolves when all work is done, or after `ms`, whichever is first. */
function drained(ms: number, ...work: readonly Promise<unknown>[]): Promise<unknown> {
  return within<unknown>(ms, Promise.all(work), () => undefined);
}
