import { type Provider } from '@nestjs/common';
import {
  Identifiers,
  Subjects,
  RecognitionKeys,
  MergeRequests,
  SubjectRecords,
  ConflictInbox,
  Rulings,
} from '#customers';
import { CATALOGUE, CLOCK, EVENT_LOG, IDENTITY_STORE, RECORD_CODEC } from '#nest';
import {
  type Clock,
  type DefinitionCatalogue,
  type EventLog,
  type IdentityStores,
  type RecordCodec,
} from '#ports';

/** Conflicts and who customers are, for a module that has `Subjects`, `Identifiers`, `RecognitionKeys` and `MergeRequests`. */
export const CONFLICT_PROVIDERS: readonly Provider[] = [
  {
    provide: SubjectRecords,
    useFactory: (identities: IdentityStores, subjects: Subjects, catalogue: DefinitionCatalogue) =>
      new SubjectRecords({ identities, subjects, catalogue }),
    inject: [IDENTITY_STORE, Subjects, CATALOGUE],
  },
  {
    provide: ConflictInbox,
    useFactory: (
      store: IdentityStores,
      subjects: Subjects,
      records: SubjectRecords,
      keys: RecognitionKeys,
      catalogue: DefinitionCatalogue,
    ) => new ConflictInbox({ store, subjects, records, keys, catalogue }),
    inject: [IDENTITY_STORE, Subjects, SubjectRecords, RecognitionKeys, CATALOGUE],
  },
  {
    provide: Rulings,
    useFactory: (
      store: IdentityStores,
      log: EventLog,
      codec: RecordCodec,
      clock: Clock,
      identifiers: Identifiers,
      merges: MergeRequests,
    ) => new Rulings({ store, log, codec, clock, identifiers, merges }),
    inject: [IDENTITY_STORE, EVENT_LOG, RECORD_CODEC, CLOCK, Identifiers, MergeRequests],
  },
];
