import { type Provider } from '@nestjs/common';
import { Identifiers, Subjects, SplitRequests } from '#customers';
import { CATALOGUE, CLOCK, EVENT_LOG, IDENTITY_STORE, JOURNEY_STORAGE, RECORD_CODEC } from '#nest';
import {
  type Clock,
  type DefinitionCatalogue,
  type EventLog,
  type IdentityStores,
  type JourneyStorage,
  type RecordCodec,
} from '#ports';

export const SPLIT_PROVIDERS: readonly Provider[] = [
  {
    provide: SplitRequests,
    useFactory: (
      store: IdentityStores,
      identifiers: Identifiers,
      log: EventLog,
      codec: RecordCodec,
      clock: Clock,
      catalogue: DefinitionCatalogue,
      journeys: JourneyStorage,
      subjects: Subjects,
    ) =>
      new SplitRequests({ store, identifiers, log, codec, clock, catalogue, journeys, subjects }),
    inject: [
      IDENTITY_STORE,
      Identifiers,
      EVENT_LOG,
      RECORD_CODEC,
      CLOCK,
      CATALOGUE,
      JOURNEY_STORAGE,
      Subjects,
    ],
  },
];
