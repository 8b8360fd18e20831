import { Topics, shardsOf, type Epoch, type Shard } from '#contracts';
import { hasCode, ThroughlineError, type OutboxEntry, type ShardLease } from '#ports';
import { decodeOutbox } from '../publishing/outbox.js';
import type { Output } from '../publishing/outputs.js';
import { OwnedPartition, type LoopContext } from './owned-partition.js';
import { OwnedShard } from './owned-shard.js';
import { publish } from '../publishing/publish.js';
import { retrying } from '../retrying.js';

/** The epochs this process has held: one that comes again means the store was rolled back (I7). */
export type HeldEpochs = Map<Shard, Epoch>;

/** A partition taken, and the offset to read from. */
export interface TakenPartition {
  readonly owned: OwnedPartition;
  readonly start: number;
}

/**
 * Takes all shards of a partition: raises their epochs (I1), publishes their outboxes (I6), and finds where to begin (I7).
 *
 * Reading begins at the lowest watermark, which for an empty shard is the beginning of the log: shards that stand higher
 * skip (I4), so one pass rebuilds whatever is empty or behind. Outputs of records that were acknowledged before are not
 * published again. It also begins no later than what was acknowledged, because a clock record in front of that may still
 * have timers to append (I8).
 *
 * `acknowledged`: the group's offset, undefined: none.
 */
export async function takePartition(
  context: LoopContext,
  partition: number,
  acknowledged: number | undefined,
  held: HeldEpochs,
  signal: AbortSignal,
): Promise<TakenPartition> {
  const taking = new Taking(context, partition, held, signal);
  await taking.readDefinitions();
  const latest = await taking.latest();
  const leases = await Promise.all(
    shardsOf(partition, context.partitions).map((shard) => taking.take(shard)),
  );
  await taking.publishOutboxes(leases);
  const shards = new Map<Shard, OwnedShard>();
  for (const lease of leases) {
    const usable = await taking.resetWhatLies(lease, latest);
    shards.set(lease.shard, new OwnedShard(usable, partition));
  }
  const watermarks = Array.from(shards.values(), ({ takenAt }) => takenAt);
  const done = Math.min(acknowledged ?? 0, latest);
  const start = Math.min(done, ...watermarks.map((offset) => offset + 1));
  return { owned: new OwnedPartition(context, partition, shards, start, done), start };
}

class Taking {
  constructor(
    private readonly context: LoopContext,
    private readonly partition: number,
    private readonly held: HeldEpochs,
    private readonly signal: AbortSignal,
  ) {}

  take(shard: Shard): Promise<ShardLease> {
    return this.patiently(`take shard ${shard}`, () => this.context.store.take(shard));
  }

  /** The states to come were decided by others, who may have read more deployments than this process until now. */
  readDefinitions(): Promise<void> {
    return this.patiently('read journey definitions', () => this.context.catalogue.refresh());
  }

  /** The offset the partition's next record will get. */
  async latest(): Promise<number> {
    const bounds = await this.patiently('read the ends of the log', () =>
      this.context.log.bounds(Topics.interactions),
    );
    return bounds.find(({ partition }) => partition === this.partition)?.latest ?? 0;
  }

  /** Committed, perhaps not published: published (again) before anything new is (I6). */
  async publishOutboxes(leases: readonly ShardLease[]): Promise<void> {
    const outputs = leases.flatMap(({ outbox }) =>
      outbox.flatMap((entry) => outputsIn(entry) ?? []),
    );
    const { partition } = this;
    const { codec, observer, log } = this.context;
    await publish(
      {
        codec,
        observer,
        partition,
        append: (records) => this.patiently('publish the outbox', () => log.append(records)),
      },
      outputs,
    );
  }

  /**
   * Empties a shard that contradicts the log, or may have been written by two owners; it is rebuilt from the log (I2, I7).
   * `latest`: where the partition ends.
   */
  async resetWhatLies(lease: ShardLease, latest: number): Promise<ShardLease> {
    const { shard, epoch } = lease;
    const before = this.held.get(shard) ?? -1;
    this.held.set(shard, epoch);
    const lie = epoch <= before ? `its epoch went back to ${epoch}` : this.lieOf(lease, latest);
    if (lie === undefined) return lease;
    this.context.observer.problem?.(
      new ThroughlineError('CORRUPT', `shard ${shard}: ${lie}; rebuilding it from the log`),
      'take a shard',
    );
    await this.patiently(`reset shard ${shard}`, () => this.context.store.reset(shard, epoch));
    return { ...lease, watermark: undefined, outbox: [] };
  }

  private lieOf({ watermark, outbox }: ShardLease, latest: number): string | undefined {
    if (outbox.some((entry) => outputsIn(entry) === undefined)) return 'its outbox cannot be read';
    if (watermark === undefined) return undefined;
    const { partition, offset } = watermark;
    if (partition !== this.partition) return `its watermark is on partition ${partition}`;
    return offset < latest ? undefined : `its watermark ${offset} is past the log's end ${latest}`;
  }

  private patiently<T>(what: string, call: () => Promise<T>): Promise<T> {
    const where = `${what} (partition ${this.partition})`;
    return retrying(this.context.waiting, where, this.signal, call);
  }
}

/** Undefined: it cannot be read. Its records are folded again then, and what they put out was not acknowledged. */
function outputsIn(entry: OutboxEntry): readonly Output[] | undefined {
  try {
    return decodeOutbox(entry.payload);
  } catch (error) {
    if (hasCode(error, 'CORRUPT')) return undefined;
    throw error;
  }
}
