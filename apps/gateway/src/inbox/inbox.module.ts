import { Module } from '@nestjs/common';
import { Identifiers, Subjects } from '#customers';
import { HttpModule } from '#http';
import { Explanations, HeldRecords, Inbox, InboxProjection, Rehearsal, Replays } from '#inbox';
import { Ingest, OperatorCommands } from '#intake';
import {
  CATALOGUE,
  CLOCK,
  EVENT_LOG,
  IDENTITY_STORE,
  INBOX_STORE,
  InboxStoreModule,
  LOG_AND_CLOCK,
  LOGGER,
  provide,
  provideBy,
  RECORD_CODEC,
  whileRunning,
} from '#nest';
import { CustomersModule } from '../customers/customers.module.js';
import { IntakeModule } from '../intake/intake.module.js';
import { DeadLettersController } from './dead-letters.controller.js';
import { DEAD_LETTERS, UNMATCHED } from './tokens.js';
import { UnmatchedController } from './unmatched.controller.js';

const OF_BOTH = {
  store: INBOX_STORE,
  explanations: Explanations,
  replays: Replays,
  commands: OperatorCommands,
  catalogue: CATALOGUE,
  logger: LOGGER,
} as const;

/** What nothing took and what nobody could handle, and what is done about it. */
@Module({
  imports: [HttpModule, InboxStoreModule, CustomersModule, IntakeModule],
  controllers: [UnmatchedController, DeadLettersController],
  providers: [
    provideBy(UNMATCHED, OF_BOTH, (options) => new Inbox('unmatched', options)),
    provideBy(DEAD_LETTERS, OF_BOTH, (options) => new Inbox('dead-letter', options)),
    provide(InboxProjection, { ...LOG_AND_CLOCK, store: INBOX_STORE, logger: LOGGER }),
    whileRunning(InboxProjection, 'inbox', { awaited: true }),
    provide(HeldRecords, { log: EVENT_LOG, codec: RECORD_CODEC, identities: IDENTITY_STORE }),
    provideBy(
      Rehearsal,
      {
        codec: RECORD_CODEC,
        catalogue: CATALOGUE,
        store: IDENTITY_STORE,
        identifiers: Identifiers,
        clock: CLOCK,
        subjects: Subjects,
      },
      ({ store, identifiers, clock, ...rest }) =>
        new Rehearsal({ ...rest, resolving: { store, identifiers, clock } }),
    ),
    provideBy(
      Replays,
      {
        store: INBOX_STORE,
        held: HeldRecords,
        rehearsal: Rehearsal,
        ingest: Ingest,
        commands: OperatorCommands,
        catalogue: CATALOGUE,
        identifiers: Identifiers,
        log: EVENT_LOG,
        clock: CLOCK,
      },
      ({ identifiers: { normalise }, ...rest }) => new Replays({ ...rest, normalise }),
    ),
    provide(Explanations, {
      held: HeldRecords,
      replays: Replays,
      subjects: Subjects,
      identities: IDENTITY_STORE,
      catalogue: CATALOGUE,
    }),
  ],
})
export class InboxModule {}
