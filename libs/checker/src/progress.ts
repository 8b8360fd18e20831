import { shardsOf, Topics, type Shard } from '#contracts';
import { ORCHESTRATOR_GROUP } from '#orchestration';
import type { EventLog, Watermark } from '#ports';

/**
 * How far the loop has come on a partition. What it has not come to is on its way: it waits in the log or in an outbox, and
 * whoever owns the partition next goes on with it (I6, I7). Everything before must be where it belongs.
 */
export class Progress {
  /** Records that belong to no subject are accounted to it. */
  readonly homeShard: Shard;

  constructor(
    readonly partition: number,
    readonly partitions: number,
    private readonly watermarks: ReadonlyMap<Shard, Watermark>,
    /** Everything below was folded and published once, whatever the store has lost since. */
    private readonly acknowledged: number,
  ) {
    this.homeShard = shardsOf(partition, partitions)[0] ?? (0 as Shard);
  }

  /** Whether the fold has come to a record of the shard. */
  isFolded(shard: Shard, offset: number): boolean {
    const watermark = this.watermarks.get(shard);
    const folded = watermark?.partition === this.partition ? watermark.offset : -1;
    return offset <= folded || this.isPublished(offset);
  }

  /** Whether all that a record put out is in the log, and for a clock's record: folded. */
  isPublished(offset: number): boolean {
    return offset < this.acknowledged;
  }
}

/** The progress on each partition, as log and store tell it now. */
export async function readProgress(
  log: EventLog,
  watermarks: ReadonlyMap<Shard, Watermark>,
  group = ORCHESTRATOR_GROUP,
): Promise<readonly Progress[]> {
  const acknowledged = await log.acknowledged(group, Topics.interactions);
  return acknowledged.map(
    (next, partition) => new Progress(partition, acknowledged.length, watermarks, next ?? 0),
  );
}
