import Type from 'typebox';
import { type Answer } from '../answer.js';
import { DIFFERENCES } from '#replay';

/** Records read when the request does not say, and at most. */
export const LIMIT = 20_000;
export const MAX_LIMIT = 200_000;

const Text = Type.String();
const Count = Type.Integer({ minimum: 0 });
const Counts = Type.Record(Type.String(), Count);
const Ms = Type.Union([Type.Number(), Type.Null()], { description: 'ms; null: none did.' });
const Time = Type.Union([Type.Integer(), Type.Null()], { description: 'ms since the epoch.' });

export const BacktestRequestSchema = Type.Object(
  {
    text: Type.String({ minLength: 1, description: 'The draft, YAML. It is not deployed.' }),
    against: Type.Optional(
      Type.Integer({ minimum: 1, description: 'A deployed version; default: the stable one.' }),
    ),
    since: Type.Optional(
      Type.String({
        format: 'date-time',
        description: 'Count only journeys that started then or later.',
      }),
    ),
    until: Type.Optional(
      Type.String({ format: 'date-time', description: 'Leave out what happened later.' }),
    ),
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: MAX_LIMIT,
        default: LIMIT,
        description:
          'Records of the log that are read, from its beginning, partition by partition.',
      }),
    ),
  },
  { additionalProperties: false },
);

const SpreadProperties = { count: Count, mean: Ms, median: Ms, p90: Ms, longest: Ms };
const SpreadSchema = Type.Object(SpreadProperties);
const ExampleProperties = {
  journeyId: Text,
  startedBy: Type.String({ description: 'Id of the interaction that started it.' }),
};
const ExampleSchema = Type.Object(ExampleProperties);

const SideSchema = Type.Object({
  version: Type.Integer(),
  title: Text,
  journeys: Count,
  outcomes: Counts,
  standing: Type.Record(Type.String(), Count, {
    description: 'Where journeys stand that have not ended.',
  }),
  states: Type.Record(
    Type.String(),
    Type.Object({ title: Text, entered: Count, ...SpreadProperties }),
    { description: 'How long those stayed that left the state, ms.' },
  ),
  timeToEnd: Type.Record(Type.String(), SpreadSchema, {
    description: 'By outcome, and of all, ms.',
  }),
  dispositions: Counts,
  actions: Type.Record(Type.String(), Count, { description: 'What would have been sent.' }),
  timers: Type.Record(Type.String(), Count, { description: 'What fired.' }),
});

const ExitSchema = Type.Object({
  kind: Type.Union([Text, Type.Null()], {
    description: 'interaction, timer or command; null: it stays.',
  }),
  event: Type.Union([Text, Type.Null()]),
  to: Type.Array(Text),
});

const JourneyEndSchema = Type.Union([
  Type.Object({ outcome: Text, path: Type.Array(Text), endedAt: Time }),
  Type.Null(),
]);

export const BacktestSchema = Type.Object({
  journey: Text,
  reading: Type.Object({
    read: Count,
    total: Type.Integer({ description: 'Records there are.' }),
    unreadable: Count,
    cut: Type.Boolean({ description: 'Not all were read, or there was no time to play them.' }),
  }),
  records: Type.Object({
    played: Count,
    timersLeftOut: Count,
    customers: Count,
    notConcerned: Count,
    from: Time,
    until: Time,
  }),
  journeys: Type.Object({ seen: Count, same: Count, different: Count }),
  differences: Type.Object(Object.fromEntries(DIFFERENCES.map((name) => [name, Count]))),
  live: SideSchema,
  draft: SideSchema,
  outcomeMoves: Type.Array(
    Type.Object({ live: Text, draft: Text, journeys: Count, example: ExampleSchema }),
  ),
  partings: Type.Array(
    Type.Object({
      state: Type.Array(Text),
      live: ExitSchema,
      draft: ExitSchema,
      journeys: Count,
      examples: Type.Array(ExampleSchema),
    }),
    { description: 'Where journeys first go another way, or at another time.' },
  ),
  dispositionMoves: Type.Array(
    Type.Object({ event: Text, live: Text, draft: Text, records: Count, example: Text }),
  ),
  changed: Type.Array(
    Type.Object({
      ...ExampleProperties,
      differences: Type.Array(Text),
      live: JourneyEndSchema,
      draft: JourneyEndSchema,
      fields: Type.Array(Text, { description: 'Names only.' }),
    }),
    { description: 'The first journeys that differ.' },
  ),
  faults: Type.Array(Type.Object({ version: Text, message: Text, customers: Count })),
});
export type BacktestView = Answer<typeof BacktestSchema>;
