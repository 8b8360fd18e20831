import { partitionOf, Topics } from '#contracts';
import {
  ThroughlineError,
  type EventLog,
  type OutgoingRecord,
  type PartitionBounds,
  type Position,
  type ReadResult,
  type StoredRecord,
} from '#ports';
import type { Scheduler, SimulatedProcess } from './scheduler.js';
import { SimulatedGroup } from './simulated-group.js';

const encoder = new TextEncoder();

/** Bytes of a value on a topic of outputs. The log of record takes more: a topic's limit is its own. */
const MOST_OUTPUT_BYTES = 70_000;

/** The log's server: what is appended stays, in order, whatever dies. */
export class SimulatedLog {
  readonly group: SimulatedGroup;
  private readonly topics = new Map<string, StoredRecord[][]>();

  constructor(
    private readonly scheduler: Scheduler,
    readonly partitions: number,
  ) {
    this.group = new SimulatedGroup(this, scheduler);
  }

  /** The log as a process reaches it. */
  client(process: SimulatedProcess): EventLog {
    const { scheduler } = this;
    const { random } = scheduler;
    const call = <T>(what: string, apply: () => T): Promise<T> =>
      scheduler.call(process, what, apply);
    return {
      ensureTopics: () => Promise.resolve(),
      partitions: () => Promise.resolve(this.partitions),
      append: (records) =>
        scheduler.call(
          process,
          'append',
          () => this.append(records),
          () => this.append(records.slice(0, random.below(records.length + 1))),
        ),
      read: (topic, partition, from, options) =>
        call('read', () => this.read(topic, partition, from, options?.maxRecords)),
      bounds: (topic) => call('bounds', () => this.bounds(topic)),
      acknowledged: () => call('acknowledged', () => this.group.offsets()),
      subscribe: (options, handler) =>
        this.group.join(process, handler, options.maxBatchRecords ?? 1_000),
      close: () => Promise.resolve(),
    };
  }

  /** The log for who watches the simulation from outside: every call is done at once. */
  direct(): EventLog {
    return {
      ensureTopics: () => Promise.resolve(),
      partitions: () => Promise.resolve(this.partitions),
      append: (records) => Promise.resolve(this.append(records)),
      read: (topic, partition, from, options) =>
        Promise.resolve(this.read(topic, partition, from, options?.maxRecords)),
      bounds: (topic) => Promise.resolve(this.bounds(topic)),
      acknowledged: () => Promise.resolve(this.group.offsets()),
      subscribe: () => Promise.reject(new Error('watching from outside is no membership')),
      close: () => Promise.resolve(),
    };
  }

  append(records: readonly OutgoingRecord[]): Position[] {
    const isTooLarge = ({ topic, value }: OutgoingRecord): boolean =>
      topic !== Topics.interactions && (value?.length ?? 0) > MOST_OUTPUT_BYTES;
    if (records.some(isTooLarge)) {
      throw new ThroughlineError('TOO_LARGE', `more than ${MOST_OUTPUT_BYTES} bytes`);
    }
    const positions = records.map((record) => {
      const partition = record.partition ?? partitionOf(record.key, this.partitions);
      const held = this.records(record.topic, partition);
      const offset = held.length;
      held.push({
        topic: record.topic,
        partition,
        offset,
        timestamp: record.timestamp ?? this.scheduler.now,
        key: encoder.encode(record.key),
        value: record.value,
        headers: Object.fromEntries(
          Object.entries(record.headers ?? {}).map(([name, content]) => [
            name,
            typeof content === 'string' ? encoder.encode(content) : content,
          ]),
        ),
      });
      return { topic: record.topic, partition, offset };
    });
    this.group.arrived();
    return positions;
  }

  read(topic: string, partition: number, from: number, maxRecords = 1_000): ReadResult {
    const records = this.records(topic, partition).slice(from, from + maxRecords);
    return { records, next: from + records.length };
  }

  bounds(topic: string): PartitionBounds[] {
    return Array.from({ length: this.partitions }, (_, partition) => ({
      partition,
      earliest: 0,
      latest: this.records(topic, partition).length,
    }));
  }

  /** The records themselves: seeded defects change them. */
  records(topic: string, partition: number): StoredRecord[] {
    let held = this.topics.get(topic);
    if (held === undefined) {
      held = Array.from({ length: this.partitions }, () => []);
      this.topics.set(topic, held);
    }
    return held[partition] ?? [];
  }
}
