import { Module } from '@nestjs/common';
import { HttpModule } from '#http';
import { LOG_AND_CLOCK, LOGGER, METRICS, provide, whileRunning } from '#nest';
import { Streams } from '#streams';
import { ContinuityModule } from '../continuity/continuity.module.js';
import { CustomersModule } from '../customers/customers.module.js';
import { StreamController } from './stream.controller.js';

/** Journey events as they happen. */
@Module({
  imports: [HttpModule, CustomersModule, ContinuityModule],
  controllers: [StreamController],
  providers: [
    provide(Streams, { ...LOG_AND_CLOCK, logger: LOGGER, metrics: METRICS }),
    whileRunning(Streams, 'streams'),
  ],
})
export class StreamModule {}
