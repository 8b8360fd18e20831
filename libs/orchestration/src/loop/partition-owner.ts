/**
 * The engine: one owner per partition, from `assigned` to `revoked`.
 *
 * 1. I1 One writer: every commit carries the epoch its shard was taken under; `FENCED` ends the owner, nothing is retried.
 * 2. I2 The log decides: what is committed is what `foldRecord` made of the partition's records in order, nothing else.
 * 3. I3 One atomic step: a batch is one store call; a shard's states, timers, indexes, outbox and watermark change together.
 * 4. I4 Once: a record at or below its shard's watermark is skipped (decide gives `duplicate` to a second delivery).
 * 5. I5 Derived ids: outputs get ids from their record's position, so publishing an outbox again repeats records by id.
 * 6. I6 Publish, then acknowledge: an offset is acknowledged when all outputs up to it are durable in the log, under the
 *    generation it was read in.
 * 7. I7 The store is a cache: taking a partition compares watermarks with what was acknowledged and begins at the lowest
 *    watermark (`take-partition.ts`); every commit names the watermark it builds on, so a rollback meanwhile is `FENCED`.
 * 8. I8 Timers are records: the pump appends what is due (`timer-pump.ts`); a clock record is acknowledged only when
 *    everything it made due is in the log and folded.
 * 9. I9 Nothing vanishes: every record of a batch ends in a disposition, or as a dead letter with its bytes.
 *
 * Pipelining: batch n+1 is decided (on the states n left in memory) while n is committed and published. Commits form one
 * chain, publishes another behind it; at most `pipelineDepth` batches are between decision and acknowledgement.
 */
import { Topics } from '#contracts';
import type { Batch } from '#ports';
import { commitDurably } from '../ownership/commit-durably.js';
import { commitBatch, decideNext, publishBatch, type DecidedBatch } from '../batch/handle-batch.js';
import type { OwnedPartition } from '../ownership/owned-partition.js';
import { TimerPump } from '../timers/timer-pump.js';

/** What an owner asks of the loop around it. */
export interface OwnerSurroundings {
  /** False: the generation is over. */
  acknowledge(partition: number, next: number, generation: number): Promise<boolean>;
  /** The owner cannot go on. Called once. */
  lost(owner: PartitionOwner, error: unknown): void;
}

/** What became of a batch after it was decided. */
interface Settled {
  readonly outputs: number;
  readonly oversized: number;
  readonly commitMs: number;
  readonly publishMs: number;
}

export class PartitionOwner {
  private readonly pump: TimerPump;
  private commits: Promise<unknown> = Promise.resolve();
  private publishes: Promise<unknown> = Promise.resolve();
  private acknowledging: Promise<unknown> = Promise.resolve();
  private readonly pumping: Promise<unknown>;
  private readonly keepingUp: Promise<unknown>;
  private inFlight = 0;
  private room: (() => void) | undefined;
  private draining = false;
  /** Everything below is published. */
  private publishedTo: number;
  private acknowledgedTo: number;
  private probe = 0;
  private idleCommitRuns = false;

  constructor(
    private readonly owned: OwnedPartition,
    private generation: number,
    private readonly surroundings: OwnerSurroundings,
  ) {
    this.publishedTo = owned.committedTo + 1;
    this.acknowledgedTo = Math.max(this.publishedTo, owned.suppressBelow);
    this.pump = new TimerPump(owned, () => void this.acknowledge());
    this.pumping = this.guard(() => this.pump.run());
    this.keepingUp = this.guard(() => this.keepUp());
  }

  get partition(): number {
    return this.owned.partition;
  }

  get isGone(): boolean {
    return this.owned.isGone;
  }

  /** Whether the group still counts this member as the partition's owner: it takes an acknowledgement that says nothing new. */
  isMember(): Promise<boolean> {
    return this.surroundings.acknowledge(this.partition, this.acknowledgedTo, this.generation);
  }

  status(): { partition: number; acknowledged: number; inFlight: number } {
    return {
      partition: this.partition,
      acknowledged: this.acknowledgedTo,
      inFlight: this.inFlight,
    };
  }

  /** Decides a batch and sends it on its way; resolves when the next one may come. Never rejects. */
  async accept(batch: Batch): Promise<void> {
    if (this.owned.isGone || this.draining || batch.isStale()) return;
    this.generation = batch.generation;
    await this.guard(async () => {
      const decided = await decideNext(this.owned, batch.records);
      this.inFlight += 1;
      this.settle(decided);
      // Who was dropped meanwhile finishes no batch, and so makes no room.
      if (this.inFlight < this.owned.context.pipelineDepth || this.owned.isGone) return;
      await new Promise<void>((resolve) => (this.room = resolve));
    });
  }

  /** Finishes what was decided and takes nothing more; then moves all watermarks on. */
  async drain(): Promise<void> {
    this.draining = true;
    await this.publishes;
    await this.acknowledging;
    this.idleCommit();
    await this.commits;
  }

  /** Stops writing: the partition is another's, or the work was given up. Resolves when no call is under way. */
  async drop(): Promise<void> {
    this.end();
    await Promise.all([this.commits, this.publishes, this.acknowledging]);
    await Promise.all([this.pumping, this.keepingUp]);
  }

  private settle(batch: DecidedBatch): void {
    const { clock } = this.owned.context;
    let commitMs = 0;
    const committed = this.chainCommit(async () => {
      const begun = clock.now();
      const sequences = await commitBatch(this.owned, batch);
      commitMs = clock.now() - begun;
      this.pump.committed(batch.clockMoves, batch.due);
      return sequences;
    });
    const before = this.publishes;
    this.publishes = this.guard(async () => {
      const sequences = await committed;
      await before;
      if (sequences === undefined || this.owned.isGone) return;
      const begun = clock.now();
      const published = await publishBatch(this.owned, batch, sequences);
      const publishMs = clock.now() - begun;
      this.publishedTo = Math.max(this.publishedTo, batch.last + 1);
      await this.acknowledge();
      this.done(batch, { ...published, commitMs, publishMs });
    });
  }

  private done(batch: DecidedBatch, settled: Settled): void {
    this.inFlight -= 1;
    this.room?.();
    this.room = undefined;
    const { observer, clock } = this.owned.context;
    const { outputs, oversized, commitMs, publishMs } = settled;
    const deadLetters = new Map(batch.deadLetters);
    if (oversized > 0) {
      deadLetters.set('TOO_LARGE', oversized + (deadLetters.get('TOO_LARGE') ?? 0));
    }
    observer.batchDone?.({
      partition: this.partition,
      records: batch.records,
      skipped: batch.skipped,
      deadLetters,
      outputs,
      dispositions: batch.dispositions,
      journeyEvents: batch.journeyEvents,
      commitMs,
      publishMs,
      tookMs: clock.now() - batch.arrivedAt,
    });
  }

  /** Acknowledges the done prefix (I6): published, and no clock record in it whose timers are still to come (I8). */
  private acknowledge(): Promise<unknown> {
    const before = this.acknowledging;
    this.acknowledging = this.guard(async () => {
      await before;
      const next = Math.min(this.publishedTo, this.pump.unfinishedClock);
      if (next <= this.acknowledgedTo || this.owned.isGone) return;
      const written = await this.owned.retrying('acknowledge', () =>
        this.surroundings.acknowledge(this.partition, next, this.generation),
      );
      if (written) this.acknowledgedTo = next;
      else this.end();
    });
    return this.acknowledging;
  }

  /**
   * Once every `idleCommitMs`: moves the watermarks of all shards to what the partition has committed, so that the next
   * owner begins near the end; drops published outbox entries; and writes at least one shard even when there is nothing
   * to tell, because that is how an owner without traffic finds out that the store was emptied (I7).
   */
  private async keepUp(): Promise<void> {
    const { clock, idleCommitMs } = this.owned.context;
    for (let caughtUp = false; ;) {
      caughtUp ||= await this.openPump();
      await clock.until(clock.now() + idleCommitMs, this.owned.signal);
      if (this.owned.isGone) return;
      if (!this.idleCommitRuns) this.idleCommit();
    }
  }

  /** The pump begins when the log holds nothing that this owner has not folded. */
  private async openPump(): Promise<boolean> {
    const { context, partition, committedTo } = this.owned;
    const rest = await this.owned.retrying('look for the end of the log', () =>
      context.log.read(Topics.interactions, partition, committedTo + 1, { maxRecords: 1 }),
    );
    if (rest.records.length > 0) return false;
    this.pump.open();
    return true;
  }

  private idleCommit(): void {
    this.idleCommitRuns = true;
    void this.chainCommit(async () => {
      this.idleCommitRuns = false;
      const to = this.owned.committedTo;
      const shards = [...this.owned.allShards()];
      const behind = shards.filter((shard) => shard.isBehind(to));
      const probed = shards[this.probe++ % shards.length];
      if (behind.length === 0 && probed !== undefined) behind.push(probed);
      await commitDurably(
        this.owned,
        behind.map((shard) => shard.commit(to, [], undefined)),
      );
    });
  }

  private chainCommit<T>(commit: () => Promise<T>): Promise<T | undefined> {
    const before = this.commits;
    const next = this.guard(async () => {
      await before;
      return this.owned.isGone ? undefined : commit();
    });
    this.commits = next;
    return next;
  }

  /** Runs work whose failure ends the owner. */
  private async guard<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      const wasGone = this.owned.isGone;
      this.end();
      if (!wasGone) this.surroundings.lost(this, error);
      return undefined;
    }
  }

  private end(): void {
    this.owned.giveUp();
    this.pump.wake();
    this.room?.();
    this.room = undefined;
  }
}
