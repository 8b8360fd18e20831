import { type Provider } from '@nestjs/common';
import { HandOffsPlace, LeasesPlace, RecognitionPlace } from '#continuity';
import { Topics } from '#contracts';
import {
  Identifiers,
  Erasures,
  PersonExports,
  SnapshotsPlace,
  LogOfRecordPlace,
  RetainedPlace,
} from '#customers';
import { InboxPlace } from '#inbox';
import { OperatorCommands } from '#intake';
import {
  CATALOGUE,
  CLOCK,
  EVENT_LOG,
  FatalErrors,
  IDENTITY_STORE,
  JOURNEY_STORAGE,
  LOGGER,
  RECORD_CODEC,
} from '#nest';
import { type Logger } from '#observability';
import {
  type Clock,
  type ContinuityStores,
  type DefinitionCatalogue,
  type ErasurePlace,
  type EventLog,
  type IdentityStores,
  type InboxStore,
  type JourneyStorage,
  type RecordCodec,
} from '#ports';
import { CONTINUITY_STORES } from '../handoffs/tokens.js';
import { INBOX_STORE } from '../inbox/tokens.js';
import { JourneyHistory, PersonsPast } from '#history';
import { ErasureFollower } from './erasure-follower.js';
import { ERASURE_PLACES } from './tokens.js';

const RETAINED = [
  new RetainedPlace(Topics.inbound, 'What systems wrote straight to the log'),
  new RetainedPlace(Topics.actions, 'What services were sent'),
  new RetainedPlace(Topics.dispositions, 'Why events were taken or not, sometimes with a value'),
  new RetainedPlace(Topics.deadLetters, 'Bytes of records that could not be handled'),
];

/** Erasure, for a module that has the providers of hand-offs and inboxes. */
export const ERASURE_PROVIDERS: readonly Provider[] = [
  {
    provide: PersonsPast,
    useFactory: (
      log: EventLog,
      codec: RecordCodec,
      catalogue: DefinitionCatalogue,
      store: JourneyStorage,
    ) => new PersonsPast({ log, codec, catalogue, store }),
    inject: [EVENT_LOG, RECORD_CODEC, CATALOGUE, JOURNEY_STORAGE],
  },
  {
    provide: ERASURE_PLACES,
    useFactory: (
      { handOffs, leases, recognition }: ContinuityStores,
      inbox: InboxStore,
      commands: OperatorCommands,
      log: EventLog,
      clock: Clock,
      past: PersonsPast,
    ): readonly ErasurePlace[] => [
      new HandOffsPlace(handOffs, past),
      new LeasesPlace(leases, past, clock),
      new RecognitionPlace(recognition, past),
      new InboxPlace(inbox, commands),
      new SnapshotsPlace(log, past),
      new LogOfRecordPlace(past),
      ...RETAINED,
    ],
    inject: [CONTINUITY_STORES, INBOX_STORE, OperatorCommands, EVENT_LOG, CLOCK, PersonsPast],
  },
  {
    provide: Erasures,
    useFactory: (
      identities: IdentityStores,
      log: EventLog,
      codec: RecordCodec,
      clock: Clock,
      past: PersonsPast,
      places: readonly ErasurePlace[],
    ) => new Erasures({ identities, log, codec, clock, past, places }),
    inject: [IDENTITY_STORE, EVENT_LOG, RECORD_CODEC, CLOCK, PersonsPast, ERASURE_PLACES],
  },
  {
    provide: ErasureFollower,
    useFactory: (
      erasures: Erasures,
      log: EventLog,
      codec: RecordCodec,
      clock: Clock,
      logger: Logger,
      failures: FatalErrors,
    ) => new ErasureFollower({ erasures, log, codec, clock, logger }, failures),
    inject: [Erasures, EVENT_LOG, RECORD_CODEC, CLOCK, LOGGER, FatalErrors],
  },
  {
    provide: PersonExports,
    useFactory: (
      identities: IdentityStores,
      identifiers: Identifiers,
      past: PersonsPast,
      history: JourneyHistory,
      { handOffs }: ContinuityStores,
      catalogue: DefinitionCatalogue,
      clock: Clock,
    ) => new PersonExports({ identities, identifiers, past, history, handOffs, catalogue, clock }),
    inject: [
      IDENTITY_STORE,
      Identifiers,
      PersonsPast,
      JourneyHistory,
      CONTINUITY_STORES,
      CATALOGUE,
      CLOCK,
    ],
  },
];
