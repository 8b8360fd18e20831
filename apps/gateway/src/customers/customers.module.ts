import { Module } from '@nestjs/common';
import {
  ConflictInbox,
  Identifiers,
  MergeRequests,
  MergeTeller,
  openIdentifierHash,
  RecognitionKeys,
  Rulings,
  SplitRequests,
  SubjectRecords,
  Subjects,
} from '#customers';
import { HttpModule } from '#http';
import {
  CATALOGUE,
  CONFIG,
  IDENTITY_STORE,
  JOURNEY_STORAGE,
  LOG_AND_CLOCK,
  LOGGER,
  provide,
  provideBy,
  RECORD_CODEC,
  whileRunning,
} from '#nest';
import { ConflictsController } from './conflicts.controller.js';
import { MergesController } from './merges.controller.js';
import { SplitsController } from './splits.controller.js';
import { SubjectsController } from './subjects.controller.js';

const STORE_AND_LOG = { ...LOG_AND_CLOCK, store: IDENTITY_STORE } as const;

/** Who customers are: what identifies them, and which of them are one. */
@Module({
  imports: [HttpModule],
  controllers: [SubjectsController, MergesController, SplitsController, ConflictsController],
  providers: [
    provideBy(
      Identifiers,
      { config: CONFIG, store: IDENTITY_STORE },
      async ({ config: { identitySecret, identifiers }, store }) =>
        new Identifiers(await openIdentifierHash(store, identitySecret), identifiers),
    ),
    provide(RecognitionKeys, [Identifiers]),
    provide(Subjects, {
      identities: IDENTITY_STORE,
      identifiers: Identifiers,
      journeys: JOURNEY_STORAGE,
      codec: RECORD_CODEC,
    }),
    provide(SubjectRecords, {
      identities: IDENTITY_STORE,
      subjects: Subjects,
      catalogue: CATALOGUE,
    }),
    provide(MergeRequests, { ...STORE_AND_LOG, catalogue: CATALOGUE, subjects: Subjects }),
    provide(MergeTeller, { ...STORE_AND_LOG, logger: LOGGER }),
    whileRunning(MergeTeller, 'merges'),
    provide(SplitRequests, {
      ...STORE_AND_LOG,
      identifiers: Identifiers,
      catalogue: CATALOGUE,
      journeys: JOURNEY_STORAGE,
      subjects: Subjects,
    }),
    provide(ConflictInbox, {
      store: IDENTITY_STORE,
      subjects: Subjects,
      records: SubjectRecords,
      keys: RecognitionKeys,
      catalogue: CATALOGUE,
    }),
    provide(Rulings, { ...STORE_AND_LOG, identifiers: Identifiers, merges: MergeRequests }),
  ],
  exports: [Identifiers, RecognitionKeys, Subjects],
})
export class CustomersModule {}
