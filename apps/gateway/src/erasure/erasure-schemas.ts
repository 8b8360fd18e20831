import Type from 'typebox';
import { ReasonSchema } from '../commands/reason-schema.js';

const Text = Type.String();
const Time = Type.String({ format: 'date-time' });

export const ErasingSchema = Type.Object(
  { reason: ReasonSchema },
  { additionalProperties: false, description: 'Why somebody is to be forgotten.' },
);

export const ReceiptSchema = Type.Object({
  id: Text,
  subjectId: Type.String({
    description: 'The subject that all others of the person were merged into.',
  }),
  subjects: Type.Array(Text, { description: 'All subjects that were this person.' }),
  erasedAt: Time,
  operator: Text,
  reason: Text,
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
