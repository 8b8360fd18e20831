import { type Provider } from '@nestjs/common';
import { ShownContinuations, Callers, Recogniser } from '#continuity';
import { Identifiers, Subjects, RecognitionKeys } from '#customers';
import { Ingest } from '#intake';
import { CATALOGUE, CLOCK, EVENT_LOG, FatalErrors, LOGGER, RECORD_CODEC } from '#nest';
import { type Logger } from '#observability';
import {
  type Clock,
  type ContinuityStores,
  type DefinitionCatalogue,
  type EventLog,
  type RecordCodec,
} from '#ports';
import { CONTINUITY_STORES } from '../handoffs/tokens.js';
import { RecognitionProjection } from './recognition-projection.js';

/** Recognition and what feeds it, for a module that has the providers of hand-offs. */
export const RECOGNISE_PROVIDERS: readonly Provider[] = [
  {
    provide: RecognitionKeys,
    useFactory: (identifiers: Identifiers) => new RecognitionKeys(identifiers),
    inject: [Identifiers],
  },
  {
    provide: RecognitionProjection,
    useFactory: (
      log: EventLog,
      { recognition: index }: ContinuityStores,
      codec: RecordCodec,
      catalogue: DefinitionCatalogue,
      keys: RecognitionKeys,
      clock: Clock,
      logger: Logger,
      failures: FatalErrors,
    ) => new RecognitionProjection({ log, index, codec, catalogue, keys, clock, logger }, failures),
    inject: [
      EVENT_LOG,
      CONTINUITY_STORES,
      RECORD_CODEC,
      CATALOGUE,
      RecognitionKeys,
      CLOCK,
      LOGGER,
      FatalErrors,
    ],
  },
  {
    provide: Recogniser,
    useFactory: (
      stores: ContinuityStores,
      keys: RecognitionKeys,
      subjects: Subjects,
      catalogue: DefinitionCatalogue,
      clock: Clock,
    ) => new Recogniser({ stores, keys, subjects, catalogue, clock }),
    inject: [CONTINUITY_STORES, RecognitionKeys, Subjects, CATALOGUE, CLOCK],
  },
  {
    provide: Callers,
    useFactory: (
      recogniser: Recogniser,
      continuations: ShownContinuations,
      ingest: Ingest,
      log: EventLog,
      codec: RecordCodec,
      clock: Clock,
      logger: Logger,
    ) => new Callers({ recogniser, continuations, ingest, log, codec, clock, logger }),
    inject: [Recogniser, ShownContinuations, Ingest, EVENT_LOG, RECORD_CODEC, CLOCK, LOGGER],
  },
];
