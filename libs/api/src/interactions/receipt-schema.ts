import Type, { type Static } from 'typebox';
import { ProblemSchema } from '../problem-schema.js';

/** The answer to accepted interactions. */
export const ReceiptSchema = Type.Object({
  accepted: Type.Array(Type.Object({ id: Type.String(), subjectId: Type.String() }), {
    description: 'In the order sent. The log has acknowledged them.',
  }),
  rejected: Type.Array(
    Type.Object({
      index: Type.Integer({ description: 'Place in the request, from 0.' }),
      problem: ProblemSchema,
    }),
  ),
});

/** What a sender is answered. */
export type ReceiptAnswer = Static<typeof ReceiptSchema>;
