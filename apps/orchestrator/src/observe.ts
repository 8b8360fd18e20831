import { type Logger, type Metrics } from '#observability';
import { type OrchestratorObserver } from '#orchestration';

/** Tells logger and metrics what the loop does, once a batch. */
export function observe(logger: Logger, metrics: Metrics): OrchestratorObserver {
  return {
    batchDone({ partition, deadLetters, dispositions, commitMs, publishMs, tookMs }) {
      for (const [disposition, count] of dispositions) {
        metrics.recordsApplied.inc({ disposition }, count);
      }
      metrics.commitSeconds.observe(commitMs / 1_000);
      metrics.publishSeconds.observe(publishMs / 1_000);
      metrics.batchSeconds.observe(tookMs / 1_000);
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
