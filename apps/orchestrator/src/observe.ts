import { type Logger, type Metrics } from '#observability';
import { type OrchestratorObserver } from '#orchestration';

/** Tells logger and metrics what the loop does, once a batch. */
export function observe(logger: Logger, metrics: Metrics): OrchestratorObserver {
  return {
    batchDone({ partition, records, deadLetters, dispositions, tookMs }) {
      for (const [disposition, count] of dispositions) {
        metrics.recordsApplied.inc({ disposition }, count);
      }
      metrics.batchSeconds.observe(tookMs / 1_000);
      if (deadLetters > 0)
        logger.error({ partition, records, deadLetters }, 'records in dead letters');
    },
    timersFired: ({ count }) => metrics.timersFired.inc(count),
    problem: (error, what) => logger.warn({ err: error }, what),
  };
}
