import Type from 'typebox';
import { type Answer } from '../answer.js';
import { OutcomeSchema } from '../interactions/receipt-schema.js';
import { ContinuationSchema, RelevantContinuationSchema } from '../journeys/journey-schemas.js';

const exact = { additionalProperties: false } as const;
const Text = Type.String();
const Time = Type.String({ format: 'date-time' });
const Agent = Type.String({ minLength: 1, maxLength: 128, description: 'The agent’s name.' });

export const DeskStreamQuery = Type.Object({ agent: Agent }, exact);

export const ClaimingSchema = Type.Object({ agent: Agent }, exact);

export const StepSchema = Type.Object(
  {
    agent: Agent,
    id: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 128,
        description: 'Dedupe key: the same step sent again changes nothing. Made when absent.',
      }),
    ),
    type: Type.String({ minLength: 1, maxLength: 128, description: 'The event type.' }),
    data: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  },
  exact,
);

export const ClaimSchema = Type.Object({ agent: Text, since: Time, until: Time });
export type ClaimView = Answer<typeof ClaimSchema>;

const ClaimedOrNot = Type.Union([ClaimSchema, Type.Null()], { description: 'Null: by nobody.' });

export const QueueSchema = Type.Object({
  journeys: Type.Array(
    Type.Object({
      journeyId: Text,
      definition: Text,
      definitionVersion: Type.Integer(),
      title: Text,
      status: Type.String({ description: 'open or paused' }),
      state: Type.String({ description: 'Active states, joined by a comma.' }),
      stateTitle: Text,
      lastChannel: Text,
      lastSeen: Time,
      stalled: Type.Boolean(),
      claim: ClaimedOrNot,
    }),
    { description: 'Latest seen first; behind them those that an operator paused.' },
  ),
});
export type QueueView = Answer<typeof QueueSchema>;

const { journeyId, title, stateTitle, status, lastSeen, relevance } =
  RelevantContinuationSchema.properties;

const continuation = Type.Union([ContinuationSchema, Type.Null()], {
  description: 'As the phone goes on with it; null: it has ended, or there is none.',
});

const others = Type.Array(
  Type.Object({ journeyId, title, stateTitle, status, lastSeen, relevance }),
  { description: 'The customer’s other open journeys, the most relevant on the phone first.' },
);

export const CardSchema = Type.Object({ continuation, others, claim: ClaimedOrNot });
export type CardView = Answer<typeof CardSchema>;

export const ClaimedSchema = Type.Object({
  journeyId: Text,
  claim: ClaimSchema,
  continuation: ContinuationSchema,
});
export type ClaimedView = Answer<typeof ClaimedSchema>;

export const ReleasedSchema = Type.Object({ claim: Type.Null() });
export type ReleasedView = Answer<typeof ReleasedSchema>;

export const StepTakenSchema = Type.Object({
  id: Text,
  disposition: Type.Optional(
    Type.Union([OutcomeSchema, Type.Null()], { description: 'With `wait`. Null: not known yet.' }),
  ),
});
export type StepTakenView = Answer<typeof StepTakenSchema>;

/** What an agent's stream begins with. */
export const DeskReadySchema = Type.Object({
  agent: Text,
  gap: Type.Boolean({ description: 'Some of what was missed is not kept any more.' }),
});
export type DeskReadyView = Answer<typeof DeskReadySchema>;

/** What an agent's stream tells of a journey. */
export const DeskEventSchema = Type.Object({
  journeyId: Text,
  type: Type.String({ description: 'Of the journey event.' }),
  time: Time,
  channel: Type.Union([Text, Type.Null()]),
  previousChannel: Type.Union([Text, Type.Null()]),
  claim: ClaimedOrNot,
  continuation,
  others,
});
export type DeskEventView = Answer<typeof DeskEventSchema>;
