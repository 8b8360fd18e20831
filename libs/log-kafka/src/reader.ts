import type { KafkaConfig } from 'kafkajs';
import { type PartitionBounds, type ReadResult, ThroughlineError } from '#ports';
import { type Fetched, FetchLane, type FetchPlace, OUT_OF_RANGE } from './fetch-lane.js';
import { kafkaError } from './kafka-errors.js';
import { createCluster, visibleMessages } from './kafkajs-internals.js';
import { storedRecord } from './stored-record.js';
import type { Topics } from './topics.js';
import { WaitingFetches } from './waiting-fetches.js';

export interface ReadOptions {
  readonly maxRecords?: number;
  readonly waitMs?: number;
  readonly signal?: AbortSignal;
}

const DEFAULT_MAX_RECORDS = 1_000;

/** Reads partitions from any offset, without a group. */
export class Reader {
  readonly #topics: Topics;
  readonly #quick: FetchLane;
  readonly #patient: FetchLane;
  readonly #waiting: WaitingFetches;
  readonly #closed = new AbortController();

  constructor(config: KafkaConfig, topics: Topics) {
    this.#topics = topics;
    this.#quick = new FetchLane(createCluster(config));
    this.#patient = new FetchLane(createCluster(config));
    this.#waiting = new WaitingFetches(this.#patient);
  }

  /** See `EventLog.read`. */
  async read(
    topic: string,
    partition: number,
    from: number,
    options: ReadOptions = {},
  ): Promise<ReadResult> {
    const count = await this.#topics.partitions(topic);
    if (partition < 0 || partition >= count)
      throw new ThroughlineError('NOT_FOUND', `Topic ${topic} has no partition ${partition}`);
    this.#requireOpen();
    const stop = AbortSignal.any([
      this.#closed.signal,
      ...(options.signal ? [options.signal] : []),
    ]);
    const deadline = performance.now() + (options.waitMs ?? 0);
    try {
      return await this.#read({ topic, partition }, Math.max(0, from), deadline, options, stop);
    } catch (error) {
      this.#requireOpen();
      throw kafkaError(error, `read ${topic}/${partition}`);
    }
  }

  /** Ends all waiting reads with `CLOSED`. */
  async close(): Promise<void> {
    this.#closed.abort();
    await Promise.all([this.#quick.close(), this.#patient.close()]);
  }

  async #read(
    place: { topic: string; partition: number },
    from: number,
    deadline: number,
    options: ReadOptions,
    stop: AbortSignal,
  ): Promise<ReadResult> {
    let wanted = from;
    let fetchAt = from;
    for (let wait = false; ;) {
      const fetched = await this.#fetch({ ...place, offset: fetchAt }, wait, stop);
      this.#requireOpen();
      if (fetched === OUT_OF_RANGE) {
        const { earliest, latest } = await this.#ends(place);
        wanted = Math.max(wanted, earliest);
        fetchAt = Math.min(wanted, latest);
        wait = fetchAt === latest;
      } else {
        const max = options.maxRecords ?? DEFAULT_MAX_RECORDS;
        const found = resultOf(place.topic, { wanted, fetchAt, max }, fetched);
        if (found.records.length > 0) return found;
        // Not the end yet: control records were here, or records that compaction removed.
        wait = found.next <= fetchAt;
        fetchAt = Math.max(fetchAt, found.next);
        wanted = Math.max(wanted, fetchAt);
      }
      const late = wait && performance.now() >= deadline;
      if (late || stop.aborted) return { records: [], next: wanted };
    }
  }

  async #fetch(place: FetchPlace, wait: boolean, stop: AbortSignal): Promise<Fetched> {
    return wait ? unless(stop, this.#waiting.fetch(place)) : this.#quick.fetch(place, 0);
  }

  async #ends({
    topic,
    partition,
  }: {
    topic: string;
    partition: number;
  }): Promise<PartitionBounds> {
    const bounds = await this.#topics.bounds(topic);
    return bounds[partition] ?? { partition, earliest: 0, latest: 0 };
  }

  #requireOpen(): void {
    if (this.#closed.signal.aborted) throw new ThroughlineError('CLOSED', 'The log was closed');
  }
}

/** The fetch, or as if nothing had come when the signal aborts first. */
async function unless(signal: AbortSignal, fetch: Promise<Fetched>): Promise<Fetched> {
  fetch.catch(() => undefined); // perhaps nobody waits for it any more
  let stop = (): void => undefined;
  const nothing = new Promise<Fetched>((resolve) => {
    stop = () => resolve({ partition: -1, highWatermark: '-1', messages: [] });
  });
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([fetch, nothing]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** What a reader who wants records from `wanted` on sees of a fetch that began at `fetchAt`. */
function resultOf(
  topic: string,
  { wanted, fetchAt, max }: { wanted: number; fetchAt: number; max: number },
  fetched: Exclude<Fetched, typeof OUT_OF_RANGE>,
): ReadResult {
  const visible = visibleMessages(topic, fetchAt, fetched).filter(
    ({ offset }) => Number(offset) >= wanted,
  );
  const records = visible
    .slice(0, max)
    .map((message) => storedRecord({ topic, partition: fetched.partition }, message));
  const last = records.at(-1);
  if (last !== undefined && visible.length > records.length)
    return { records, next: last.offset + 1 };
  return { records, next: Math.max(endOf(fetched), fetchAt) };
}

/** The offset after the last record batch, which may reach past its last record; -1 when there is none. */
function endOf({ messages }: Exclude<Fetched, typeof OUT_OF_RANGE>): number {
  const last = messages.at(-1);
  if (last === undefined) return -1;
  const { batchContext } = last;
  return batchContext === undefined
    ? Number(last.offset) + 1
    : Number(batchContext.firstOffset) + batchContext.lastOffsetDelta + 1;
}
