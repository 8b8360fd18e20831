import Type from 'typebox';
import { type Answer } from '../answer.js';
import { IdentifierSchema, MAX_IDENTIFIERS } from '../interactions/interaction-schema.js';
import { ContinuationSchema } from '../journeys/journey-schemas.js';

const exact = { additionalProperties: false } as const;
const Time = Type.String({ format: 'date-time' });
const PRINTABLE = '^[^\\p{C}]+$';
const Channel = Type.String({ pattern: '^[a-z0-9-]{1,64}$' });

/** `Assurance` of #ports. */
export const AssuranceSchema = Type.Enum(['anonymous', 'known', 'verified'], {
  description:
    'What may be shown and bound. anonymous: where it stands and what comes next; nothing is bound. known: the values that ' +
    'are not personal, too; identifiers are bound, none counts as verified. verified: everything, identifiers as they come.',
});

export const ActorSchema = Type.Object(
  {
    kind: Type.Enum(['customer', 'agent', 'system']),
    id: Type.Optional(Type.String({ minLength: 1, maxLength: 256, pattern: PRINTABLE })),
  },
  exact,
);

export const MakingSchema = Type.Object(
  {
    to: Type.String({
      pattern: '^[a-z0-9-]{1,64}$',
      description: 'The channel it leads to, and the only one on which it works.',
    }),
    assurance: Type.Optional(AssuranceSchema),
    channel: Type.Optional(
      Type.String({
        pattern: '^[a-z0-9-]{1,64}$',
        description: 'The channel it is made on; where the journey was seen last when absent.',
      }),
    ),
    expiresIn: Type.Optional(
      Type.String({
        maxLength: 32,
        description: 'ISO 8601 duration, PT1M to PT24H; PT15M when absent.',
      }),
    ),
    link: Type.Optional(
      Type.String({
        maxLength: 1_024,
        format: 'uri-reference',
        description:
          'Page or app of the channel it leads to (https, or an app’s own scheme); the token is added as its fragment. ' +
          'HANDOFF_URL when absent.',
      }),
    ),
    actor: Type.Optional(ActorSchema),
  },
  { ...exact, description: 'What a hand-off is to do.' },
);

export const MadeSchema = Type.Object({
  id: Type.String(),
  journeyId: Type.String(),
  to: Channel,
  assurance: AssuranceSchema,
  code: Type.String({
    description: 'To speak or key, e.g. 482 913: its last digit checks the others.',
  }),
  url: Type.String({ description: 'The link with its signed token.' }),
  qr: Type.String({ description: 'The link as a QR code: an SVG document.' }),
  expiresAt: Time,
});
export type MadeView = Answer<typeof MadeSchema>;

export const RedeemingSchema = Type.Object(
  {
    code: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 64,
        description: 'As it was spoken or keyed; gaps do not matter.',
      }),
    ),
    token: Type.Optional(
      Type.String({ minLength: 1, maxLength: 256, description: 'Of the link: its fragment.' }),
    ),
    channel: Type.String({
      pattern: '^[a-z0-9-]{1,64}$',
      description: 'The channel the customer goes on with.',
    }),
    identifiers: Type.Optional(
      Type.Array(IdentifierSchema, {
        maxItems: MAX_IDENTIFIERS,
        description: 'Who the customer is on that channel: they are bound as the assurance says.',
      }),
    ),
    actor: Type.Optional(ActorSchema),
    id: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 256,
        pattern: PRINTABLE,
        description: 'Names this redeeming: sent again with it, the answer is the same.',
      }),
    ),
  },
  { ...exact, description: 'A code or a token, and who goes on where.' },
);

export const RedeemedSchema = Type.Object({
  id: Type.String({ description: 'Of the hand-off.' }),
  journeyId: Type.String(),
  assurance: AssuranceSchema,
  continuation: ContinuationSchema,
});
export type RedeemedView = Answer<typeof RedeemedSchema>;
