import { Module } from '@nestjs/common';
import { Identifiers, Subjects } from '#customers';
import { FieldCheck, Ingest, OperatorCommands } from '#intake';
import { CATALOGUE, IDENTITY_STORE, LOG_AND_CLOCK, METRICS, provide, provideBy } from '#nest';
import { CustomersModule } from '../customers/customers.module.js';

/** What writes into the log of record: what channels send and what operators order. */
@Module({
  imports: [CustomersModule],
  providers: [
    provideBy(
      Ingest,
      {
        ...LOG_AND_CLOCK,
        catalogue: CATALOGUE,
        metrics: METRICS,
        store: IDENTITY_STORE,
        identifiers: Identifiers,
        subjects: Subjects,
      },
      ({ store, identifiers, clock, subjects, ...rest }) => {
        const fields = new FieldCheck((interaction) => subjects.journeysMeant(interaction));
        return new Ingest({ ...rest, resolving: { store, identifiers, clock }, fields });
      },
    ),
    provide(OperatorCommands, { ...LOG_AND_CLOCK, catalogue: CATALOGUE }),
  ],
  exports: [Ingest, OperatorCommands],
})
export class IntakeModule {}
