import {
  type BatchHandler,
  type SubscribeOptions,
  type Subscription,
  ThroughlineError,
  type TopicPartition,
  within,
} from '#ports';
import type { Arrivals } from './arrivals.js';
import type { Member } from './group.js';
import type { Reader } from './reader.js';

const DEFAULT_BATCH = 1_000;
const DEFAULT_DRAIN_MS = 10_000;

/** What a membership uses of its log. */
export interface MembershipContext {
  readonly reader: Reader;
  readonly arrivals: Arrivals;
  acknowledged(group: string, place: TopicPartition): number | undefined;
  /** Remembers an offset if, at the moment of writing, `valid()` still holds; tells whether it did. */
  acknowledge(
    group: string,
    place: TopicPartition,
    next: number,
    valid: () => boolean,
  ): Promise<boolean>;
  leave(member: Member): void;
}

/** One tenure: the partitions of one generation, and the loops that work on them. */
interface Tenure {
  readonly generation: number;
  readonly partitions: readonly TopicPartition[];
  /** Aborted: stop taking further batches. */
  readonly stop: AbortController;
  readonly loops: Promise<void>[];
}

/** A member of a group in this process. */
export class Membership implements Subscription, Member {
  readonly topics: readonly string[];
  readonly ended: Promise<void>;
  private readonly options: SubscribeOptions;
  private readonly handler: BatchHandler;
  private readonly context: MembershipContext;
  /** The last one. It counts until it is released. */
  private tenure: Tenure | undefined;
  private getting: Promise<void> = Promise.resolve();
  private over = false;
  private readonly settle: { resolve: () => void; reject: (reason: unknown) => void };

  constructor(options: SubscribeOptions, handler: BatchHandler, context: MembershipContext) {
    this.topics = options.topics;
    this.options = options;
    this.handler = handler;
    this.context = context;
    let settle = { resolve: (): void => undefined, reject: (_: unknown): void => undefined };
    this.ended = new Promise((resolve, reject) => (settle = { resolve, reject }));
    this.ended.catch(() => undefined); // the owner watches `ended`, perhaps not yet
    this.settle = settle;
  }

  async acknowledge(place: TopicPartition, next: number, generation: number): Promise<boolean> {
    const valid = (): boolean => this.holds(place, generation);
    if (!valid()) return false;
    return this.context.acknowledge(this.options.group, place, next, valid);
  }

  async close(drainMs = DEFAULT_DRAIN_MS): Promise<void> {
    if (this.over) return;
    this.over = true;
    // Handlers that are running may still acknowledge: the tenure ends after them.
    await this.stopWorking(drainMs);
    const tenure = this.tenure;
    this.tenure = undefined;
    if (tenure !== undefined && tenure.partitions.length > 0)
      await drained(drainMs, this.revoke(tenure));
    this.context.leave(this);
    this.settle.resolve();
  }

  async release(): Promise<void> {
    const tenure = this.tenure;
    if (tenure === undefined) return;
    this.tenure = undefined;
    tenure.stop.abort();
    await drained(DEFAULT_DRAIN_MS, this.getting, ...tenure.loops);
    if (tenure.partitions.length > 0) await drained(DEFAULT_DRAIN_MS, this.revoke(tenure));
  }

  async take(partitions: readonly TopicPartition[], generation: number): Promise<void> {
    if (this.over) return;
    const tenure = { generation, partitions, stop: new AbortController(), loops: [] };
    this.tenure = tenure;
    if (partitions.length === 0) return;
    this.getting = this.begin(tenure).catch((error: unknown) => this.fail(error));
    await this.getting;
  }

  private async begin(tenure: Tenure): Promise<void> {
    const starts = (await this.handler.assigned?.(tenure.partitions, tenure.generation)) ?? [];
    if (tenure.stop.signal.aborted) return;
    tenure.partitions.forEach((place, index) => {
      const from = starts[index] ?? this.context.acknowledged(this.options.group, place) ?? 0;
      const loop = this.work(place, from, tenure);
      tenure.loops.push(loop.catch((error: unknown) => this.fail(error)));
    });
  }

  private async work(place: TopicPartition, from: number, tenure: Tenure): Promise<void> {
    const { topic, partition } = place;
    const { generation } = tenure;
    const { signal } = tenure.stop;
    let next = from;
    while (!signal.aborted) {
      const found = this.context.reader.readNow(
        topic,
        partition,
        next,
        this.options.maxBatchRecords ?? DEFAULT_BATCH,
      );
      next = found.next;
      if (found.records.length === 0) {
        await this.context.arrivals.next(`${topic}/${partition}`, Infinity, signal);
        continue;
      }
      const isStale = (): boolean => !this.holds(place, generation);
      await this.handler.batch({ topic, partition, records: found.records, generation, isStale });
      await new Promise(setImmediate); // reading is synchronous: let others have their turn
    }
  }

  private holds(place: TopicPartition, generation: number): boolean {
    return (
      this.tenure?.generation === generation &&
      this.tenure.partitions.some(
        ({ topic, partition }) => topic === place.topic && partition === place.partition,
      )
    );
  }

  private async stopWorking(withinMs: number): Promise<void> {
    const tenure = this.tenure;
    tenure?.stop.abort();
    await drained(withinMs, this.getting, ...(tenure?.loops ?? []));
  }

  private async revoke(tenure: Tenure): Promise<void> {
    await this.handler
      .revoked?.(tenure.partitions, tenure.generation)
      .catch((error: unknown) => this.fail(error));
  }

  /** The handler's failure is the end of this membership; others get its partitions. */
  private fail(reason: unknown): void {
    if (this.over) return;
    this.over = true;
    this.tenure?.stop.abort();
    this.tenure = undefined;
    this.settle.reject(
      reason ?? new ThroughlineError('BUG', 'A batch handler failed without a reason'),
    );
    this.context.leave(this);
  }
}

/** Resolves when all work is done, or after `ms`, whichever is first. */
function drained(ms: number, ...work: readonly Promise<unknown>[]): Promise<unknown> {
  return within<unknown>(ms, Promise.all(work), () => undefined);
}
