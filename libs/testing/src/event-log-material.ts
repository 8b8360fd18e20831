import { randomUUID } from 'node:crypto';
import type { Topic, TopicSpec } from '#contracts';
import type {
  Batch,
  BatchHandler,
  EventLog,
  OutgoingRecord,
  StoredRecord,
  TopicPartition,
} from '#ports';

/** A name that no other test uses, so that suites can share one broker. */
export function uniqueName(what: string): string {
  return `${what}-${randomUUID()}`;
}

/** A topic of a test's own: kept for ever unless said otherwise. */
export function topicSpec(name: string, more: Partial<TopicSpec> = {}): TopicSpec {
  return { name: name as Topic, cleanup: 'delete', retentionMs: -1, ...more };
}

export function record(
  topic: string,
  partition: number,
  value: string,
  more: Partial<OutgoingRecord> = {},
): OutgoingRecord {
  return { topic, key: `key-${value}`, value: Buffer.from(value), partition, ...more };
}

/** Records with the values `from` to `to - 1`. */
export function records(
  topic: string,
  partition: number,
  from: number,
  to: number,
): OutgoingRecord[] {
  return Array.from({ length: to - from }, (_, i) => record(topic, partition, String(from + i)));
}

export function valueOf(stored: StoredRecord): string | null {
  return stored.value === null ? null : Buffer.from(stored.value).toString();
}

/** All that a partition holds, from `from` on. */
export async function everything(
  log: EventLog,
  topic: string,
  partition: number,
  from = 0,
): Promise<StoredRecord[]> {
  const all: StoredRecord[] = [];
  const { latest } = (await log.bounds(topic))[partition] ?? { latest: 0 };
  for (let next = from; next < latest;) {
    const read = await log.read(topic, partition, next, { waitMs: 2_000 });
    all.push(...read.records);
    next = read.next;
  }
  return all;
}

/** A handler that remembers all it was told; `on` adds what a test wants done with a batch. */
export class Recorder implements BatchHandler {
  readonly batches: Batch[] = [];
  readonly log: string[] = [];
  held: { partitions: readonly TopicPartition[]; generation: number } = {
    partitions: [],
    generation: 0,
  };
  private readonly on: (batch: Batch) => Promise<void> | void;

  constructor(on: (batch: Batch) => Promise<void> | void = () => undefined) {
    this.on = on;
  }

  async assigned(
    partitions: readonly TopicPartition[],
    generation: number,
  ): Promise<readonly (number | undefined)[]> {
    this.log.push(`assigned ${partitions.map(({ partition }) => partition).join(',')}`);
    this.held = { partitions, generation };
    return [];
  }

  async revoked(partitions: readonly TopicPartition[]): Promise<void> {
    this.log.push(`revoked ${partitions.map(({ partition }) => partition).join(',')}`);
    this.held = { partitions: [], generation: 0 };
  }

  async batch(batch: Batch): Promise<void> {
    this.batches.push(batch);
    await this.on(batch);
  }

  /** The values of a partition, in the order they came. */
  values(partition: number): (string | null)[] {
    return this.batches
      .filter((batch) => batch.partition === partition)
      .flatMap((batch) => batch.records.map(valueOf));
  }

  holds(): number[] {
    return this.held.partitions.map(({ partition }) => partition).sort((a, b) => a - b);
  }
}

/** A promise and the means to settle it. */
export function gate(): { readonly passed: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { passed, open: () => open() };
}
