import {
  type BeforeApplicationShutdown,
  Inject,
  Module,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Ingest } from '#intake';
import { CLOCK, EVENT_LOG, FatalErrors, LOGGER, METRICS, Readiness, RECORD_CODEC } from '#nest';
import { type Logger, type Metrics } from '#observability';
import { type Clock, type EventLog, type RecordCodec } from '#ports';
import { GatewayModule } from '../gateway.module.js';
import { InboundResolver, RESOLVER_GROUP } from './inbound-resolver.js';

/** Takes what systems publish straight to Kafka, as a member of one group with every other process that has this module. */
@Module({
  imports: [GatewayModule],
  providers: [
    {
      provide: InboundResolver,
      useFactory: (
        log: EventLog,
        codec: RecordCodec,
        clock: Clock,
        ingest: Ingest,
        logger: Logger,
        metrics: Metrics,
      ) => new InboundResolver({ log, codec, clock, ingest, logger, metrics }),
      inject: [EVENT_LOG, RECORD_CODEC, CLOCK, Ingest, LOGGER, METRICS],
    },
  ],
})
export class InboundModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    @Inject(InboundResolver) private readonly resolver: InboundResolver,
    private readonly readiness: Readiness,
    private readonly failures: FatalErrors,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.readiness.add(RESOLVER_GROUP, () =>
      this.resolver.joined ? undefined : 'not yet a member of its group',
    );
    const { ended } = await this.resolver.start();
    ended.catch((error: unknown) => this.failures.report(RESOLVER_GROUP, error));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.resolver.close();
  }
}
