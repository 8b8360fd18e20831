import { setTimeout as wait } from 'node:timers/promises';
import { type Shard, SHARDS, shardsOf, Topics } from '#contracts';
import type { EventLog, JourneyStorage } from '#ports';

const POLL_MS = 100;

/**
 * Resolves when every record of the log is applied and no timer of `clock` is due at or before `time`.
 * `progress` is told how many records are still to be applied.
 * Rejects once the signal aborts.
 */
export async function untilApplied(
  parts: { log: EventLog; journeys: JourneyStorage },
  clock: string,
  time: number,
  progress: (behind: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const shards = Array.from({ length: SHARDS }, (_, shard) => shard as Shard);
  for (;;) {
    const behind = await recordsBehind(parts);
    progress(behind);
    if (behind === 0 && (await parts.journeys.due(shards, clock, time, 1)).length === 0) return;
    await wait(POLL_MS, undefined, { signal });
  }
}

async function recordsBehind({
  log,
  journeys,
}: {
  log: EventLog;
  journeys: JourneyStorage;
}): Promise<number> {
  const watermarks = await journeys.watermarks();
  const bounds = await log.bounds(Topics.interactions);
  let behind = 0;
  for (const { partition, latest } of bounds) {
    const applied = shardsOf(partition, bounds.length).map(
      (shard) => (watermarks.get(shard)?.offset ?? -1) + 1,
    );
    behind += latest - Math.min(...applied);
  }
  return behind;
}
