import { type Backoff, retry, systemClock } from '#ports';
import { type FetchedPartition, type KafkaCluster, READ_COMMITTED } from './kafkajs-internals.js';
import { rootCause } from './kafka-errors.js';

const MAX_PARTITION_BYTES = 1_048_576;
const MAX_FETCH_BYTES = 10_485_760;
const ATTEMPTS = 5;
const BACKOFF: Backoff = { firstPauseMs: 200, longestPauseMs: 800 };
/** Kafka's names of "ask another broker": the leader moved, or is not there yet. */
const STALE = [
  'LEADER_NOT_AVAILABLE',
  'NOT_LEADER_FOR_PARTITION',
  'FENCED_LEADER_EPOCH',
  'UNKNOWN_LEADER_EPOCH',
];

export interface FetchPlace {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/** The broker has nothing at this offset: it is before the earliest record or past the end. */
export const OUT_OF_RANGE = 'out of range';
export type Fetched = FetchedPartition | typeof OUT_OF_RANGE;

/**
 * Fetches over connections of its own. A broker answers the requests of a connection one after the other, so a fetch that
 * waits for records holds up what comes after it: fetches that wait and fetches that do not go over different lanes.
 */
export class FetchLane {
  readonly #cluster: KafkaCluster;
  readonly #closing = new AbortController();
  readonly #running = new Set<Promise<unknown>>();
  #connected: Promise<void> | undefined;

  constructor(cluster: KafkaCluster) {
    this.#cluster = cluster;
  }

  /** Fetches a partition from an offset, waiting up to `waitMs` for a first record. */
  async fetch(place: FetchPlace, waitMs: number): Promise<Fetched> {
    const [fetched = OUT_OF_RANGE] = await this.fetchAll([place], waitMs);
    return fetched;
  }

  /** The same for several partitions; the first that has records ends the wait. The answers are in the order of the places. */
  async fetchAll(places: readonly FetchPlace[], waitMs: number): Promise<Fetched[]> {
    let isStale = false;
    const again = async (attempt: number): Promise<Fetched[]> => {
      if (attempt > 1) await this.#recover(isStale);
      try {
        return await this.#try(places, waitMs);
      } catch (error) {
        if (rootCause(error).type !== 'OFFSET_OUT_OF_RANGE') throw error;
        return this.#oneByOne(places);
      }
    };
    const running = retry(again, {
      clock: systemClock,
      signal: this.#closing.signal,
      backoff: BACKOFF,
      attempts: ATTEMPTS,
      mayPass: (error) => rootCause(error).type !== 'UNKNOWN_TOPIC_OR_PARTITION',
      failed: (error) => {
        const { type = '', host, port } = rootCause(error);
        isStale = STALE.includes(type);
        if (host !== undefined && port !== undefined) this.#cluster.removeBroker({ host, port });
      },
    });
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
    }
  }

  /** Ends what is being fetched. What was under way may connect once more as it ends: so nothing of it is left open. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#connected?.catch(() => undefined);
    await this.#cluster.disconnect();
    if (this.#running.size === 0) return;
    await Promise.allSettled(this.#running);
    await this.#cluster.disconnect();
  }

  /** kafkajs fails the whole fetch when one partition's offset is out of range. */
  async #oneByOne(places: readonly FetchPlace[]): Promise<Fetched[]> {
    if (places.length === 1) return [OUT_OF_RANGE];
    return Promise.all(places.map((place) => this.fetch(place, 0)));
  }

  async #try(places: readonly FetchPlace[], waitMs: number): Promise<Fetched[]> {
    this.#connected ??= this.#cluster.connect();
    await this.#connected;
    await this.#cluster.addMultipleTargetTopics([...new Set(places.map(({ topic }) => topic))]);
    await this.#cluster.refreshMetadataIfNecessary();
    const answers = await Promise.all(
      [...this.#byLeader(places)].map(async ([nodeId, led]) => {
        const broker = await this.#cluster.findBroker({ nodeId });
        return broker.fetch({
          maxWaitTime: waitMs,
          minBytes: 1,
          maxBytes: MAX_FETCH_BYTES,
          isolationLevel: READ_COMMITTED,
          topics: byTopic(led),
        });
      }),
    );
    const found = new Map<string, FetchedPartition>();
    for (const { topicName, partitions } of answers.flatMap(({ responses }) => responses))
      for (const fetched of partitions) found.set(`${topicName}/${fetched.partition}`, fetched);
    return places.map(
      ({ topic, partition }) =>
        found.get(`${topic}/${partition}`) ?? { partition, highWatermark: '-1', messages: [] },
    );
  }

  #byLeader(places: readonly FetchPlace[]): Map<string, FetchPlace[]> {
    const leaders = new Map<string, FetchPlace[]>();
    for (const place of places) {
      const led = this.#cluster.findLeaderForPartitions(place.topic, [place.partition]);
      const [leader] = Object.keys(led);
      if (leader === undefined) throw new Error(`${place.topic}/${place.partition} has no leader`);
      leaders.set(leader, [...(leaders.get(leader) ?? []), place]);
    }
    return leaders;
  }

  async #recover(stale: boolean): Promise<void> {
    try {
      if (!this.#cluster.isConnected()) await (this.#connected = this.#cluster.connect());
      if (stale) await this.#cluster.refreshMetadata();
    } catch {
      this.#connected = undefined; // the next attempt connects again, and says why if it cannot
    }
  }
}

function byTopic(places: readonly FetchPlace[]) {
  const topics = new Map<string, { partition: number; fetchOffset: string; maxBytes: number }[]>();
  for (const { topic, partition, offset } of places) {
    const partitions = topics.get(topic) ?? [];
    topics.set(topic, partitions);
    partitions.push({ partition, fetchOffset: String(offset), maxBytes: MAX_PARTITION_BYTES });
  }
  return [...topics].map(([topic, partitions]) => ({ topic, partitions }));
}
