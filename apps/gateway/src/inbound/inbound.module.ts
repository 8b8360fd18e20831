import { Module } from '@nestjs/common';
import { InboundResolver, Ingest, RESOLVER_GROUP } from '#intake';
import { LOG_AND_CLOCK, LOGGER, METRICS, provide, whileRunning } from '#nest';
import { IntakeModule } from '../intake/intake.module.js';

/** Takes what systems publish straight to Kafka, as a member of one group with every other process that has this module. */
@Module({
  imports: [IntakeModule],
  providers: [
    provide(InboundResolver, {
      ...LOG_AND_CLOCK,
      ingest: Ingest,
      logger: LOGGER,
      metrics: METRICS,
    }),
    whileRunning(InboundResolver, RESOLVER_GROUP, { awaited: true }),
  ],
})
export class InboundModule {}
