import Type from 'typebox';
import { type Answer } from '../answer.js';
import { LeaseSchema } from './lease-schemas.js';

const Text = Type.String();
const OptionalText = Type.Union([Text, Type.Null()]);

/** `JourneyEvent` of #contracts, with its time in ISO 8601. */
export const JourneyEventSchema = Type.Object({
  id: Text,
  type: Type.String({ description: 'started, advanced, captured, completed …' }),
  journeyId: Text,
  subjectId: Text,
  definition: Text,
  definitionVersion: Type.Integer(),
  version: Type.Integer({
    description: 'The journey’s, after the record that caused this; gapless per journey.',
  }),
  time: Type.String({ format: 'date-time', description: 'On the journey’s clock.' }),
  clock: Text,
  channel: OptionalText,
  previousChannel: Type.Union([Text, Type.Null()], {
    description:
      'On channel-switched, handoff-*, and resumed after a stall: the channel it came from.',
  }),
  from: Type.Array(Text, { description: 'Active states before.' }),
  to: Type.Array(Text, { description: 'Active states after.' }),
  outcome: OptionalText,
  fields: Type.Array(Text, {
    description: 'Names of the fields captured; on repeated: those that were asked for and known.',
  }),
  cause: Type.Object({
    kind: Type.String({ description: 'interaction, timer, command, identity or clock' }),
    id: Text,
    type: Text,
    actorKind: Text,
    actorId: OptionalText,
    partition: Type.Integer(),
    offset: Type.Integer(),
  }),
  elapsed: Type.Union([Type.Integer(), Type.Null()], {
    description:
      'ms. On channel-switched and resumed: since the journey was seen before. On handoff-redeemed and handoff-expired: since ' +
      'it was made. On restarted: since the journey that was begun before was seen.',
  }),
  relatedJourneyId: OptionalText,
  handOff: OptionalText,
});
export type JourneyEventView = Answer<typeof JourneyEventSchema>;

/** What a stream tells of who works on a journey. */
export const LeaseEventSchema = Type.Object({
  journeyId: Text,
  lease: Type.Union([LeaseSchema, Type.Null()], { description: 'Null: nobody any more.' }),
});
export type LeaseEventView = Answer<typeof LeaseEventSchema>;
