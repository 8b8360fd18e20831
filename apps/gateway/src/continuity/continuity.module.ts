import { Module } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import {
  GoOn,
  HandOffExpiry,
  HandOffKeys,
  HandOffPages,
  HandOffs,
  Leases,
  Presence,
  ShownContinuations,
} from '#continuity';
import { Identifiers, Subjects } from '#customers';
import { HttpModule } from '#http';
import { Ingest } from '#intake';
import {
  CATALOGUE,
  CLOCK,
  CONFIG,
  CONTINUITY_STORES,
  ContinuityStoresModule,
  HAND_OFF_STORE,
  LEASE_STORE,
  LOGGER,
  provide,
  provideBy,
  whileRunning,
} from '#nest';
import { ChannelKeys } from '#security';
import { CustomersModule } from '../customers/customers.module.js';
import { IntakeModule } from '../intake/intake.module.js';
import { ContinuationsController } from './continuations.controller.js';
import { handOffPageAddress } from './hand-off-page-address.js';
import { HandOffPageController } from './hand-off-page.controller.js';
import { HandOffsController } from './handoffs.controller.js';
import { LeasesController } from './leases.controller.js';
import { HAND_OFF_PAGE } from './tokens.js';

/** How a customer goes on elsewhere: what there is to go on with, hand-offs, and who is working on it. */
@Module({
  imports: [HttpModule, ContinuityStoresModule, CustomersModule, IntakeModule],
  controllers: [
    ContinuationsController,
    HandOffsController,
    HandOffPageController,
    LeasesController,
  ],
  providers: [
    provideBy(
      HandOffs,
      {
        stores: CONTINUITY_STORES,
        identifiers: Identifiers,
        subjects: Subjects,
        clock: CLOCK,
        catalogue: CATALOGUE,
        channelKeys: ChannelKeys,
      },
      ({ identifiers, ...rest }) =>
        new HandOffs({ ...rest, keys: new HandOffKeys(identifiers.hash) }),
    ),
    provideBy(
      HAND_OFF_PAGE,
      { config: CONFIG, host: HttpAdapterHost },
      ({ config, host }) =>
        () =>
          handOffPageAddress(config, host),
    ),
    provide(GoOn, { handOffs: HandOffs, ingest: Ingest, identifiers: Identifiers }),
    provide(HandOffExpiry, {
      store: HAND_OFF_STORE,
      ingest: Ingest,
      clock: CLOCK,
      logger: LOGGER,
    }),
    whileRunning(HandOffExpiry, 'hand-offs'),
    provide(HandOffPages, {
      handOffs: HandOffs,
      continuations: ShownContinuations,
      catalogue: CATALOGUE,
      ingest: Ingest,
      clock: CLOCK,
    }),
    provide(Leases, [LEASE_STORE, CLOCK]),
    provide(ShownContinuations, [CATALOGUE, CLOCK, Leases]),
    provide(Presence, { store: LEASE_STORE, clock: CLOCK, logger: LOGGER }),
    whileRunning(Presence, 'presence'),
  ],
  exports: [GoOn, Presence, ShownContinuations],
})
export class ContinuityModule {}
