import { ProblemFilter } from '#http';
import { join } from 'node:path';
import { Inject, Module, type OnModuleInit } from '@nestjs/common';
import { APP_FILTER, HttpAdapterHost } from '@nestjs/core';
import { type FastifyAdapter } from '@nestjs/platform-fastify';
import { type Config } from '#config';
import { Topics } from '#contracts';
import { Identifiers, openIdentifierHash, Subjects, MergeRequests } from '#customers';
import { installBodyParsers, ChannelKeyGuard } from '#http';
import {
  MIGRATION_RUN,
  type MigrationRunOptions,
  OperatorCommands,
  FieldCheck,
  Ingest,
} from '#intake';
import { Outcomes } from '#intake';
import {
  CATALOGUE,
  CLOCK,
  CONFIG,
  EVENT_LOG,
  IDENTITY_STORE,
  JOURNEY_STORAGE,
  LOGGER,
  METRICS,
  Readiness,
  RECORD_CODEC,
} from '#nest';
import { type Logger, type Metrics } from '#observability';
import {
  type Clock,
  type DefinitionCatalogue,
  type EventLog,
  type IdentityStores,
  type JourneyStorage,
  type RecordCodec,
} from '#ports';
import { ChannelKeys } from '#security';
import { BacktestsController } from './definitions/backtests.controller.js';
import { DefinitionsController } from './definitions/definitions.controller.js';
import { DeploymentsController } from './definitions/deployments.controller.js';
import { MigrationsController } from './definitions/migrations.controller.js';
import { CommandsController } from './commands/commands.controller.js';
import { ConflictsController } from './conflicts/conflicts.controller.js';
import { CONFLICT_PROVIDERS } from './conflicts/conflicts.providers.js';
import { HandOffPageController } from './handoffs/hand-off-page.controller.js';
import { ErasureController } from './erasure/erasure.controller.js';
import { ERASURE_PROVIDERS } from './erasure/erasure.providers.js';
import { ExportController } from './erasure/export.controller.js';
import { HandOffsController } from './handoffs/handoffs.controller.js';
import { HAND_OFF_PROVIDERS } from './handoffs/hand-offs.providers.js';
import { DeadLettersController } from './inbox/dead-letters.controller.js';
import { INBOX_PROVIDERS } from './inbox/inbox.providers.js';
import { UnmatchedController } from './inbox/unmatched.controller.js';
import { InteractionsController } from './interactions/interactions.controller.js';
import { LeasesController } from './leases/leases.controller.js';
import { OpenApiController } from './openapi/openapi.controller.js';
import { ContinuationsController } from './queries/continuations.controller.js';
import { JourneyHistory } from '#history';
import { JourneysController } from './queries/journeys.controller.js';
import { SubjectsController } from './queries/subjects.controller.js';
import { RecogniseController } from './recognise/recognise.controller.js';
import { RECOGNISE_PROVIDERS } from './recognise/recognise.providers.js';
import { StreamController } from './stream/stream.controller.js';
import { Streams } from './stream/streams.js';
import { MergeTeller } from './subjects/merge-teller.js';
import { MergesController } from './subjects/merges.controller.js';
import { SplitsController } from './subjects/splits.controller.js';
import { SPLIT_PROVIDERS } from './subjects/splits.providers.js';

/** Where channels send and everybody asks. Needs `InfrastructureModule` beside it, and Fastify underneath. */
@Module({
  controllers: [
    InteractionsController,
    ContinuationsController,
    StreamController,
    JourneysController,
    SubjectsController,
    MergesController,
    ErasureController,
    ExportController,
    ConflictsController,
    SplitsController,
    DefinitionsController,
    DeploymentsController,
    MigrationsController,
    BacktestsController,
    CommandsController,
    HandOffsController,
    HandOffPageController,
    LeasesController,
    RecogniseController,
    UnmatchedController,
    DeadLettersController,
    OpenApiController,
  ],
  providers: [
    ...INBOX_PROVIDERS,
    ...HAND_OFF_PROVIDERS,
    ...RECOGNISE_PROVIDERS,
    ...CONFLICT_PROVIDERS,
    ...SPLIT_PROVIDERS,
    ...ERASURE_PROVIDERS,
    {
      provide: MIGRATION_RUN,
      useFactory: (
        storage: JourneyStorage,
        codec: RecordCodec,
        clock: Clock,
        log: EventLog,
        commands: OperatorCommands,
      ): MigrationRunOptions => ({ storage, codec, clock, log, commands }),
      inject: [JOURNEY_STORAGE, RECORD_CODEC, CLOCK, EVENT_LOG, OperatorCommands],
    },
    ChannelKeyGuard,
    { provide: APP_FILTER, useClass: ProblemFilter },
    {
      provide: ChannelKeys,
      useFactory: ({ dataDir }: Config, clock: Clock) =>
        ChannelKeys.open({ file: join(dataDir, 'channel-keys.json'), clock }),
      inject: [CONFIG, CLOCK],
    },
    {
      provide: Identifiers,
      useFactory: async ({ identitySecret, identifiers }: Config, store: IdentityStores) =>
        new Identifiers(await openIdentifierHash(store, identitySecret), identifiers),
      inject: [CONFIG, IDENTITY_STORE],
    },
    {
      provide: Ingest,
      useFactory: (
        log: EventLog,
        codec: RecordCodec,
        catalogue: DefinitionCatalogue,
        metrics: Metrics,
        store: IdentityStores,
        identifiers: Identifiers,
        clock: Clock,
        subjects: Subjects,
      ) => {
        const fields = new FieldCheck((interaction) => subjects.journeysMeant(interaction));
        const resolving = { store, identifiers, clock };
        return new Ingest({ log, codec, catalogue, metrics, resolving, fields });
      },
      inject: [
        EVENT_LOG,
        RECORD_CODEC,
        CATALOGUE,
        METRICS,
        IDENTITY_STORE,
        Identifiers,
        CLOCK,
        Subjects,
      ],
    },
    {
      provide: MergeRequests,
      useFactory: (
        store: IdentityStores,
        log: EventLog,
        codec: RecordCodec,
        clock: Clock,
        catalogue: DefinitionCatalogue,
        subjects: Subjects,
      ) => new MergeRequests({ store, log, codec, clock, catalogue, subjects }),
      inject: [IDENTITY_STORE, EVENT_LOG, RECORD_CODEC, CLOCK, CATALOGUE, Subjects],
    },
    {
      provide: MergeTeller,
      useFactory: (
        store: IdentityStores,
        log: EventLog,
        codec: RecordCodec,
        clock: Clock,
        logger: Logger,
      ) => new MergeTeller({ store, log, codec, clock, logger }),
      inject: [IDENTITY_STORE, EVENT_LOG, RECORD_CODEC, CLOCK, LOGGER],
    },
    {
      provide: Subjects,
      useFactory: (
        identities: IdentityStores,
        identifiers: Identifiers,
        journeys: JourneyStorage,
        codec: RecordCodec,
      ) => new Subjects({ identities, identifiers, journeys, codec }),
      inject: [IDENTITY_STORE, Identifiers, JOURNEY_STORAGE, RECORD_CODEC],
    },
    {
      provide: JourneyHistory,
      useFactory: (
        log: EventLog,
        codec: RecordCodec,
        catalogue: DefinitionCatalogue,
        store: JourneyStorage,
      ) => new JourneyHistory({ log, codec, catalogue, store }),
      inject: [EVENT_LOG, RECORD_CODEC, CATALOGUE, JOURNEY_STORAGE],
    },
    {
      provide: Outcomes,
      useFactory: (log: EventLog, codec: RecordCodec) => new Outcomes({ log, codec }),
      inject: [EVENT_LOG, RECORD_CODEC],
    },
    {
      provide: Streams,
      useFactory: (
        log: EventLog,
        codec: RecordCodec,
        clock: Clock,
        logger: Logger,
        metrics: Metrics,
      ) => new Streams({ log, codec, clock, logger }, metrics),
      inject: [EVENT_LOG, RECORD_CODEC, CLOCK, LOGGER, METRICS],
    },
  ],
  exports: [ChannelKeys, Ingest],
})
export class GatewayModule implements OnModuleInit {
  constructor(
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost<FastifyAdapter>,
    private readonly readiness: Readiness,
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(IDENTITY_STORE) private readonly identities: IdentityStores,
    @Inject(CATALOGUE) private readonly catalogue: DefinitionCatalogue,
  ) {}

  onModuleInit(): void {
    installBodyParsers(this.host.httpAdapter.getInstance());
    this.readiness.add('log', async () => {
      await this.log.bounds(Topics.interactions);
      return undefined;
    });
    this.readiness.add('identities', async () => {
      await this.identities.links.lookup(['readiness']);
      return undefined;
    });
    this.readiness.add('definitions', () =>
      this.catalogue.current().all().length > 0 ? undefined : 'no journey definition is deployed',
    );
  }
}
