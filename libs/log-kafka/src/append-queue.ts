import type { Kafka, Message, Producer, RecordMetadata } from 'kafkajs';
import { type OutgoingRecord, type Position, ThroughlineError } from '#ports';
import { kafkaError } from './kafka-errors.js';
import { RETRY } from './options.js';

/** A record whose partition is decided. */
export interface PlacedRecord {
  readonly record: OutgoingRecord;
  readonly partition: number;
  readonly bytes: number;
}

interface Append {
  readonly records: readonly PlacedRecord[];
  readonly positions: Position[];
  /** Records of it that are on their way or in the log. */
  taken: number;
  readonly resolve: (positions: readonly Position[]) => void;
  readonly reject: (error: unknown) => void;
}

/** One record batch is made per partition and request, and a broker takes at most 1 MiB of one (message.max.bytes). */
const MAX_PARTITION_BYTES = 1_000_000;
const MAX_REQUEST_BYTES = 8_000_000;
/** kafkajs copies a partition's records once for each of them: more in one request would cost more than it saves. */
const MAX_PARTITION_RECORDS = 1_000;

/**
 * Sends appends one request after the other, each as large as may be, so that records keep their order.
 *
 * One request at a time is also what makes kafkajs's idempotent producer safe: it takes back the sequence numbers of a
 * request that failed, so another one sent in between would get numbers that the broker may know already, and be
 * dropped as a duplicate. For the same reason a producer that has failed for good is thrown away, with its numbers.
 */
export class AppendQueue {
  readonly #kafka: Kafka;
  readonly #waiting: Append[] = [];
  #producer: Promise<Producer> | undefined;
  #running: Promise<void> | undefined;

  constructor(kafka: Kafka) {
    this.#kafka = kafka;
  }

  append(records: readonly PlacedRecord[]): Promise<readonly Position[]> {
    if (records.length === 0) return Promise.resolve([]);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ records, positions: [], taken: 0, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Sends what is waiting, then disconnects. */
  async close(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
    const producer = await this.#producer?.catch(() => undefined);
    await producer?.disconnect();
  }

  async #run(): Promise<void> {
    await Promise.resolve(); // what is appended during this turn shares the first request
    try {
      while (this.#waiting.length > 0) {
        const request = this.#take();
        try {
          this.#producer ??= this.#connect();
          const producer = await this.#producer;
          const sent = await producer.sendBatch({ acks: -1, topicMessages: request.messages() });
          request.settle(sent);
        } catch (error) {
          await this.#discardProducer();
          request.fail(kafkaError(error, 'append'));
        }
        while (this.#waiting[0] !== undefined && isSettled(this.#waiting[0])) this.#waiting.shift();
      }
    } finally {
      // In the same turn as the last look: what comes after it starts a new run.
      this.#running = undefined;
    }
  }

  async #connect(): Promise<Producer> {
    const producer = this.#kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      retry: RETRY,
      createPartitioner:
        () =>
        ({ message }) =>
          message.partition ?? 0,
    });
    await producer.connect();
    return producer;
  }

  async #discardProducer(): Promise<void> {
    const producer = await this.#producer?.catch(() => undefined);
    this.#producer = undefined;
    await producer?.disconnect().catch(() => undefined); // it failed already
  }

  /** The next request: records in order, up to the first that does not fit. */
  #take(): ProduceRequest {
    const request = new ProduceRequest();
    for (const append of this.#waiting) {
      while (append.taken < append.records.length) {
        const placed = append.records[append.taken];
        if (placed === undefined || !request.add(append, placed)) return request;
        append.taken++;
      }
    }
    return request;
  }
}

function isSettled(append: Append): boolean {
  return append.taken === append.records.length;
}

/** Records of one or more appends that go to the broker together. */
class ProduceRequest {
  #bytes = 0;
  readonly #failed = new Set<Append>();
  readonly #appends = new Set<Append>();
  /** In the order they were added, which is the order of each append. */
  readonly #entries: { append: Append; place: Place; index: number }[] = [];
  readonly #places = new Map<string, Place>();

  /** False when the record must wait for the next request. */
  add(append: Append, { record, partition, bytes }: PlacedRecord): boolean {
    const name = `${record.topic}/${partition}`;
    const place = this.#places.get(name) ?? {
      topic: record.topic,
      partition,
      bytes: 0,
      messages: [],
    };
    const full =
      this.#bytes + bytes > MAX_REQUEST_BYTES ||
      place.bytes + bytes > MAX_PARTITION_BYTES ||
      place.messages.length >= MAX_PARTITION_RECORDS;
    if (full && this.#entries.length > 0) return false;
    this.#places.set(name, place);
    this.#entries.push({ append, place, index: place.messages.length });
    this.#appends.add(append);
    place.messages.push(messageOf(record, partition));
    place.bytes += bytes;
    this.#bytes += bytes;
    return true;
  }

  messages(): { topic: string; messages: Message[] }[] {
    const topics = new Map<string, Message[]>();
    for (const { topic, messages } of this.#places.values()) {
      const all = topics.get(topic);
      if (all === undefined) topics.set(topic, [...messages]);
      else for (const message of messages) all.push(message);
    }
    return [...topics].map(([topic, messages]) => ({ topic, messages }));
  }

  /** Gives each append the positions of its records; resolves those that are complete. */
  settle(sent: readonly RecordMetadata[]): void {
    const bases = new Map<string, number>();
    for (const { topicName, partition, baseOffset } of sent)
      bases.set(`${topicName}/${partition}`, Number(baseOffset ?? -1));
    for (const { append, place, index } of this.#entries) {
      const base = bases.get(`${place.topic}/${place.partition}`) ?? -1;
      if (base < 0) {
        this.#failed.add(append);
        continue;
      }
      const { topic, partition } = place;
      append.positions.push({ topic, partition, offset: base + index });
    }
    for (const append of this.#failed) {
      append.taken = append.records.length;
      append.reject(
        new ThroughlineError('UNAVAILABLE', 'Kafka did not tell where it put a record'),
      );
    }
    for (const append of this.#appends)
      if (append.positions.length === append.records.length) append.resolve(append.positions);
  }

  /** Fails every append that has a record in here; what is left of them is not sent. */
  fail(error: ThroughlineError): void {
    for (const append of this.#appends) {
      append.taken = append.records.length;
      append.reject(error);
    }
  }
}

interface Place {
  readonly topic: string;
  readonly partition: number;
  bytes: number;
  readonly messages: Message[];
}

function messageOf(record: OutgoingRecord, partition: number): Message {
  const { key, value, headers, timestamp } = record;
  return {
    key,
    value: value === null ? null : bufferOf(value),
    partition,
    ...(headers === undefined ? {} : { headers: headersOf(headers) }),
    ...(timestamp === undefined ? {} : { timestamp: String(timestamp) }),
  };
}

function headersOf(
  headers: NonNullable<OutgoingRecord['headers']>,
): Record<string, Buffer | string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, content]) => [
      name,
      typeof content === 'string' ? content : bufferOf(content),
    ]),
  );
}

/** The same memory. */
function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
