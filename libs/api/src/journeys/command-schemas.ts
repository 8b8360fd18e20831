import Type from 'typebox';
import { type Answer } from '../answer.js';
import { ReasonSchema } from './reason-schema.js';

const COMMANDS = ['advance', 'cancel', 'pause', 'resume', 'note', 'migrate'] as const;
export type CommandName = (typeof COMMANDS)[number];

export const CommandSchema = Type.Object(
  {
    command: Type.Enum([...COMMANDS]),
    reason: ReasonSchema,
    data: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), {
        description:
          'advance: {"event": type, "data": {…}}, offered as if it had come, or {"target": state}, entered by force.',
      }),
    ),
    id: Type.Optional(
      Type.String({
        maxLength: 128,
        pattern: '^[^\\p{C}]+$',
        description: 'Dedupe key: the same command sent again changes nothing. Made when absent.',
      }),
    ),
  },
  { additionalProperties: false, description: 'What an operator does to a journey.' },
);

export const CommandAcceptedSchema = Type.Object({
  id: Type.String(),
  journeyId: Type.String(),
  command: Type.String(),
  operator: Type.String({ description: 'As the log keeps it.' }),
});
export type CommandAcceptedView = Answer<typeof CommandAcceptedSchema>;
