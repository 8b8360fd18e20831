import { SHARDS, type JourneyId, type Shard, type SubjectId } from './ids.js';

const { imul } = Math;

/**
 * The shard of a subject or journey key: FNV-1a (32 bit, with a final mix) of the key up to its first dot,
 * so that a journey lives on the shard of the subject it started with.
 */
export function shardOf(key: string): Shard {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) {
    const code = key.charCodeAt(i);
    if (code === 0x2e) break;
    hash = imul(hash ^ code, 0x01000193);
  }
  hash ^= hash >>> 16;
  hash = imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  return ((hash >>> 0) % SHARDS) as Shard;
}

/** The partition a key is written to, on every topic: shard mod partitions. */
export function partitionOf(key: string, partitions: number): number {
  return shardOf(key) % partitions;
}

/** The shards a partition holds, lowest first. */
export function shardsOf(partition: number, partitions: number): Shard[] {
  const shards: Shard[] = [];
  for (let shard = partition; shard < SHARDS; shard += partitions) shards.push(shard as Shard);
  return shards;
}

/** The subject a journey started with. */
export function subjectOf(journey: JourneyId): SubjectId {
  return journey.slice(0, journey.indexOf('.')) as SubjectId;
}
