import Type from 'typebox';

const exact = { additionalProperties: false } as const;
const text = (description: string) =>
  Type.Optional(Type.String({ minLength: 1, maxLength: 256, description }));

export const InboxListQuery = Type.Object(
  {
    status: Type.Enum(['open', 'closed'], { default: 'open' }),
    reason: text('E.g. no-definition, guard-false; of a dead letter its error code.'),
    type: text('The event type.'),
    subject: text('The customer’s subject id.'),
    definition: text('Only event types that this journey definition knows.'),
    since: Type.Optional(
      Type.String({
        maxLength: 64,
        format: 'date-time',
        description: 'Came at or after (RFC 3339).',
      }),
    ),
    cursor: Type.Optional(Type.String({ maxLength: 200 })),
    limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
  },
  exact,
);

export const InboxExplainQuery = Type.Object(
  {
    reveal: text(
      'Why personal values are to be shown. Needs a channel key; name and reason are logged. Roles are not there yet: every key may.',
    ),
  },
  exact,
);
