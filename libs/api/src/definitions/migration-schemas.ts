import Type from 'typebox';
import { type Answer } from '../answer.js';
import { ReasonSchema } from '../journeys/reason-schema.js';

export const MigrationRequestSchema = Type.Object(
  {
    text: Type.String({
      minLength: 1,
      maxLength: 262_144,
      description:
        'The migration file: YAML, as schemas/journey-migration.schema.json describes it.',
    }),
    back: Type.Optional(
      Type.Boolean({
        description:
          'The way back: the file’s states and fields by their old names, from `to` to `from`.',
      }),
    ),
    share: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 100,
        description:
          'Percent of the customers whose journeys move. 0, the default, rehearses: nothing changes. The same customers stay in a share that grows, and are those of a canary.',
      }),
    ),
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 100_000,
        description:
          'Journeys moved by this call at most; 10,000 when absent. Call again for the rest.',
      }),
    ),
    reason: ReasonSchema,
  },
  { additionalProperties: false, description: 'How running journeys go on under another version.' },
);

const ShareProperties = {
  count: Type.Integer(),
  examples: Type.Array(Type.String(), { description: 'Journey ids, at most five.' }),
};
const ShareOfSchema = Type.Object(ShareProperties);

export const MigrationReportSchema = Type.Object({
  journey: Type.String(),
  from: Type.Integer(),
  to: Type.Integer(),
  running: Type.Integer({ description: 'Running journeys on `from`.' }),
  moves: ShareOfSchema,
  leftOut: Type.Object(ShareProperties, { description: 'The file’s `only` is false for them.' }),
  stays: Type.Array(Type.Object({ reason: Type.String(), ...ShareProperties }), {
    description: 'Those that cannot move, by reason.',
  }),
  states: Type.Array(Type.Object({ from: Type.String(), to: Type.String(), ...ShareProperties })),
  dropped: Type.Array(Type.Object({ field: Type.String(), ...ShareProperties }), {
    description: 'Fields whose values are given up.',
  }),
  timers: Type.Object(
    {
      atOnce: ShareOfSchema,
      sooner: ShareOfSchema,
      later: ShareOfSchema,
      gone: ShareOfSchema,
    },
    { description: 'Journeys by what becomes of their next timer.' },
  ),
});

export const MigrationSchema = Type.Object({
  rehearsal: MigrationReportSchema,
  share: Type.Integer(),
  moving: Type.Integer({ description: 'Journeys a command was appended for.' }),
  left: Type.Integer({
    description: 'Journeys of the share that the limit left for the next call.',
  }),
  warnings: Type.Array(
    Type.Object({ line: Type.Integer(), column: Type.Integer(), detail: Type.String() }),
  ),
});
export type MigrationView = Answer<typeof MigrationSchema>;

export const MigrationListSchema = Type.Object({
  migrations: Type.Array(
    Type.Object({
      deployment: Type.Integer(),
      to: Type.Integer(),
      share: Type.Integer(),
      text: Type.String(),
      operator: Type.String(),
      reason: Type.Union([Type.String(), Type.Null()]),
      time: Type.String({ format: 'date-time' }),
    }),
  ),
});
export type MigrationListView = Answer<typeof MigrationListSchema>;
