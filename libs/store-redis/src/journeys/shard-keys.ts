import type { Shard } from '#contracts';

/**
 * Keys of a shard. All carry the shard as hash tag, so that in a cluster they are on one node and one script may touch
 * them all. Subjects are fields of a few large hashes: a key each would cost twice the memory, and emptying or scanning a
 * shard would need an index of them.
 */
export interface ShardKeys {
  /** Hash: epoch, partition, offset, sequence, published, kinds (last number given), `clock:<name>` of every clock used. */
  readonly shard: string;
  /** Hash: subject → state. */
  readonly subjects: string;
  /** Hash: subject → row (see commit.lua). */
  readonly index: string;
  /** Sorted set of journeys by last seen. */
  readonly seen: string;
  /** Hash: kind → "<number> <journeys>". */
  readonly kinds: string;
  /** Hash: kind number → kind. */
  readonly names: string;
  /** Hash: sequence → "<offset>:<payload>". */
  readonly outbox: string;
  /** Hash: `<subject>/<n>` → history blocks that no longer fit into the row. */
  readonly history: string;
  /** Hash: journey → state. */
  readonly archived: string;
  /** Hash: subject → the journeys archived of it, joined by blanks. */
  readonly archives: string;
  /** Sorted set of subjects by due time on a clock. */
  due(clock: string): string;
}

export function shardKeys(prefix: string, shard: Shard): ShardKeys {
  const key = (name: string): string => `${prefix}{s${shard}}:${name}`;
  return {
    shard: key('shard'),
    subjects: key('subjects'),
    index: key('index'),
    seen: key('seen'),
    kinds: key('kinds'),
    names: key('names'),
    outbox: key('outbox'),
    history: key('history'),
    archived: key('archived'),
    archives: key('archives'),
    due: (clock) => key(`due:${clock}`),
  };
}
