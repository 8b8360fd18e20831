import Type from 'typebox';
import { type Answer } from '../answer.js';
import { ReasonSchema } from '../journeys/reason-schema.js';
import { SubjectIdSchema } from './subject-id-schema.js';

export const SplitSchema = Type.Object(
  {
    subject: Type.Optional(SubjectIdSchema),
    identifiers: Type.Optional(
      Type.Array(
        Type.Object(
          { scheme: Type.String({ maxLength: 32 }), value: Type.String({ maxLength: 256 }) },
          { additionalProperties: false },
        ),
        {
          minItems: 1,
          maxItems: 20,
          description: 'Instead: identifiers that become a customer of their own.',
        },
      ),
    ),
    reason: ReasonSchema,
    journeys: Type.Optional(
      Type.Array(Type.String({ maxLength: 128 }), {
        maxItems: 1_000,
        description: 'The journeys that go. Absent: as the interactions that built them say.',
      }),
    ),
    keepApart: Type.Optional(
      Type.Boolean({
        description: 'False: they may be merged by themselves again. True when absent.',
      }),
    ),
    preview: Type.Optional(
      Type.Boolean({ description: 'Only say what it would do now; nothing is changed.' }),
    ),
  },
  {
    additionalProperties: false,
    description:
      'One customer is two. Whom to take out: `subject`, who was merged into this one, or `identifiers`, which become a customer of their own.',
  },
);

const Id = Type.String();
const Goes = Type.Boolean({ description: 'True: it goes with `other`. False: it stays.' });
/** What a split does, or would do. */
export const SplitViewSchema = Type.Object({
  subject: Type.String({ description: 'The customer that is split.' }),
  other: Type.String({ description: 'The customer that is one of its own afterwards.' }),
  identifiers: Type.Array(
    Type.Object({
      scheme: Type.String(),
      verified: Type.Boolean(),
      subject: Type.String({ description: 'Whom it was linked to.' }),
      goes: Goes,
    }),
  ),
  journeys: Type.Array(
    Type.Object({
      journeyId: Id,
      definition: Type.String(),
      state: Type.Array(Type.String()),
      goes: Goes,
      because: Type.Enum(['interactions', 'operator', 'undone', 'unknown-past'], {
        description:
          'interactions: the most of those that built it; a tie stays. operator: the request says so. undone: it goes back ' +
          'where it was before the merge that is undone. unknown-past: the log does not reach back; it goes where it began.',
      }),
      interactions: Type.Object(
        { leaving: Type.Integer(), staying: Type.Integer() },
        { description: 'How many of the interactions that built it speak for each side.' },
      ),
    }),
  ),
  restored: Type.Array(
    Type.Object({
      journeyId: Id,
      definition: Type.String(),
      state: Type.Array(Type.String()),
      survivor: Type.String({ description: 'The journey it went on as.' }),
      goes: Goes,
    }),
    { description: 'Journeys that ended because two became one, and go on as they were.' },
  ),
  notRestored: Type.Array(Type.Object({ journeyId: Id, why: Type.String() })),
  fieldsBack: Type.Array(
    Type.Object({
      journeyId: Id,
      field: Type.String(),
      empty: Type.Boolean({ description: 'True: it had no value before.' }),
    }),
    { description: 'Fields that are as they were before, unless a value came since.' },
  ),
  details: Type.Array(Type.String(), { description: 'In words.' }),
});
export type SplitView = Answer<typeof SplitViewSchema>;
