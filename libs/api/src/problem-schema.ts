import Type from 'typebox';
import { type Answer } from './answer.js';

/** RFC 9457 problem details. */
export const ProblemSchema = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    instance: Type.Optional(Type.String({ description: 'The path that was called.' })),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          pointer: Type.String({ description: 'JSON pointer into the body; "" is all of it.' }),
          detail: Type.String(),
          line: Type.Optional(Type.Integer({ description: 'Of a definition; from 1.' })),
          column: Type.Optional(Type.Integer({ description: 'From 1.' })),
        }),
      ),
    ),
  },
  { description: 'Problem details (RFC 9457).' },
);
export type Problem = Answer<typeof ProblemSchema>;
