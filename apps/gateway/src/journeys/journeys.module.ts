import { Module } from '@nestjs/common';
import { JourneyHistory } from '#history';
import { HttpModule } from '#http';
import { CATALOGUE, EVENT_LOG, JOURNEY_STORAGE, provide, RECORD_CODEC } from '#nest';
import { CustomersModule } from '../customers/customers.module.js';
import { IntakeModule } from '../intake/intake.module.js';
import { CommandsController } from './commands.controller.js';
import { JourneysController } from './journeys.controller.js';

/** What became of journeys, and what operators order about them. */
@Module({
  imports: [HttpModule, CustomersModule, IntakeModule],
  controllers: [JourneysController, CommandsController],
  providers: [
    provide(JourneyHistory, {
      log: EVENT_LOG,
      codec: RECORD_CODEC,
      catalogue: CATALOGUE,
      store: JOURNEY_STORAGE,
    }),
  ],
  exports: [JourneyHistory],
})
export class JourneysModule {}
