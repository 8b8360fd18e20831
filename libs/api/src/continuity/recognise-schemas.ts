import Type from 'typebox';
import { type Answer } from '../answer.js';
import { IdentifierSchema, MAX_IDENTIFIERS } from '../interactions/interaction-schema.js';
import { RelevantContinuationSchema } from '../journeys/journey-schemas.js';

export const AskingSchema = Type.Object(
  {
    agent: Type.String({
      minLength: 1,
      maxLength: 128,
      pattern: '^[^\\p{C}]+$',
      description: 'Who asks; kept with what was found.',
    }),
    channel: Type.String({
      pattern: '^[a-z0-9-]{1,64}$',
      description: 'Where the caller is.',
    }),
    reference: Type.Optional(
      Type.String({ minLength: 1, maxLength: 64, description: 'Of a journey, as it was said.' }),
    ),
    fields: Type.Optional(
      Type.Record(
        Type.String(),
        Type.Union([Type.String({ maxLength: 1_024 }), Type.Number(), Type.Boolean()]),
        {
          maxProperties: 8,
          description:
            'What the caller says, by the names of fields that definitions recognise by.',
        },
      ),
    ),
    identifiers: Type.Optional(
      Type.Array(IdentifierSchema, {
        maxItems: MAX_IDENTIFIERS,
        description: 'Of this call: bound to the customer, unverified, when they are recognised.',
      }),
    ),
  },
  { additionalProperties: false, description: 'A caller whom no identifier tells.' },
);

export const RecognitionSchema = Type.Object({
  result: Type.Enum(['recognised', 'to-confirm', 'several', 'nobody'], {
    description:
      'recognised: the continuations are shown in full. to-confirm: the reference leads to them, no value is shown; ask for one ' +
      'of `ask`. several: more than one customer matches; ask for more. nobody: no match.',
  }),
  ask: Type.Array(Type.String(), { description: 'Fields that can still tell; names only.' }),
  continuations: Type.Array(RelevantContinuationSchema, {
    description: 'The most relevant to the channel of the call first.',
  }),
});
export type RecognitionView = Answer<typeof RecognitionSchema>;

export const ReferenceSchema = Type.Object({
  journeyId: Type.String(),
  reference: Type.String({
    description: 'To be read out and printed, e.g. 482 913 064; no secret.',
  }),
});
export type ReferenceView = Answer<typeof ReferenceSchema>;
