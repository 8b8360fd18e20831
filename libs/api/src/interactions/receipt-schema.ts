import Type from 'typebox';
import { DISPOSITION_KINDS } from '#contracts';
import { type Answer } from '../answer.js';
import { ProblemSchema } from '../problem-schema.js';

/** Longest that an answer waits for the fold, ms. */
const LONGEST_WAIT = 30_000;

/** Of a request that wants to know more than that it was accepted. */
export const WaitSchema = Type.Object({
  wait: Type.Optional(
    Type.String({
      pattern: '^([1-9][0-9]{0,4}ms|[1-9][0-9]?s)$',
      description:
        'How long the answer may wait to say what became of each interaction: `2s`, `500ms`; 30 s at most.',
    }),
  ),
});

/** A wait in ms. */
export function waitOf(text: string): number {
  const amount = Number.parseInt(text, 10);
  return Math.min(text.endsWith('ms') ? amount : amount * 1_000, LONGEST_WAIT);
}

const OptionalText = Type.Union([Type.String(), Type.Null()]);

/** What became of an interaction. */
export const OutcomeSchema = Type.Object({
  kind: Type.Enum([...DISPOSITION_KINDS]),
  reason: OptionalText,
  detail: Type.Union([Type.String(), Type.Null()], { description: 'In words.' }),
  journeys: Type.Array(
    Type.Object({
      journeyId: Type.String(),
      definition: Type.String(),
      version: Type.Integer(),
      status: Type.String(),
      outcome: OptionalText,
      state: Type.Array(Type.String()),
      stateTitle: Type.String(),
    }),
    { description: 'The journeys it is about, as they stand now.' },
  ),
});

export type OutcomeView = Answer<typeof OutcomeSchema>;

/** The answer to accepted interactions. */
export const ReceiptSchema = Type.Object({
  accepted: Type.Array(
    Type.Object({
      id: Type.String(),
      subjectId: Type.String(),
      disposition: Type.Optional(
        Type.Union([OutcomeSchema, Type.Null()], {
          description: 'With `wait`. Null: it is not known yet; nothing is lost.',
        }),
      ),
    }),
    { description: 'In the order sent. The log has acknowledged them.' },
  ),
  rejected: Type.Array(
    Type.Object({
      index: Type.Integer({ description: 'Place in the request, from 0.' }),
      problem: ProblemSchema,
    }),
  ),
});

/** What a sender is answered. */
export type ReceiptView = Answer<typeof ReceiptSchema>;
