import { ChannelKeys } from '#security';
import { type Server } from 'node:http';
import { Inject, Injectable, type OnApplicationShutdown, type Provider } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { type Config } from '#config';
import { Leases, GoOn, HandOffPages, HandOffKeys, HandOffs, ShownContinuations } from '#continuity';
import { Identifiers, Subjects } from '#customers';
import { Ingest } from '#intake';
import { CATALOGUE, CLOCK, CONFIG, LOGGER, openContinuityStores } from '#nest';
import { type Logger } from '#observability';
import { type Clock, type ContinuityStores, type DefinitionCatalogue } from '#ports';
import { Presence } from '../leases/presence.js';
import { HandOffExpiry } from './hand-off-expiry.js';
import { CONTINUITY_STORES, HAND_OFF_PAGE } from './tokens.js';

/** Closes the stores in the last of the shutdown hooks: who uses them has stopped by then. */
@Injectable()
class ClosesContinuityStores implements OnApplicationShutdown {
  constructor(@Inject(CONTINUITY_STORES) private readonly stores: ContinuityStores) {}

  async onApplicationShutdown(): Promise<void> {
    await this.stores.close();
  }
}

/** Hand-offs, leases and what they need, for a module that has `Ingest`, `Subjects` and `Identifiers`. */
export const HAND_OFF_PROVIDERS: readonly Provider[] = [
  { provide: CONTINUITY_STORES, useFactory: openContinuityStores, inject: [CONFIG] },
  ClosesContinuityStores,
  {
    provide: HandOffs,
    useFactory: (
      stores: ContinuityStores,
      { hash }: Identifiers,
      subjects: Subjects,
      clock: Clock,
      catalogue: DefinitionCatalogue,
      channelKeys: ChannelKeys,
    ) =>
      new HandOffs({
        stores,
        keys: new HandOffKeys(hash),
        subjects,
        clock,
        catalogue,
        channelKeys,
      }),
    inject: [CONTINUITY_STORES, Identifiers, Subjects, CLOCK, CATALOGUE, ChannelKeys],
  },
  {
    provide: HAND_OFF_PAGE,
    useFactory: (config: Config, host: HttpAdapterHost) => () =>
      config.handOffUrl ?? `${config.gatewayUrl ?? ownAddress(config, host)}/handoff`,
    inject: [CONFIG, HttpAdapterHost],
  },
  {
    provide: GoOn,
    useFactory: (handOffs: HandOffs, ingest: Ingest, identifiers: Identifiers) =>
      new GoOn({ handOffs, ingest, identifiers }),
    inject: [HandOffs, Ingest, Identifiers],
  },
  {
    provide: HandOffExpiry,
    useFactory: ({ handOffs }: ContinuityStores, ingest: Ingest, clock: Clock, logger: Logger) =>
      new HandOffExpiry({ store: handOffs, ingest, clock, logger }),
    inject: [CONTINUITY_STORES, Ingest, CLOCK, LOGGER],
  },
  {
    provide: ShownContinuations,
    useFactory: (catalogue: DefinitionCatalogue, clock: Clock, leases: Leases) =>
      new ShownContinuations(catalogue, clock, leases),
    inject: [CATALOGUE, CLOCK, Leases],
  },
  {
    provide: HandOffPages,
    useFactory: (
      handOffs: HandOffs,
      continuations: ShownContinuations,
      catalogue: DefinitionCatalogue,
      ingest: Ingest,
      clock: Clock,
    ) => new HandOffPages({ handOffs, continuations, catalogue, ingest, clock }),
    inject: [HandOffs, ShownContinuations, CATALOGUE, Ingest, CLOCK],
  },
  {
    provide: Leases,
    useFactory: ({ leases }: ContinuityStores, clock: Clock) => new Leases(leases, clock),
    inject: [CONTINUITY_STORES, CLOCK],
  },
  {
    provide: Presence,
    useFactory: ({ leases: store }: ContinuityStores, clock: Clock, logger: Logger) =>
      new Presence({ store, clock, logger }),
    inject: [CONTINUITY_STORES, CLOCK, LOGGER],
  },
];

/** Where this process listens; one that listens everywhere is found on its own machine. */
function ownAddress({ host, port }: Config, { httpAdapter }: HttpAdapterHost): string {
  const bound = (httpAdapter.getHttpServer() as Server).address();
  const name = ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host;
  const written = name.includes(':') ? `[${name}]` : name;
  return `http://${written}:${bound !== null && typeof bound === 'object' ? bound.port : port}`;
}
