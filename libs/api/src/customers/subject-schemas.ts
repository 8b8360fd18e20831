import Type from 'typebox';
import { type Answer } from '../answer.js';
import { SummarySchema } from '../journeys/journey-schemas.js';

const Text = Type.String();
const Time = Type.String({ format: 'date-time' });
const OptionalTime = Type.Union([Time, Type.Null()]);

/** What holds of a value, as `linkView` shows it. */
export const StandingSchema = Type.Union([Type.Enum(['shared', 'blocked']), Type.Null()], {
  description:
    'shared: several people use it; blocked: an operator said that it names nobody. Neither leads to anybody.',
});

const LinkSchema = Type.Object({
  key: Type.String({ description: 'Names the value; of values only keyed hashes are kept.' }),
  scheme: Text,
  verified: Type.Boolean({ description: 'That it is verified is a row of its own.' }),
  linkedAt: Time,
  standing: StandingSchema,
  unvouched: Type.Boolean({
    description:
      'A hand-off bound it, to somebody who was not verified: it shows nothing personal.',
  }),
  subjectId: Type.String({ description: 'The subject it was linked to, before any merge.' }),
});
export type LinkView = Answer<typeof LinkSchema>;

/** `SubjectRecord`. */
export const SubjectRecordSchema = Type.Object({
  subjectId: Text,
  knownSince: OptionalTime,
  identifiers: Type.Array(LinkSchema, { description: 'Oldest link first.' }),
  merges: Type.Array(
    Type.Object({
      from: Text,
      into: Text,
      at: Type.Union([Time, Type.Null()], { description: 'Null: it was not noted when.' }),
    }),
    { description: 'The merges that made it what it is, oldest first.' },
  ),
  keptApartFrom: Type.Array(Text, {
    description: 'Customers that are never merged with this one.',
  }),
  journeys: Type.Array(SummarySchema, { description: 'Latest seen first.' }),
});
export type SubjectRecordView = Answer<typeof SubjectRecordSchema>;

/** What `GET /v1/subjects` and `/{id}` answer. */
export const SubjectSchema = Type.Object({
  ...SubjectRecordSchema.properties,
  asked: Type.Optional(Type.String({ description: 'The `key` of the value that was asked for.' })),
  conflicts: Type.Array(
    Type.Object({
      id: Text,
      with: Text,
      times: Type.Integer(),
      lastAt: Time,
    }),
    { description: 'Open ones, latest first.' },
  ),
});
export type SubjectView = Answer<typeof SubjectSchema>;

export const SubjectQuery = Type.Object(
  {
    scheme: Type.String({ description: 'What `value` is: phone, email, customer, cookie …' }),
    value: Type.String({ minLength: 1, description: 'The identifier.' }),
  },
  { additionalProperties: false },
);
