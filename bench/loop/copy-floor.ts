/**
 * The floor: what any service pays that reads each record of a topic in a group and writes one record for it, through the
 * same client. Nothing is decoded, decided or stored.
 */
import { Topics } from '#contracts';
import type { Batch, EventLog, OutgoingRecord, StoredRecord, Subscription } from '#ports';
import type { Pass } from './loop-job.ts';
import { PassMeter, type Range } from './pass-meter.ts';

/** As many batches as the loop has between arrival and acknowledgement. */
const PIPELINE_DEPTH = 3;

export interface FloorOptions {
  readonly log: EventLog;
  readonly group: string;
  readonly range: Range;
  readonly pids: Readonly<Record<string, number>>;
}

/** Copies the records to a topic that nobody reads; acknowledges each batch once its copies are durable. */
export async function copyFloor({ log, group, range, pids }: FloorOptions): Promise<Pass> {
  const meter = new PassMeter(range, pids);
  const partitions = new Map<number, CopiedPartition>();
  let subscription: Subscription | undefined;
  let hasJoined: (subscription: Subscription) => void = () => undefined;
  const joined = new Promise<Subscription>((resolve) => (hasJoined = resolve));
  const copying = (partition: number): CopiedPartition => {
    const known = partitions.get(partition);
    if (known !== undefined) return known;
    const first = range.from[partition] ?? 0;
    const made = new CopiedPartition(log, joined, meter, first);
    partitions.set(partition, made);
    return made;
  };
  try {
    subscription = await log.subscribe(
      { group, topics: [Topics.interactions], maxBatchRecords: 1_000 },
      {
        assigned: async (given) => given.map(({ partition }) => copying(partition).next),
        batch: (batch) => copying(batch.partition).accept(batch),
      },
    );
    hasJoined(subscription);
    return await Promise.race([meter.finished, failureOf(subscription)]);
  } finally {
    await subscription?.close();
  }
}

/** Appends batch after batch, up to three at once, and acknowledges them in their order. */
class CopiedPartition {
  /** Everything below is copied and acknowledged. */
  next: number;
  private readonly log: EventLog;
  private readonly subscription: Promise<Subscription>;
  private readonly meter: PassMeter;
  private done: Promise<unknown> = Promise.resolve();
  private inFlight = 0;
  private room: (() => void) | undefined;

  constructor(log: EventLog, subscription: Promise<Subscription>, meter: PassMeter, first: number) {
    this.log = log;
    this.subscription = subscription;
    this.meter = meter;
    this.next = first;
  }

  async accept(batch: Batch): Promise<void> {
    this.meter.batchArrived();
    const { topic, partition, generation, records } = batch;
    const appended = this.log.append(records.map(copyOf));
    const before = this.done;
    this.inFlight += 1;
    const next = (records.at(-1)?.offset ?? -1) + 1;
    this.done = (async () => {
      await Promise.all([before, appended]);
      const subscription = await this.subscription;
      const isOurs = await subscription.acknowledge({ topic, partition }, next, generation);
      this.inFlight -= 1;
      this.room?.();
      if (!isOurs) return;
      this.next = next;
      this.meter.published(records.length);
      this.meter.acknowledged(partition, next);
    })();
    if (this.inFlight >= PIPELINE_DEPTH)
      await new Promise<void>((resolve) => (this.room = resolve));
  }
}

function copyOf({ key, value, headers, partition }: StoredRecord): OutgoingRecord {
  const texts: Record<string, string> = {};
  for (const [name, bytes] of Object.entries(headers)) texts[name] = textOf(bytes);
  return {
    topic: Topics.inbound,
    key: key === null ? '' : textOf(key),
    value,
    headers: texts,
    partition,
  };
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

function failureOf(subscription: Subscription): Promise<never> {
  return subscription.ended.then(() => {
    throw new Error('the subscription ended before everything was copied');
  });
}
