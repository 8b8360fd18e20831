import Type from 'typebox';
import { type Answer } from '../answer.js';
import { RELEVANCE_REASONS } from '#journey';
import { JourneyEventSchema } from './journey-event-schemas.js';
import { LeaseSchema } from './lease-schemas.js';

const Time = Type.String({ format: 'date-time' });
const Text = Type.String();
const OptionalText = Type.Union([Text, Type.Null()]);
const OptionalTime = Type.Union([Time, Type.Null()]);
const From = Type.Object({ channel: Text, time: Time, interaction: Text });
const VerifiedBy = Type.Optional(
  Type.Object(From.properties, {
    description: 'The interaction that verified it last; absent when nothing did.',
  }),
);
/** A value of a field, as `fieldView` shows it. */
const FieldView = Type.Object({
  value: Type.Unknown(),
  verified: Type.Boolean(),
  from: From,
  verifiedBy: VerifiedBy,
});
export type FieldValueView = Answer<typeof FieldView>;

export const SummarySchema = Type.Object({
  journeyId: Text,
  definition: Text,
  version: Type.Integer(),
  title: Text,
  status: Type.String({ description: 'open, ended, paused or faulted' }),
  state: Type.Array(Text),
  stateTitle: Text,
  lastChannel: Text,
  lastSeen: Time,
  stalled: Type.Boolean(),
});
export type SummaryView = Answer<typeof SummarySchema>;

export const PageSchema = Type.Object({
  journeys: Type.Array(SummarySchema, { description: 'Latest seen first.' }),
  cursor: Type.Union([Text, Type.Null()], { description: 'Of the next page; null at the end.' }),
});
export type PageView = Answer<typeof PageSchema>;

export const JourneySchema = Type.Object({
  ...SummarySchema.properties,
  subjectId: Text,
  seq: Type.Integer({ description: 'Counts the records that changed it.' }),
  outcome: OptionalText,
  since: Time,
  startedAt: Time,
  startedOn: Text,
  endedAt: OptionalTime,
  clock: Type.String({ description: 'live, or the name of an import.' }),
  correlation: OptionalText,
  fields: Type.Record(Type.String(), FieldView),
  timers: Type.Array(Type.Object({ id: Text, dueAt: Time })),
});
export type JourneyView = Answer<typeof JourneySchema>;

export const HistorySchema = Type.Object({
  entries: Type.Array(
    Type.Object({
      seq: Type.Integer({ description: 'Of the journey after it; `at?seq=` takes it.' }),
      time: Time,
      position: Type.Object({ partition: Type.Integer(), offset: Type.Integer() }),
      kind: Type.String({ description: 'interaction, timer, command, identity or clock' }),
      id: Text,
      type: Text,
      channel: Type.Optional(Text),
      source: Type.Optional(Text),
      actor: Type.Optional(Type.Object({ kind: Text, id: OptionalText })),
      happenedAt: Type.Optional(Time),
      reason: Type.Optional(OptionalText),
      disposition: Type.Object({ kind: Text, reason: OptionalText, detail: OptionalText }),
      state: Type.Array(Text),
      stateTitle: Text,
      events: Type.Array(JourneyEventSchema),
      conflicts: Type.Array(
        Type.Object({
          field: Text,
          held: FieldView,
          offered: FieldView,
          kept: Type.Enum(['held', 'offered']),
          rule: Type.Enum(['latest', 'first', 'verified', 'channels', 'stale'], {
            description:
              'The preference of the field that decided, or that the value held was stale.',
          }),
          why: Text,
        }),
        { description: 'Fields that came with another value than the one held.' },
      ),
    }),
    { description: 'Oldest first.' },
  ),
});
export type HistoryView = Answer<typeof HistorySchema>;

/** `Continuation` of #journey. */
export const ContinuationSchema = Type.Object({
  journeyId: Text,
  definition: Text,
  version: Type.Integer(),
  title: Text,
  status: Type.String({
    description: 'open, or paused: nothing can be done until an operator resumes it.',
  }),
  pausedSince: OptionalTime,
  state: Type.Array(Text),
  stateTitle: Text,
  since: Time,
  startedOn: Text,
  lastChannel: Text,
  lastSeen: Time,
  progress: Type.Object({ done: Type.Integer(), of: Type.Integer() }),
  fields: Type.Record(
    Type.String(),
    Type.Object({
      status: Type.Enum(['collected', 'verified', 'missing', 'stale']),
      value: Type.Optional(Type.Unknown()),
      from: Type.Optional(From),
      verifiedBy: VerifiedBy,
    }),
  ),
  known: Type.Array(Text, {
    description:
      'Names of the fields that are known and fresh: nobody shall be asked for them again.',
  }),
  next: Type.Array(
    Type.Object({
      event: Text,
      label: Text,
      needs: Type.Array(Text, { description: 'Fields still to be asked for.' }),
      here: Type.Boolean({ description: 'Whether the channel that asks can do it.' }),
      prompt: OptionalText,
    }),
  ),
  waitingFor: Type.Array(
    Type.Object({ service: Text, since: Time, attempt: Type.Integer({ minimum: 1 }) }),
    { description: 'Services whose answer is awaited.' },
  ),
  due: OptionalTime,
  stalled: Type.Boolean(),
  lease: Type.Union([LeaseSchema, Type.Null()]),
  recent: Type.Array(Type.Object({ time: Time, channel: Text, summary: Text }), {
    description: 'The last few things that happened, oldest first, in one line each.',
  }),
});
export type ContinuationView = Answer<typeof ContinuationSchema>;

/** `RelevantContinuation` of #journey. */
export const RelevantContinuationSchema = Type.Object({
  ...ContinuationSchema.properties,
  relevance: Type.Object(
    {
      reasons: Type.Array(Type.Enum([...RELEVANCE_REASONS]), {
        description:
          'handed-off-here, recognised-here: the customer came to this channel with this journey in the last 15 minutes. ' +
          'customer-is-on-it: they work on it at this moment. nothing-to-ask: it goes on here and needs no more data. ' +
          'goes-on-here: this channel has a prompt for its next step. stalled; due-soon: a timer fires within a day. ' +
          'held-elsewhere: an agent works on it on another channel. waits-for-others: neither a customer nor an agent can move ' +
          'it now. paused: an operator holds it. imported: it is historical, nobody goes on with it.',
      }),
    },
    {
      description:
        'Why it stands where it does. Imports come last. Before others come: what the customer came here with; what a customer ' +
        'or an agent can move, then what waits, then what is paused; what the customer is on now; what no agent holds ' +
        'elsewhere; what goes on here with nothing to ask, then what goes on here; what is stalled or due soon; the latest seen.',
    },
  ),
});
export type RelevantContinuationView = Answer<typeof RelevantContinuationSchema>;
