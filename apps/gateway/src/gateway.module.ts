import { join } from 'node:path';
import { Inject, Module, type OnModuleInit } from '@nestjs/common';
import { APP_FILTER, HttpAdapterHost } from '@nestjs/core';
import { type FastifyAdapter } from '@nestjs/platform-fastify';
import { type Config } from '#config';
import { type Definitions } from '#journey';
import {
  CLOCK,
  CONFIG,
  DEFINITIONS,
  EVENT_LOG,
  IDENTITY_STORE,
  METRICS,
  RECORD_CODEC,
} from '#nest';
import { type Metrics } from '#observability';
import { type Clock, type EventLog, type IdentityStore, type RecordCodec } from '#ports';
import { ChannelKeys } from '#security';
import { installBodyParsers } from './http/body-parsers.js';
import { ChannelKeyGuard } from './http/channel-key.guard.js';
import { ProblemFilter } from './http/problem-filter.js';
import { openIdentifierHash } from './identity/identifier-hash.js';
import { Identifiers } from './identity/identifiers.js';
import { Ingest } from './interactions/ingest.js';
import { InteractionsController } from './interactions/interactions.controller.js';

/** Where channels send and everybody asks. Needs `InfrastructureModule` beside it, and Fastify underneath. */
@Module({
  controllers: [InteractionsController],
  providers: [
    ChannelKeyGuard,
    { provide: APP_FILTER, useClass: ProblemFilter },
    {
      provide: ChannelKeys,
      useFactory: ({ dataDir }: Config, clock: Clock) =>
        ChannelKeys.open({
          file: join(dataDir, 'channel-keys.json'),
          clock,
          makeDevelopmentKey: true,
        }),
      inject: [CONFIG, CLOCK],
    },
    {
      provide: Identifiers,
      useFactory: async ({ identitySecret }: Config, store: IdentityStore) =>
        new Identifiers(await openIdentifierHash(store, identitySecret), {}),
      inject: [CONFIG, IDENTITY_STORE],
    },
    {
      provide: Ingest,
      useFactory: (
        log: EventLog,
        codec: RecordCodec,
        definitions: Definitions,
        metrics: Metrics,
        store: IdentityStore,
        identifiers: Identifiers,
        clock: Clock,
      ) =>
        new Ingest({ log, codec, definitions, metrics, resolving: { store, identifiers, clock } }),
      inject: [EVENT_LOG, RECORD_CODEC, DEFINITIONS, METRICS, IDENTITY_STORE, Identifiers, CLOCK],
    },
  ],
  exports: [ChannelKeys],
})
export class GatewayModule implements OnModuleInit {
  constructor(@Inject(HttpAdapterHost) private readonly host: HttpAdapterHost<FastifyAdapter>) {}

  onModuleInit(): void {
    installBodyParsers(this.host.httpAdapter.getInstance());
  }
}
