import type { CommitQueue } from './commit-queue.js';
import type { Database, TopicEntry } from './database.js';
import { keyOf, offsetOf, recordKey, timestampOf } from './record-layout.js';

/** Records one transaction removes. */
const CHUNK = 2_000;
/** How long a tombstone stays on a compacted topic, so that readers get to see it. */
const TOMBSTONE_MS = 86_400_000;

/**
 * Removes what is older than its topic keeps: the oldest records of topics with a retention, and on compacted topics
 * tombstones after a day.
 */
export async function applyRetention(
  database: Database,
  commits: CommitQueue,
  topics: Iterable<TopicEntry>,
  now: number,
): Promise<void> {
  for (const topic of topics) {
    for (let partition = 0; partition < topic.partitions; partition++) {
      const remove =
        topic.cleanup === 'compact'
          ? () => removeTombstones(database, topic, partition, now - TOMBSTONE_MS)
          : () => removeOldest(database, topic, partition, now - topic.retentionMs);
      if (topic.cleanup === 'delete' && topic.retentionMs < 0) continue;
      while ((await commits.commit(remove, CHUNK)) === CHUNK);
    }
  }
}

/** Number of records removed, at most CHUNK. Stops at the first that is young enough, as later ones are read after it. */
function removeOldest(
  database: Database,
  topic: TopicEntry,
  partition: number,
  before: number,
): number {
  const ends = database.ends.get([topic.id, partition]);
  if (ends === undefined) return 0;
  const range = {
    start: recordKey(topic.id, partition, ends.earliest),
    end: recordKey(topic.id, partition, ends.latest),
    limit: CHUNK,
  };
  let removed = 0;
  for (const { key, value } of [...database.records.getRange(range)]) {
    if (timestampOf(value) >= before) break;
    void database.records.remove(key);
    void database.ends.put([topic.id, partition], { ...ends, earliest: offsetOf(key) + 1 });
    removed++;
  }
  return removed;
}

function removeTombstones(
  database: Database,
  topic: TopicEntry,
  partition: number,
  before: number,
): number {
  const range = {
    start: [topic.id, partition, 0],
    end: [topic.id, partition, Number.MAX_SAFE_INTEGER],
    limit: CHUNK,
  };
  let removed = 0;
  for (const { key, value: written } of [...database.tombstones.getRange(range)]) {
    if (written >= before) break;
    const [, , offset = 0] = key;
    const record = recordKey(topic.id, partition, offset);
    const bytes = database.records.get(record);
    if (bytes !== undefined) {
      const name = keyOf(bytes).toString('utf8');
      void database.newest.remove([topic.id, partition, name]);
      void database.records.remove(record);
    }
    void database.tombstones.remove(key);
    removed++;
  }
  return removed;
}
