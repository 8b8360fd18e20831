import { Module } from '@nestjs/common';
import {
  CATALOGUE,
  JOURNEY_STORAGE,
  LOG_AND_CLOCK,
  LOGGER,
  METRICS,
  provideBy,
  whileRunning,
} from '#nest';
import { observe } from './observe.js';
import { RunningOrchestrator } from './running-orchestrator.js';

/** The process-orchestration service. Needs `InfrastructureModule` beside it. */
@Module({
  providers: [
    provideBy(
      RunningOrchestrator,
      {
        ...LOG_AND_CLOCK,
        store: JOURNEY_STORAGE,
        catalogue: CATALOGUE,
        logger: LOGGER,
        metrics: METRICS,
      },
      ({ logger, metrics, ...rest }) =>
        new RunningOrchestrator({ ...rest, observer: observe(logger, metrics, rest.catalogue) }),
    ),
    whileRunning(RunningOrchestrator, 'orchestrator', { awaited: true }),
  ],
})
export class OrchestratorModule {}
