import Type from 'typebox';
import { type Answer } from '../answer.js';
import { InteractionSchema } from '../interactions/interaction-schema.js';
import { ProblemSchema } from '../problem-schema.js';
import { SummarySchema } from '../journeys/journey-schemas.js';
import { ReasonSchema } from '../journeys/reason-schema.js';

const Text = Type.String();
const OptionalText = Type.Union([Text, Type.Null()]);
const Time = Type.String({ format: 'date-time' });
const exact = { additionalProperties: false } as const;

const { type, channel, time, data, identifiers, journey } = InteractionSchema.properties;

export const ReplaySchema = Type.Object(
  {
    reason: ReasonSchema,
    dryRun: Type.Optional(
      Type.Boolean({ description: 'Only tell what it would come to; change nothing.' }),
    ),
    edit: Type.Optional(
      Type.Object(
        {
          type: Type.Optional(type),
          channel: Type.Optional(channel),
          time,
          data,
          identifiers,
          journey: Type.Optional(Type.Union([journey, Type.Null()])),
        },
        {
          ...exact,
          description: 'What replaces the interaction’s own; `journey: null` names none.',
        },
      ),
    ),
  },
  exact,
);

export const DiscardSchema = Type.Object({ reason: ReasonSchema }, exact);

const ForeseenSchema = Type.Object({
  subjectId: Text,
  disposition: Type.Object({ kind: Text, reason: OptionalText, detail: OptionalText }),
  journeyIds: Type.Array(Text),
  events: Type.Array(
    Type.Object({
      type: Text,
      journeyId: Text,
      from: Type.Array(Text),
      to: Type.Array(Text),
      outcome: OptionalText,
    }),
  ),
  actions: Type.Array(Type.Object({ kind: Text, name: Text, journeyId: Text })),
});

export const ReplayAnswerSchema = Type.Object({
  entry: Text,
  id: Type.String({ description: 'Of the record that is appended.' }),
  topic: Text,
  dryRun: Type.Boolean(),
  foreseen: Type.Union([ForeseenSchema, Type.Null()], {
    description: 'What it comes to as things are now; null: its consumers decide.',
  }),
});
export type ReplayView = Answer<typeof ReplayAnswerSchema>;

export const DiscardAnswerSchema = Type.Object({
  entry: Text,
  id: Type.String({ description: 'Of the command in the log.' }),
});
export type DiscardView = Answer<typeof DiscardAnswerSchema>;

const EntrySchema = Type.Object({
  id: Text,
  status: Type.Enum(['open', 'replaying', 'replayed', 'discarded']),
  reason: Type.String({ description: 'Of the disposition, or the error code of the dead letter.' }),
  detail: OptionalText,
  at: Type.String({ format: 'date-time', description: 'When it came into the inbox.' }),
  time: Time,
  type: Text,
  source: Text,
  recordId: Text,
  subjectId: OptionalText,
  journeyIds: Type.Array(Text),
  origin: Type.Object({ topic: Text, partition: Type.Integer(), offset: Type.Integer() }),
  attempt: Type.Union([
    Type.Object({ by: Text, at: Time, reason: Text, subjectId: OptionalText }),
    Type.Null(),
  ]),
  closing: Type.Union([
    Type.Object({ as: Text, at: Time, disposition: Text, became: Text, reason: OptionalText }),
    Type.Null(),
  ]),
});
export type EntryView = Answer<typeof EntrySchema>;

export const InboxPageSchema = Type.Object({
  entries: Type.Array(EntrySchema, { description: 'Latest first.' }),
  cursor: Type.Union([Text, Type.Null()], {
    description:
      'Of the next page; null at the end. A page may be short, even empty, and have one.',
  }),
  counts: Type.Record(Type.String(), Type.Integer(), { description: 'All open ones, by reason.' }),
  dropped: Type.Integer({
    description: 'How many of the oldest went because there were too many.',
  }),
});
export type InboxPageView = Answer<typeof InboxPageSchema>;

const InteractionShown = Type.Object({
  id: Text,
  source: Text,
  type: Text,
  channel: Text,
  time: Time,
  clock: Text,
  subjectId: Text,
  journeyId: OptionalText,
  correlation: OptionalText,
  identifiers: Type.Array(Type.Object({ scheme: Text, value: Text, verified: Type.Boolean() })),
  actor: Type.Object({ kind: Text, id: OptionalText }),
  data: Type.Unknown(),
});

export const ExplanationSchema = Type.Object({
  entry: EntrySchema,
  masked: Type.Boolean({ description: 'Personal values are not shown: `reveal` shows them.' }),
  interaction: Type.Union([InteractionShown, Type.Null()], {
    description: 'As it was sent; null: there is none that can be read.',
  }),
  unreadable: Type.Union([Text, Type.Null()], { description: 'Why nothing can be read.' }),
  letter: Type.Optional(
    Type.Object({
      consumer: Text,
      causes: Type.Array(Text),
      key: OptionalText,
      headers: Type.Record(Type.String(), Text),
      size: Type.Union([Type.Integer(), Type.Null()], { description: 'Bytes.' }),
      value: Type.Union([Text, Type.Null()], { description: 'Base64; only when revealed.' }),
      whole: Type.Boolean({ description: 'False: only the beginning of it was kept.' }),
      record: OptionalText,
    }),
  ),
  now: Type.Union([ForeseenSchema, ProblemSchema, Type.Null()], {
    description:
      'What replaying it as it is would come to now, nothing changed; a problem when it cannot be; null when its consumers decide.',
  }),
  journeys: Type.Array(SummarySchema, { description: 'Of that customer.' }),
});
export type ExplanationView = Answer<typeof ExplanationSchema>;
