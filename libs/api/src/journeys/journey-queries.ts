import Type from 'typebox';

const exact = { additionalProperties: false } as const;

export const JourneySearchQuery = Type.Object(
  {
    definition: Type.Optional(Type.String()),
    state: Type.Optional(Type.String({ description: 'An active state.' })),
    status: Type.Optional(Type.Enum(['open', 'ended', 'paused', 'faulted'])),
    channel: Type.Optional(Type.String({ description: 'Where the customer was seen last.' })),
    stalledFor: Type.Optional(
      Type.String({ description: 'Not seen for this long: an ISO 8601 duration, e.g. PT2H.' }),
    ),
    q: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 300,
        description:
          'A journey’s id, or an identifier of the customer, e.g. email=ana@example.org.',
      }),
    ),
    cursor: Type.Optional(Type.String({ maxLength: 200 })),
    limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
  },
  exact,
);

export const JourneyAtQuery = Type.Object(
  { seq: Type.Integer({ minimum: 1, description: 'A change, from 1.' }) },
  exact,
);

export const StreamQuery = Type.Object(
  {
    definition: Type.Optional(Type.String({ description: 'Only journeys of this definition.' })),
    type: Type.Optional(
      Type.String({
        description: 'Only events of this type: started, advanced, completed …; lease: only those.',
      }),
    ),
    channel: Type.Optional(Type.String({ description: 'Only what came on this channel.' })),
  },
  exact,
);
