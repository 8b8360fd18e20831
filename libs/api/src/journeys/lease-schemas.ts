import Type from 'typebox';
import { type Answer } from '../answer.js';
import { ReasonSchema } from './reason-schema.js';

const Time = Type.String({ format: 'date-time' });
const PRINTABLE = '^[^\\p{C}]+$';

/** `LeaseShown` of #journey. */
export const LeaseSchema = Type.Object(
  {
    holder: Type.String(),
    channel: Type.String(),
    since: Time,
    until: Time,
    takenFrom: Type.Union(
      [
        Type.Object({ holder: Type.String(), channel: Type.String(), reason: Type.String() }),
        Type.Null(),
      ],
      { description: 'Who held it when this holder took it over.' },
    ),
  },
  { description: 'Somebody works on the journey. It forbids nobody anything.' },
);
export type LeaseView = Answer<typeof LeaseSchema>;

export const HoldingSchema = Type.Object(
  {
    holder: Type.String({
      minLength: 1,
      maxLength: 128,
      pattern: PRINTABLE,
      description: 'An agent’s name, or `customer`.',
    }),
    channel: Type.String({ pattern: '^[a-z0-9-]{1,64}$' }),
    ttl: Type.Optional(
      Type.Integer({
        minimum: 10,
        maximum: 3_600,
        description: 'Seconds; 120 when absent. Put it again before they are over to go on.',
      }),
    ),
    force: Type.Optional(
      Type.Boolean({ description: 'Takes it over from whoever holds it; needs a reason.' }),
    ),
    reason: Type.Optional(ReasonSchema),
  },
  { additionalProperties: false, description: '“I am working on this.”' },
);

export const HeldSchema = Type.Object({ journeyId: Type.String(), lease: LeaseSchema });
export type HeldView = Answer<typeof HeldSchema>;

export const LeaseGivingQuery = Type.Object(
  {
    holder: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 128,
        description: 'Who gives it back; whoever took it under this key when absent.',
      }),
    ),
    channel: Type.Optional(Type.String({ description: 'Of the holder.' })),
  },
  { additionalProperties: false },
);
