import Type from 'typebox';
import { type Answer } from '../answer.js';
import { ReasonSchema } from '../journeys/reason-schema.js';
import { HistorySchema, JourneySchema } from '../journeys/journey-schemas.js';

const Text = Type.String();
const Time = Type.String({ format: 'date-time' });

/** Why somebody is to be forgotten: a body, which clients and proxies may drop, or a query. */
export const ErasingSchema = Type.Object(
  { reason: Type.Optional(ReasonSchema) },
  { additionalProperties: false, description: 'Why somebody is to be forgotten.' },
);

export const ErasureReceiptSchema = Type.Object({
  id: Text,
  subjectId: Type.String({
    description: 'The subject that all others of the person were merged into.',
  }),
  subjects: Type.Array(Text, { description: 'All subjects that were this person.' }),
  erasedAt: Time,
  operator: Text,
  reason: Type.Union([Text, Type.Null()], { description: 'Null: none was given.' }),
  erasedBefore: Type.Boolean({
    description:
      'It was asked for before: when, by whom and why are of then, what was erased is of now.',
  }),
  complete: Type.Boolean({
    description: 'False: journeys are not emptied yet; they will be. Ask again to see.',
  }),
  places: Type.Array(
    Type.Object({
      place: Text,
      erased: Type.Integer({ description: 'Entries that are gone, or emptied.' }),
      remains: Type.Optional(
        Type.String({ description: 'What stays readable there, for whom and until when.' }),
      ),
    }),
  ),
});
export type ErasureReceiptView = Answer<typeof ErasureReceiptSchema>;

const OptionalText = Type.Union([Type.String(), Type.Null()]);
const OptionalTime = Type.Union([Time, Type.Null()]);

export const ExportSchema = Type.Object({
  subjectId: Text,
  asOf: Time,
  subjects: Type.Array(Text, { description: 'All subjects that are this person.' }),
  identifiers: Type.Array(
    Type.Object({
      scheme: Text,
      value: Type.Union([Type.String(), Type.Null()], {
        description: 'Null: no interaction that is kept tells it.',
      }),
      verified: Type.Boolean(),
      linkedAt: Time,
      subjectId: Text,
      standing: OptionalText,
    }),
  ),
  merges: Type.Array(Type.Object({ from: Text, into: Text, at: Time })),
  conflicts: Type.Array(
    Type.Object({
      firstAt: Time,
      lastAt: Time,
      times: Type.Integer(),
      schemes: Type.Array(Text),
      decision: OptionalText,
      decidedAt: OptionalTime,
    }),
    { description: 'With another person, who is not told of.' },
  ),
  journeys: Type.Array(
    Type.Object({ ...JourneySchema.properties, history: HistorySchema.properties.entries }),
  ),
  handOffs: Type.Array(
    Type.Object({
      journeyId: Text,
      from: Text,
      to: Text,
      assurance: Text,
      madeAt: Time,
      expiresAt: Time,
      used: Type.Boolean(),
    }),
  ),
  interactions: Type.Array(
    Type.Object({
      position: Type.Object({ partition: Type.Integer(), offset: Type.Integer() }),
      recordedAt: Time,
      id: Text,
      type: Text,
      channel: Text,
      source: Text,
      time: Time,
      actor: Type.Object({ kind: Text, id: OptionalText }),
      journeyId: OptionalText,
      correlation: OptionalText,
      identifiers: Type.Array(
        Type.Object({ scheme: Text, value: Text, verified: Type.Boolean() }),
        { description: 'Without those that are another person’s.' },
      ),
      data: Type.Unknown({ description: 'Null: it cannot be read here.' }),
      disposition: Type.Object({ kind: Text, reason: OptionalText }),
    }),
    { description: 'Every one that was folded for the person, oldest first.' },
  ),
});
export type PersonExportView = Answer<typeof ExportSchema>;
