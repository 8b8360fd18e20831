import { Topics } from '#contracts';
import {
  hasCode,
  type Batch,
  type BatchHandler,
  type Subscription,
  type TopicPartition,
} from '#ports';
import type { PartitionStatus } from '../options.js';
import type { LoopContext } from '../ownership/owned-partition.js';
import { PartitionOwner } from './partition-owner.js';
import { retrying } from '../retrying.js';
import { takePartition, type HeldEpochs } from '../ownership/take-partition.js';
import { tellLag } from './tell-lag.js';

/**
 * One time in the group: owners come with `assigned` and go with `revoked`. It ends when it is left, when the subscription
 * dies, or when an owner was fenced although the group still counts it as the owner: then the store was rolled back, and
 * only joining anew compares watermarks again (I7).
 */
export class GroupMembership implements BatchHandler {
  /** Rejects with the reason it ended of; resolves once left. */
  readonly ended: Promise<void>;
  private readonly owners = new Map<number, PartitionOwner>();
  private readonly leaving = new AbortController();
  private readonly subscription: Promise<Subscription>;
  private subscribed: (subscription: Subscription) => void = () => undefined;
  private joined: Subscription | undefined;
  private telling: Promise<void> | undefined;
  private end: (error?: unknown) => void = () => undefined;

  constructor(
    private readonly context: LoopContext,
    private readonly group: string,
    private readonly options: { readonly maxBatchRecords?: number },
    private readonly held: HeldEpochs,
  ) {
    this.subscription = new Promise((resolve) => (this.subscribed = resolve));
    this.ended = new Promise((resolve, reject) => {
      this.end = (error) => (error === undefined ? resolve() : reject(error));
    });
    this.ended.catch(() => undefined);
  }

  get hasJoined(): boolean {
    return this.joined !== undefined && !this.leaving.signal.aborted;
  }

  partitions(): PartitionStatus[] {
    return Array.from(this.owners.values(), (owner) => owner.status());
  }

  async join(): Promise<void> {
    const { log } = this.context;
    const { maxBatchRecords = 1_000 } = this.options;
    const topics = [Topics.interactions];
    const subscription = await log.subscribe({ group: this.group, topics, maxBatchRecords }, this);
    this.joined = subscription;
    this.subscribed(subscription);
    this.telling = tellLag(this.context, () => this.partitions(), this.leaving.signal);
    subscription.ended.then(
      () => this.end(),
      (error: unknown) => this.end(error),
    );
  }

  async assigned(
    partitions: readonly TopicPartition[],
    generation: number,
  ): Promise<readonly (number | undefined)[]> {
    const { signal } = this.leaving;
    const { log, waiting } = this.context;
    const acknowledged = await retrying(waiting, 'read acknowledged offsets', signal, () =>
      log.acknowledged(this.group, Topics.interactions),
    );
    return Promise.all(
      partitions.map(async ({ partition }) => {
        await this.owners.get(partition)?.drop();
        const offset = acknowledged[partition];
        const taken = await takePartition(this.context, partition, offset, this.held, signal);
        const owner = new PartitionOwner(taken.owned, generation, {
          acknowledge: (at, next, under) => this.acknowledge(at, next, under),
          lost: (lost, error) => void this.lost(lost, error),
        });
        this.owners.set(partition, owner);
        return taken.start;
      }),
    );
  }

  async revoked(partitions: readonly TopicPartition[]): Promise<void> {
    await Promise.all(
      partitions.map(async ({ partition }) => {
        const owner = this.owners.get(partition);
        this.owners.delete(partition);
        await owner?.drop();
      }),
    );
  }

  async batch(batch: Batch): Promise<void> {
    await this.owners.get(batch.partition)?.accept(batch);
  }

  /** Lets owners finish what they have decided, at most `drainMs`; then gives up the rest and leaves. May be called twice. */
  async leave(drainMs: number): Promise<void> {
    const { clock } = this.context;
    const owners = [...this.owners.values()];
    const deadline = new AbortController();
    const drained = Promise.all(owners.map((owner) => owner.drain())).then(() => deadline.abort());
    if (drainMs > 0) await clock.until(clock.now() + drainMs, deadline.signal);
    this.leaving.abort();
    await Promise.all(owners.map((owner) => owner.drop()));
    await Promise.all([drained, this.telling]);
    await this.joined?.close(0);
    this.end();
  }

  private async acknowledge(partition: number, next: number, generation: number): Promise<boolean> {
    const subscription = await this.subscription;
    const topic = Topics.interactions;
    return subscription.acknowledge({ topic, partition }, next, generation);
  }

  /** A fenced owner whose partition is another's has nothing to do but wait; any other failure ends the membership. */
  private async lost(owner: PartitionOwner, error: unknown): Promise<void> {
    if (this.leaving.signal.aborted) return;
    this.context.observer.problem?.(error, `own partition ${owner.partition}`);
    if (hasCode(error, 'FENCED')) {
      const isMember = await owner.isMember().catch(() => true);
      if (!isMember) return;
    }
    this.end(error);
  }
}
