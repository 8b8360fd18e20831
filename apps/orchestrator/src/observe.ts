import { type Logger, type Metrics } from '#observability';
import { type OrchestratorObserver } from '#orchestration';
import { type DefinitionCatalogue } from '#ports';
import { observeContinuity } from './observe-continuity.js';

/** Tells logger and metrics what the loop does, once a batch. `catalogue`: which channels there are. */
export function observe(
  logger: Logger,
  metrics: Metrics,
  catalogue: Pick<DefinitionCatalogue, 'current'>,
): OrchestratorObserver {
  const continuity = observeContinuity(metrics, catalogue);
  return {
    batchDone({ partition, deadLetters, dispositions, journeyEvents, ...times }) {
      for (const [disposition, count] of dispositions) {
        metrics.recordsApplied.inc({ disposition }, count);
      }
      continuity(journeyEvents);
      metrics.commitSeconds.observe(times.commitMs / 1_000);
      metrics.publishSeconds.observe(times.publishMs / 1_000);
      metrics.batchSeconds.observe(times.tookMs / 1_000);
      for (const [reason, count] of deadLetters) {
        metrics.deadLetters.inc({ reason }, count);
        logger.error({ partition, reason, count }, 'records in dead letters');
      }
    },
    lag(records) {
      // Partitions that went to another owner are his to tell.
      metrics.lagRecords.reset();
      for (const [partition, count] of records) metrics.lagRecords.set({ partition }, count);
    },
    timersFired: ({ count }) => metrics.timersFired.inc(count),
    problem: (error, what) => logger.warn({ err: error }, what),
  };
}
