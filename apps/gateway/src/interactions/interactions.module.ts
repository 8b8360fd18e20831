import { Module } from '@nestjs/common';
import { HttpModule } from '#http';
import { Outcomes } from '#intake';
import { EVENT_LOG, provide, RECORD_CODEC } from '#nest';
import { ContinuityModule } from '../continuity/continuity.module.js';
import { CustomersModule } from '../customers/customers.module.js';
import { IntakeModule } from '../intake/intake.module.js';
import { InteractionsController } from './interactions.controller.js';

/** Where channels send what happens. */
@Module({
  imports: [HttpModule, CustomersModule, IntakeModule, ContinuityModule],
  controllers: [InteractionsController],
  providers: [provide(Outcomes, { log: EVENT_LOG, codec: RECORD_CODEC })],
})
export class InteractionsModule {}
