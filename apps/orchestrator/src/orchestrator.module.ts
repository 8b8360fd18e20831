import { Module } from '@nestjs/common';
import { CATALOGUE, CLOCK, EVENT_LOG, JOURNEY_STORAGE, LOGGER, METRICS, RECORD_CODEC } from '#nest';
import { type Logger, type Metrics } from '#observability';
import { type OrchestratorOptions } from '#orchestration';
import {
  type Clock,
  type DefinitionCatalogue,
  type EventLog,
  type JourneyStorage,
  type RecordCodec,
} from '#ports';
import { observe } from './observe.js';
import { ORCHESTRATOR_OPTIONS, OrchestratorService } from './orchestrator.service.js';

/** The process-orchestration service. Needs `InfrastructureModule` beside it. */
@Module({
  providers: [
    OrchestratorService,
    {
      provide: ORCHESTRATOR_OPTIONS,
      useFactory: (
        log: EventLog,
        store: JourneyStorage,
        codec: RecordCodec,
        catalogue: DefinitionCatalogue,
        clock: Clock,
        logger: Logger,
        metrics: Metrics,
      ): OrchestratorOptions => ({
        log,
        store,
        codec,
        catalogue,
        clock,
        observer: observe(logger, metrics, catalogue),
      }),
      inject: [EVENT_LOG, JOURNEY_STORAGE, RECORD_CODEC, CATALOGUE, CLOCK, LOGGER, METRICS],
    },
  ],
})
export class OrchestratorModule {}
