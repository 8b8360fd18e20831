import { Module, type OnModuleInit } from '@nestjs/common';
import { Topics } from '#contracts';
import { CATALOGUE, EVENT_LOG, IDENTITY_STORE, Inject, Readiness } from '#nest';
import { type DefinitionCatalogue, type EventLog, type IdentityStores } from '#ports';
import { ContinuityModule } from './continuity/continuity.module.js';
import { CustomersModule } from './customers/customers.module.js';
import { DefinitionsModule } from './definitions/definitions.module.js';
import { ErasureModule } from './erasure/erasure.module.js';
import { InboxModule } from './inbox/inbox.module.js';
import { InteractionsModule } from './interactions/interactions.module.js';
import { JourneysModule } from './journeys/journeys.module.js';
import { OpenApiController } from './openapi/openapi.controller.js';
import { RecogniseModule } from './recognise/recognise.module.js';
import { StreamModule } from './stream/stream.module.js';

/** Where channels send and everybody asks. Needs `InfrastructureModule` beside it, and Fastify underneath. */
@Module({
  imports: [
    InteractionsModule,
    StreamModule,
    JourneysModule,
    CustomersModule,
    ErasureModule,
    DefinitionsModule,
    ContinuityModule,
    RecogniseModule,
    InboxModule,
  ],
  controllers: [OpenApiController],
})
export class GatewayModule implements OnModuleInit {
  constructor(
    private readonly readiness: Readiness,
    @Inject(EVENT_LOG) private readonly log: EventLog,
    @Inject(IDENTITY_STORE) private readonly identities: IdentityStores,
    @Inject(CATALOGUE) private readonly catalogue: DefinitionCatalogue,
  ) {}

  onModuleInit(): void {
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
