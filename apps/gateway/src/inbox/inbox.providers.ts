import { type Provider } from '@nestjs/common';
import { Identifiers, Subjects } from '#customers';
import { Explanations, HeldRecords, Inbox, Rehearsal, Replays } from '#inbox';
import { OperatorCommands, Ingest } from '#intake';
import {
  CATALOGUE,
  CLOCK,
  CONFIG,
  EVENT_LOG,
  FatalErrors,
  IDENTITY_STORE,
  LOGGER,
  openInboxStore,
  Readiness,
  RECORD_CODEC,
} from '#nest';
import { type Logger } from '#observability';
import {
  type Clock,
  type DefinitionCatalogue,
  type EventLog,
  type IdentityStores,
  type InboxKind,
  type InboxStore,
  type RecordCodec,
} from '#ports';
import { InboxProjection } from './inbox-projection.js';
import { DEAD_LETTERS, INBOX_STORE, UNMATCHED } from './tokens.js';

function inboxOf(provide: symbol, kind: InboxKind): Provider {
  return {
    provide,
    useFactory: (
      store: InboxStore,
      explanations: Explanations,
      replays: Replays,
      commands: OperatorCommands,
      catalogue: DefinitionCatalogue,
      logger: Logger,
    ) => new Inbox(kind, { store, explanations, replays, commands, catalogue, logger }),
    inject: [INBOX_STORE, Explanations, Replays, OperatorCommands, CATALOGUE, LOGGER],
  };
}

/** The inboxes and what feeds them, for a module that has `Ingest`, `Subjects` and `Identifiers`. */
export const INBOX_PROVIDERS: readonly Provider[] = [
  { provide: INBOX_STORE, useFactory: openInboxStore, inject: [CONFIG] },
  {
    provide: InboxProjection,
    useFactory: (
      store: InboxStore,
      log: EventLog,
      codec: RecordCodec,
      clock: Clock,
      logger: Logger,
      readiness: Readiness,
      failures: FatalErrors,
    ) => new InboxProjection({ store, log, codec, clock, logger }, readiness, failures),
    inject: [INBOX_STORE, EVENT_LOG, RECORD_CODEC, CLOCK, LOGGER, Readiness, FatalErrors],
  },
  {
    provide: OperatorCommands,
    useFactory: (log: EventLog, codec: RecordCodec, clock: Clock, catalogue: DefinitionCatalogue) =>
      new OperatorCommands({ log, codec, clock, catalogue }),
    inject: [EVENT_LOG, RECORD_CODEC, CLOCK, CATALOGUE],
  },
  {
    provide: HeldRecords,
    useFactory: (log: EventLog, codec: RecordCodec, identities: IdentityStores) =>
      new HeldRecords({ log, codec, identities }),
    inject: [EVENT_LOG, RECORD_CODEC, IDENTITY_STORE],
  },
  {
    provide: Rehearsal,
    useFactory: (
      codec: RecordCodec,
      catalogue: DefinitionCatalogue,
      store: IdentityStores,
      identifiers: Identifiers,
      clock: Clock,
      subjects: Subjects,
    ) => new Rehearsal({ codec, catalogue, resolving: { store, identifiers, clock }, subjects }),
    inject: [RECORD_CODEC, CATALOGUE, IDENTITY_STORE, Identifiers, CLOCK, Subjects],
  },
  {
    provide: Replays,
    useFactory: (
      store: InboxStore,
      held: HeldRecords,
      rehearsal: Rehearsal,
      ingest: Ingest,
      commands: OperatorCommands,
      catalogue: DefinitionCatalogue,
      { normalise }: Identifiers,
      log: EventLog,
      clock: Clock,
    ) =>
      new Replays({
        store,
        held,
        rehearsal,
        ingest,
        commands,
        catalogue,
        normalise,
        log,
        clock,
      }),
    inject: [
      INBOX_STORE,
      HeldRecords,
      Rehearsal,
      Ingest,
      OperatorCommands,
      CATALOGUE,
      Identifiers,
      EVENT_LOG,
      CLOCK,
    ],
  },
  {
    provide: Explanations,
    useFactory: (
      held: HeldRecords,
      replays: Replays,
      subjects: Subjects,
      identities: IdentityStores,
      catalogue: DefinitionCatalogue,
    ) => new Explanations({ held, replays, subjects, identities, catalogue }),
    inject: [HeldRecords, Replays, Subjects, IDENTITY_STORE, CATALOGUE],
  },
  inboxOf(UNMATCHED, 'unmatched'),
  inboxOf(DEAD_LETTERS, 'dead-letter'),
];
