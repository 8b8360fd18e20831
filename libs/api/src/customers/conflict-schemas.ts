import Type from 'typebox';
import { type Answer } from '../answer.js';
import { ReasonSchema } from '../journeys/reason-schema.js';
import { AllowTogetherSchema, MergedSchema } from './merge-schemas.js';
import { SubjectIdSchema } from './subject-id-schema.js';
import { StandingSchema, SubjectRecordSchema } from './subject-schemas.js';

const Text = Type.String();
const Time = Type.String({ format: 'date-time' });
const exact = { additionalProperties: false } as const;

export const ConflictListQuery = Type.Object(
  {
    status: Type.Enum(['open', 'decided'], { default: 'open' }),
    cursor: Type.Optional(Type.String({ maxLength: 200 })),
    limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
  },
  exact,
);

export const ReasonedSchema = Type.Object({ reason: ReasonSchema }, exact);

export const MergeConflictSchema = Type.Object(
  {
    winner: Type.Optional(
      Type.String({
        ...SubjectIdSchema,
        description: 'Who the other one becomes; the one that is known longer when absent.',
      }),
    ),
    reason: ReasonSchema,
    preview: Type.Optional(
      Type.Boolean({ description: 'Only say what it would do now; nothing is changed.' }),
    ),
    allowTogether: AllowTogetherSchema,
  },
  exact,
);

export const BlockSchema = Type.Object(
  {
    identifiers: Type.Array(
      Type.Union([
        Type.Object({ key: Type.String({ minLength: 1, maxLength: 64 }) }, exact),
        Type.Object(
          {
            scheme: Type.String({ minLength: 1, maxLength: 64 }),
            value: Type.String({ minLength: 1, maxLength: 512 }),
          },
          exact,
        ),
      ]),
      {
        minItems: 1,
        maxItems: 20,
        description:
          'Values that name nobody: by the `key` that the evidence shows, or as they are.',
      },
    ),
    reason: ReasonSchema,
  },
  exact,
);

const RulingSchema = Type.Union(
  [
    Type.Object({
      decision: Type.Enum(['merged', 'kept-apart', 'blocked']),
      operator: Text,
      reason: Text,
      at: Time,
      blocked: Type.Array(Text, { description: 'Keys of the values that were blocked.' }),
    }),
    Type.Null(),
  ],
  { description: 'Null: nobody decided yet.' },
);

const RowSchema = Type.Object({
  id: Text,
  status: Type.Enum(['open', 'decided']),
  subjects: Type.Array(Text, { description: 'The two, as they were when it was noticed first.' }),
  became: Type.Array(Text, { description: 'Who each of them is now.' }),
  one: Type.Boolean({ description: 'Both are one customer meanwhile.' }),
  schemes: Type.Array(Text, { description: 'What came together.' }),
  times: Type.Integer({ description: 'How often it came up.' }),
  firstAt: Time,
  lastAt: Time,
  ruling: RulingSchema,
});

export const ConflictPageSchema = Type.Object({
  conflicts: Type.Array(RowSchema, { description: 'Latest noticed first.' }),
  cursor: Type.Union([Text, Type.Null()], { description: 'Of the next page; null at the end.' }),
});
export type ConflictPageView = Answer<typeof ConflictPageSchema>;

export const ConflictSchema = Type.Object({
  ...RowSchema.properties,
  inForce: Type.Union([Type.Boolean(), Type.Null()], {
    description:
      'Whether all holds that was decided: false after a crash in the middle (the same decision again completes it), or when it was undone by other means. Null: not decided.',
  }),
  evidence: Type.Array(
    Type.Object({
      at: Time,
      channel: Text,
      source: Text,
      interactionId: Text,
      identifiers: Type.Array(
        Type.Object({
          key: Text,
          scheme: Text,
          verified: Type.Boolean(),
          subjectId: Type.Union([Text, Type.Null()], { description: 'Whose it was; null: new.' }),
          standing: StandingSchema,
        }),
      ),
    }),
    { description: 'What came together: the first time and the latest ones, oldest first.' },
  ),
  sides: Type.Array(
    Type.Object({
      ...SubjectRecordSchema.properties,
      was: Type.String({
        description: 'Who it was when it was noticed; all else is of who it is.',
      }),
    }),
    { description: 'In the order of `subjects`.' },
  ),
  fields: Type.Object(
    { agree: Type.Array(Text), differ: Type.Array(Text) },
    { description: 'Personal fields that journeys of both have: by name, no values.' },
  ),
});
export type ConflictView = Answer<typeof ConflictSchema>;

export const DecidedSchema = Type.Object({
  conflict: Text,
  ruling: RulingSchema,
  merged: Type.Optional(MergedSchema),
});
export type DecidedView = Answer<typeof DecidedSchema>;
