import { Topics } from '#contracts';
import type { PartitionStatus } from '../options.js';
import type { LoopContext } from '../ownership/owned-partition.js';

const TELL_EVERY_MS = 1_000;

/** Tells the observer, until the signal aborts, how many records of the partitions owned are not acknowledged. */
export async function tellLag(
  { log, clock, observer }: LoopContext,
  owned: () => readonly PartitionStatus[],
  signal: AbortSignal,
): Promise<void> {
  while (observer.lag !== undefined && !signal.aborted) {
    // A log that does not answer is told of by the calls that need it; what was told last stands.
    const bounds = await log.bounds(Topics.interactions).catch(() => undefined);
    if (bounds !== undefined) {
      const ends = new Map(bounds.map(({ partition, latest }) => [partition, latest]));
      const lags = owned().map(
        ({ partition, acknowledged }) =>
          [partition, Math.max(0, (ends.get(partition) ?? 0) - acknowledged)] as const,
      );
      observer.lag(new Map(lags));
    }
    await clock.until(clock.now() + TELL_EVERY_MS, signal);
  }
}
