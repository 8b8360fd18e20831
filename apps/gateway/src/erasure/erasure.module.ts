import { Module } from '@nestjs/common';
import { HandOffsPlace, LeasesPlace, RecognitionPlace } from '#continuity';
import { Topics } from '#contracts';
import {
  ErasureFollower,
  Erasures,
  Identifiers,
  LogOfRecordPlace,
  PersonExports,
  RetainedPlace,
  SnapshotsPlace,
} from '#customers';
import { JourneyHistory, PersonsPast } from '#history';
import { HttpModule } from '#http';
import { InboxPlace } from '#inbox';
import { OperatorCommands } from '#intake';
import {
  CATALOGUE,
  CLOCK,
  CONTINUITY_STORES,
  ContinuityStoresModule,
  EVENT_LOG,
  HAND_OFF_STORE,
  IDENTITY_STORE,
  INBOX_STORE,
  InboxStoreModule,
  JOURNEY_STORAGE,
  LOG_AND_CLOCK,
  LOGGER,
  provide,
  provideBy,
  RECORD_CODEC,
  whileRunning,
} from '#nest';
import { CustomersModule } from '../customers/customers.module.js';
import { IntakeModule } from '../intake/intake.module.js';
import { JourneysModule } from '../journeys/journeys.module.js';
import { ErasureController } from './erasure.controller.js';
import { ExportController } from './export.controller.js';

const RETAINED = [
  new RetainedPlace(Topics.inbound, 'What systems wrote straight to the log'),
  new RetainedPlace(Topics.actions, 'What services were sent'),
  new RetainedPlace(Topics.dispositions, 'Why events were taken or not, sometimes with a value'),
  new RetainedPlace(Topics.deadLetters, 'Bytes of records that could not be handled'),
];

/** What a person may ask for: all that is kept of them, and that it is forgotten. */
@Module({
  imports: [
    HttpModule,
    ContinuityStoresModule,
    InboxStoreModule,
    CustomersModule,
    IntakeModule,
    JourneysModule,
  ],
  controllers: [ErasureController, ExportController],
  providers: [
    provide(PersonsPast, {
      log: EVENT_LOG,
      codec: RECORD_CODEC,
      catalogue: CATALOGUE,
      store: JOURNEY_STORAGE,
    }),
    provideBy(
      Erasures,
      {
        ...LOG_AND_CLOCK,
        identities: IDENTITY_STORE,
        past: PersonsPast,
        stores: CONTINUITY_STORES,
        inbox: INBOX_STORE,
        commands: OperatorCommands,
      },
      ({ stores: { handOffs, leases, recognition }, inbox, commands, ...rest }) => {
        const { log, clock, past } = rest;
        const places = [
          new HandOffsPlace(handOffs, past),
          new LeasesPlace(leases, past, clock),
          new RecognitionPlace(recognition, past),
          new InboxPlace(inbox, commands),
          new SnapshotsPlace(log, past),
          new LogOfRecordPlace(past),
          ...RETAINED,
        ];
        return new Erasures({ ...rest, places });
      },
    ),
    provide(ErasureFollower, { ...LOG_AND_CLOCK, erasures: Erasures, logger: LOGGER }),
    whileRunning(ErasureFollower, 'erasures'),
    provide(PersonExports, {
      identities: IDENTITY_STORE,
      identifiers: Identifiers,
      past: PersonsPast,
      history: JourneyHistory,
      handOffs: HAND_OFF_STORE,
      catalogue: CATALOGUE,
      clock: CLOCK,
    }),
  ],
})
export class ErasureModule {}
