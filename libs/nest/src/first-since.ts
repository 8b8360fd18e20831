import { type EventLog, type TopicPartition } from '#ports';

/**
 * The offset of the first record the log took at or after `since` (ms since the epoch); the end when there is none.
 * Log timestamps rise along a partition, so that halving finds it in a few reads.
 */
export async function firstSince(
  log: EventLog,
  { topic, partition }: TopicPartition,
  since: number,
): Promise<number> {
  const bounds = (await log.bounds(topic)).find((each) => each.partition === partition);
  if (bounds === undefined) return 0;
  let low = bounds.earliest;
  let high = bounds.latest;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const { records } = await log.read(topic, partition, middle, { maxRecords: 1 });
    const [record] = records;
    if (record === undefined || record.offset >= high || record.timestamp >= since) high = middle;
    else low = record.offset + 1;
  }
  return low;
}
