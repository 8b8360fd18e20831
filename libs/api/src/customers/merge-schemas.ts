import Type from 'typebox';
import { type Answer } from '../answer.js';
import { ReasonSchema } from '../journeys/reason-schema.js';
import { SubjectIdSchema } from './subject-id-schema.js';

/** That two who are kept apart are merged all the same. */
export const AllowTogetherSchema = Type.Optional(
  Type.Boolean({
    description:
      'Merge them even if they are kept apart; they are so no more, which the log keeps, too.',
  }),
);
/** The request. */
export const MergeSchema = Type.Object(
  {
    winner: SubjectIdSchema,
    loser: SubjectIdSchema,
    reason: ReasonSchema,
    preview: Type.Optional(
      Type.Boolean({ description: 'Only say what it would do now; nothing is changed.' }),
    ),
    allowTogether: AllowTogetherSchema,
  },
  { additionalProperties: false, description: 'Two customers are one.' },
);
/** The answer, also of a preview. */
export const MergedSchema = Type.Object({
  winner: SubjectIdSchema,
  loser: SubjectIdSchema,
  journeys: Type.Optional(
    Type.Array(
      Type.Object({
        journeyId: Type.String(),
        definition: Type.String(),
        status: Type.String(),
        outcome: Type.Union([Type.String(), Type.Null()]),
      }),
      { description: 'Of a preview: the journeys it would move or change, as they would be.' },
    ),
  ),
  details: Type.Optional(Type.Array(Type.String(), { description: 'Of a preview: in words.' })),
});
export type MergedView = Answer<typeof MergedSchema>;
