import { Module } from '@nestjs/common';
import { Callers, Recogniser, RecognitionProjection, ShownContinuations } from '#continuity';
import { RecognitionKeys, Subjects } from '#customers';
import { HttpModule } from '#http';
import { Ingest } from '#intake';
import {
  CATALOGUE,
  CLOCK,
  CONTINUITY_STORES,
  ContinuityStoresModule,
  LOG_AND_CLOCK,
  LOGGER,
  provide,
  RECOGNITION_INDEX,
  whileRunning,
} from '#nest';
import { ContinuityModule } from '../continuity/continuity.module.js';
import { CustomersModule } from '../customers/customers.module.js';
import { IntakeModule } from '../intake/intake.module.js';
import { RecogniseController } from './recognise.controller.js';

/** Finds a caller whom no identifier tells, and keeps up what they are found by. */
@Module({
  imports: [HttpModule, ContinuityStoresModule, CustomersModule, IntakeModule, ContinuityModule],
  controllers: [RecogniseController],
  providers: [
    provide(RecognitionProjection, {
      ...LOG_AND_CLOCK,
      index: RECOGNITION_INDEX,
      catalogue: CATALOGUE,
      keys: RecognitionKeys,
      logger: LOGGER,
    }),
    whileRunning(RecognitionProjection, 'recognition'),
    provide(Recogniser, {
      stores: CONTINUITY_STORES,
      keys: RecognitionKeys,
      subjects: Subjects,
      catalogue: CATALOGUE,
      clock: CLOCK,
    }),
    provide(Callers, {
      ...LOG_AND_CLOCK,
      recogniser: Recogniser,
      continuations: ShownContinuations,
      ingest: Ingest,
      logger: LOGGER,
    }),
  ],
})
export class RecogniseModule {}
