import type { Epoch, Shard } from '#contracts';
import type { ShardCommit, ShardLease, SubjectWrite } from '#ports';

/** What an owner knows of a shard it has taken. */
export class OwnedShard {
  readonly shard: Shard;
  /** Offset the shard had applied when it was taken, -1: none. Records up to it are skipped (I4). */
  readonly takenAt: number;
  private raisedTo: Epoch;
  /** Offset of the watermark in the store, -1: none. */
  private stored: number;
  /** Newest outbox entry that was published, -1: none. The outbox it was taken with is: that comes first (I6). */
  private publishedUpTo: number;
  /** Newest outbox entry that a commit has dropped. */
  private trimmedUpTo = -1;

  constructor(
    lease: ShardLease,
    private readonly partition: number,
  ) {
    this.shard = lease.shard;
    this.raisedTo = lease.epoch;
    this.takenAt = lease.watermark?.offset ?? -1;
    this.stored = this.takenAt;
    this.publishedUpTo = lease.outbox.at(-1)?.sequence ?? -1;
  }

  get epoch(): Epoch {
    return this.raisedTo;
  }

  /** Whether a commit without subjects has something to tell the store. */
  isBehind(offset: number): boolean {
    return this.stored < offset || this.trimmedUpTo < this.publishedUpTo;
  }

  /** The commit that moves the shard on to `offset`; a watermark never goes back. */
  commit(
    offset: number,
    subjects: readonly SubjectWrite[],
    outbox: Uint8Array | undefined,
  ): ShardCommit {
    return {
      shard: this.shard,
      epoch: this.raisedTo,
      watermark: { partition: this.partition, offset: Math.max(offset, this.stored) },
      follows: this.stored,
      subjects,
      outbox,
      publishedUpTo: this.publishedUpTo,
    };
  }

  committed(commit: ShardCommit): void {
    this.stored = commit.watermark.offset;
    this.trimmedUpTo = Math.max(this.trimmedUpTo, commit.publishedUpTo);
  }

  published(sequence: number): void {
    this.publishedUpTo = Math.max(this.publishedUpTo, sequence);
  }

  /** Taken again by the same owner, after a commit whose outcome is not known. */
  retaken(lease: ShardLease): void {
    this.raisedTo = lease.epoch;
  }
}
