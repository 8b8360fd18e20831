import { setTimeout } from 'node:timers/promises';
import type { Admin } from 'kafkajs';
import type { TopicSpec } from '#contracts';
import { type PartitionBounds, ThroughlineError } from '#ports';
import { kafkaError, rootCause } from './kafka-errors.js';

/** How long a cluster may take to give new topics their leaders, ms. */
const LEADERS_WITHIN_MS = 30_000;
const POLL_MS = 50;
/** Answers about a topic that was created a moment ago. */
const SETTLING = ['UNKNOWN_TOPIC_OR_PARTITION', 'LEADER_NOT_AVAILABLE', 'NOT_LEADER_FOR_PARTITION'];

/** What the cluster knows of topics: their partitions, and where these begin and end. */
export class Topics {
  readonly #admin: Admin;
  readonly #replicationFactor: number;
  /** The number of partitions of a topic does not change. */
  readonly #partitions = new Map<string, number>();

  constructor(admin: Admin, replicationFactor: number) {
    this.#admin = admin;
    this.#replicationFactor = replicationFactor;
  }

  /** Throws `NOT_FOUND`. */
  async partitions(topic: string): Promise<number> {
    const known = this.#partitions.get(topic);
    if (known !== undefined) return known;
    try {
      const { topics } = await this.#admin.fetchTopicMetadata({ topics: [topic] });
      const count = topics[0]?.partitions.length ?? 0;
      if (count === 0)
        throw new ThroughlineError('NOT_FOUND', `Topic ${topic} has no partitions yet`);
      this.#partitions.set(topic, count);
      return count;
    } catch (error) {
      throw kafkaError(error, `find topic ${topic}`);
    }
  }

  /** See `EventLog.ensureTopics`. */
  async ensure(specs: readonly TopicSpec[], partitions: number): Promise<void> {
    try {
      const existing = new Set(await this.#admin.listTopics());
      const missing = specs.filter(({ name }) => !existing.has(name));
      if (missing.length > 0) await this.#create(missing, partitions);
      // Those that exist too: another process may have made them a moment ago.
      await this.#untilLed(specs.map(({ name }) => name));
    } catch (error) {
      throw kafkaError(error, `create topics`);
    }
    for (const { name } of specs) {
      const count = await this.partitions(name);
      if (count !== partitions)
        throw new ThroughlineError(
          'INVALID',
          `Topic ${name} has ${count} partitions, not ${partitions}: use that number everywhere, or other topics`,
        );
    }
  }

  async #create(specs: readonly TopicSpec[], partitions: number): Promise<void> {
    const topics = specs.map((spec) => ({
      topic: spec.name,
      numPartitions: partitions,
      replicationFactor: this.#replicationFactor,
      configEntries: [
        { name: 'cleanup.policy', value: spec.cleanup },
        ...(spec.cleanup === 'delete'
          ? [{ name: 'retention.ms', value: String(spec.retentionMs) }]
          : []),
      ],
    }));
    try {
      await this.#admin.createTopics({ topics, waitForLeaders: false });
    } catch (error) {
      // Another process was faster; whether the partitions agree is looked at next.
      if (rootCause(error).type !== 'TOPIC_ALREADY_EXISTS') throw error;
    }
  }

  /**
   * Resolves when each partition answers as its leader. kafkajs's own wait ends with an error where a KRaft broker has not
   * heard yet of the topics it was told to create, and believes metadata that the leader has not caught up with.
   */
  async #untilLed(topics: readonly string[]): Promise<void> {
    const deadline = Date.now() + LEADERS_WITHIN_MS;
    for (const topic of topics) {
      while (!(await this.#isLed(topic, deadline))) await setTimeout(POLL_MS);
    }
  }

  async #isLed(topic: string, deadline: number): Promise<boolean> {
    try {
      await this.#admin.fetchTopicOffsets(topic);
      return true;
    } catch (error) {
      const { type = '' } = rootCause(error);
      if (!SETTLING.includes(type) || Date.now() > deadline) throw error;
      return false;
    }
  }

  /** See `EventLog.bounds`. */
  async bounds(topic: string): Promise<readonly PartitionBounds[]> {
    await this.partitions(topic);
    try {
      const offsets = await this.#admin.fetchTopicOffsets(topic);
      return offsets
        .map(({ partition, low, high }) => ({
          partition,
          earliest: Number(low),
          latest: Number(high),
        }))
        .sort((a, b) => a.partition - b.partition);
    } catch (error) {
      throw kafkaError(error, `tell the ends of ${topic}`);
    }
  }

  /** See `EventLog.acknowledged`. */
  async acknowledged(group: string, topic: string): Promise<readonly (number | undefined)[]> {
    const count = await this.partitions(topic);
    try {
      const offsets: (number | undefined)[] = Array.from({ length: count }, () => undefined);
      const found = await this.#admin.fetchOffsets({ groupId: group, topics: [topic] });
      for (const { partition, offset } of found[0]?.partitions ?? [])
        if (Number(offset) >= 0) offsets[partition] = Number(offset);
      return offsets;
    } catch (error) {
      throw kafkaError(error, `tell the offsets of group ${group}`);
    }
  }
}
