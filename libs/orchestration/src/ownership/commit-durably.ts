import { isRetryable, ThroughlineError, type ShardCommit } from '#ports';
import type { OwnedPartition } from './owned-partition.js';
import { retrying } from '../retrying.js';

/**
 * Commits, whatever it takes (I3). When the store did not answer, nobody knows which shards were written: the owner takes
 * them again — which raises their epoch, so that nothing of the lost call can still arrive — and looks.
 *
 * @returns each commit's outbox sequence.
 * @throws `FENCED` when a shard has another owner, or was rolled back under this one (I1, I7).
 */
export async function commitDurably(
  owned: OwnedPartition,
  commits: readonly ShardCommit[],
): Promise<readonly number[]> {
  const sequences = new Map<number, number>();
  let open = commits;
  await owned.retrying('commit', async () => {
    try {
      const given = await owned.context.store.commit(open);
      open.forEach(({ shard }, at) => sequences.set(shard, given[at] ?? -1));
    } catch (error) {
      if (!isRetryable(error)) throw error;
      open = await stillOpen(owned, open, sequences);
      if (open.length > 0) throw error;
    }
  });
  for (const commit of commits) owned.shard(commit.shard).committed(commit);
  return commits.map(({ shard }) => sequences.get(shard) ?? -1);
}

/** Of the commits whose outcome is unknown, those that were not done, under the shards' new epochs. */
async function stillOpen(
  owned: OwnedPartition,
  commits: readonly ShardCommit[],
  sequences: Map<number, number>,
): Promise<readonly ShardCommit[]> {
  const { store, waiting } = owned.context;
  const open: ShardCommit[] = [];
  for (const commit of commits) {
    const { shard } = commit;
    const lease = await retrying(waiting, `take shard ${shard}`, owned.signal, () =>
      store.take(shard),
    );
    const at = lease.watermark?.offset ?? -1;
    if (at === commit.watermark.offset && at !== commit.follows) {
      sequences.set(shard, lease.outbox.at(-1)?.sequence ?? -1);
    } else if (at === commit.follows) {
      open.push({ ...commit, epoch: lease.epoch });
    } else {
      throw new ThroughlineError(
        'FENCED',
        `shard ${shard} stands at offset ${at}, this owner left it at ${commit.follows}: it was rolled back or taken`,
      );
    }
    owned.shard(shard).retaken(lease);
  }
  return open;
}
