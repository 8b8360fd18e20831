import Type from 'typebox';
import { MAX_VALUE_LENGTH } from '#identity';

/** Identifiers one interaction may have. */
export const MAX_IDENTIFIERS = 20;

const exact = { additionalProperties: false } as const;
/** No control, format, private or unassigned characters. */
const PRINTABLE = '^[^\\p{C}]+$';

export const IdentifierSchema = Type.Object(
  {
    scheme: Type.String({
      pattern: '^[a-z][a-z0-9-]{0,31}$',
      description:
        'What the value is: customer, account, email, phone, device, cookie, call, chat, session, or a name of your own.',
    }),
    value: Type.String({ minLength: 1, maxLength: MAX_VALUE_LENGTH }),
    verified: Type.Optional(
      Type.Boolean({ description: 'The sender has made sure that it is this person’s.' }),
    ),
  },
  { ...exact, description: 'Something that tells who the customer is.' },
);

/** One interaction as a channel sends it. */
export const InteractionSchema = Type.Object(
  {
    id: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 256,
        pattern: PRINTABLE,
        description: 'Dedupe key, unique per source. A UUIDv7 is made when absent.',
      }),
    ),
    type: Type.String({
      pattern: '^[a-z0-9.-]{1,128}$',
      description: 'Event type: 1 to 128 characters of [a-z0-9.-].',
    }),
    channel: Type.String({
      pattern: '^[a-z0-9-]{1,64}$',
      description: 'web, mobile, phone, branch, chat, email, batch or a name of your own.',
    }),
    source: Type.String({
      minLength: 1,
      maxLength: 1024,
      format: 'uri-reference',
      pattern: PRINTABLE,
      description: 'URI-reference of the system that observed it.',
    }),
    time: Type.Optional(
      Type.String({
        maxLength: 64,
        format: 'date-time',
        description: 'When it happened (RFC 3339, with offset). The time of receipt when absent.',
      }),
    ),
    identifiers: Type.Optional(
      Type.Array(IdentifierSchema, {
        maxItems: MAX_IDENTIFIERS,
        description: 'Who the customer is. At least one, unless the journey is named.',
      }),
    ),
    journey: Type.Optional(
      Type.Object(
        {
          id: Type.Optional(Type.String({ pattern: '^[a-z2-7]{20}\\.[a-z2-7]{8}$' })),
          correlation: Type.Optional(
            Type.String({ minLength: 1, maxLength: 256, pattern: PRINTABLE }),
          ),
          handoff: Type.Optional(
            Type.String({
              minLength: 1,
              maxLength: 256,
              pattern: PRINTABLE,
              description: 'A hand-off’s code or link token: it is redeemed with this interaction.',
            }),
          ),
        },
        { ...exact, minProperties: 1, maxProperties: 1, description: 'The journey it belongs to.' },
      ),
    ),
    actor: Type.Optional(
      Type.Object(
        {
          kind: Type.Enum(['customer', 'agent', 'system']),
          id: Type.Optional(Type.String({ minLength: 1, maxLength: 256, pattern: PRINTABLE })),
        },
        { ...exact, description: 'Who did it; the customer when absent.' },
      ),
    ),
    data: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), { description: 'What was captured.' }),
    ),
  },
  { ...exact, description: 'One thing a customer, agent or system did, on one channel.' },
);

export type InteractionBody = Type.Static<typeof InteractionSchema>;
