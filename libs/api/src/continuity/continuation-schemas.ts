import Type from 'typebox';
import { type Answer } from '../answer.js';
import { RelevantContinuationSchema } from '../journeys/journey-schemas.js';

export const ContinuationsQuery = Type.Object(
  {
    scheme: Type.String({ description: 'What `value` is: phone, email, customer, cookie …' }),
    value: Type.String({ minLength: 1, description: 'The identifier.' }),
    channel: Type.Optional(
      Type.String({
        description:
          'The channel that asks: how it does the next step, and what matters to it first.',
      }),
    ),
  },
  { additionalProperties: false },
);

export const ContinuationsSchema = Type.Object({
  subjectId: Type.Union([Type.String(), Type.Null()], { description: 'Null: nobody known.' }),
  standing: Type.Union([Type.Enum(['shared', 'blocked']), Type.Null()], {
    description:
      'Why a known value leads to nobody: several people use it, or an operator said that it is nobody’s. Go on by a ' +
      'hand-off’s code (/v1/handoffs/redeem), or by the journey’s reference or what the caller knows (/v1/recognise).',
  }),
  assurance: Type.Union([Type.Enum(['known', 'verified']), Type.Null()], {
    description:
      'verified: all values are shown. known: the identifier was bound by a hand-off to somebody who was not verified, so no ' +
      'personal value is shown. Null: there is nobody to show anything of.',
  }),
  continuations: Type.Array(RelevantContinuationSchema, {
    description:
      'The most relevant to the channel that asks first; those an operator paused are there, and say so.',
  }),
});
export type ContinuationsView = Answer<typeof ContinuationsSchema>;
