import { type Interaction, type JourneyState, type SubjectState } from '#contracts';
import { accepts } from '#statechart';
import { type Definition } from '../definition/compiled-definition.js';
import { type Definitions } from '../deployment/definitions.js';
import { valueAt } from '../record/event-data.js';
import { matchesEvent } from '../definition/event-patterns.js';
import { survivorOf } from './moved-journeys.js';
import { type Occurrence } from '../record/occurrence.js';

/** An open journey an interaction is for. */
export interface Match {
  readonly journey: JourneyState;
  readonly definition: Definition;
  /** The interaction would have started it: it goes on instead of beginning again. */
  readonly startsAgain: boolean;
}

/** Which journeys an interaction is about, at most one of each definition. */
export interface Correlation {
  readonly matches: readonly Match[];
  readonly starts: readonly Definition[];
  /** Journeys of one definition between which it does not decide. */
  readonly several: readonly (readonly JourneyState[])[];
  /** Ended journeys it would have been for. */
  readonly closed: readonly Match[];
  /** In words: what was named and is not there. */
  readonly missing: string | undefined;
}

const NONE = { matches: [], starts: [], several: [], closed: [], missing: undefined } as const;

/**
 * Finds the journeys an interaction is about: the one it names; else, of every definition that knows the event, the open one
 * of this subject on this clock, by correlation value where the definition has one. A start event opens a journey unless
 * one of that definition (and correlation) is open and the definition says `one-open`: then it is about that one.
 */
export function correlate(
  definitions: Definitions,
  state: SubjectState,
  interaction: Interaction,
  occurrence: Occurrence,
): Correlation {
  if (interaction.journeyId !== null) return named(definitions, state, interaction);
  const { type, clock, deployment } = interaction;
  const startable = definitions.at(deployment).startedBy(type, state.subjectId);
  const open: Match[] = [];
  const closed: Match[] = [];
  for (const journey of state.journeys) {
    if (journey.clock !== clock) continue;
    const definition = definitions.get(journey.definition, journey.definitionVersion);
    if (definition === undefined) continue;
    const startsAgain = startable.some(({ name }) => name === definition.name);
    if (!startsAgain && !matchesEvent(definition.knows, type)) continue;
    if (!correlates(definition, journey, interaction, occurrence, startsAgain)) continue;
    const match = { journey, definition, startsAgain };
    (isRunning(journey) ? open : closed).push(match);
  }
  if (startable.length === 0) return tellApart(open, startable, closed, type);
  const starts = startable.filter(
    ({ name, correlation }) =>
      correlation.concurrency === 'many' || !open.some((match) => isOf(match, name)),
  );
  const left = open.filter((match) => !starts.some(({ name }) => isOf(match, name)));
  return tellApart(left, starts, closed, type);
}

function isOf({ definition }: Match, name: string): boolean {
  return definition.name === name;
}

/** Open, or held by an operator: what is for it is not for another one. */
export function isRunning({ status }: JourneyState): boolean {
  return status === 'open' || status === 'paused';
}

/** The value that tells journeys of one definition apart; null: the event has none. */
export function correlationValue(
  definition: Definition,
  interaction: Interaction,
  occurrence: Occurrence,
): string | null {
  if (interaction.correlation !== null) return interaction.correlation;
  const { path } = definition.correlation;
  if (path === undefined) return null;
  const value = valueAt(occurrence.data().data, path);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}

function named(
  definitions: Definitions,
  state: SubjectState,
  { journeyId, clock }: Interaction,
): Correlation {
  const goesOn = journeyId === null ? undefined : survivorOf(state, journeyId);
  const journey = state.journeys.find((one) => one.journeyId === (goesOn ?? journeyId));
  if (journey === undefined) {
    return {
      ...NONE,
      missing: `journey ${journeyId ?? ''} is not one of this customer's, open or lately ended`,
    };
  }
  if (journey.clock !== clock) {
    const message = `journey ${journey.journeyId} runs on the clock \`${journey.clock}\`, the event on \`${clock}\``;
    return { ...NONE, missing: message };
  }
  const { definition: name, definitionVersion } = journey;
  const definition = definitions.get(name, definitionVersion);
  if (definition === undefined) {
    const message = `journey ${journey.journeyId} runs on ${name}@${definitionVersion}, which is not loaded`;
    return { ...NONE, missing: message };
  }
  const match = { journey, definition, startsAgain: false };
  return isRunning(journey) ? { ...NONE, matches: [match] } : { ...NONE, closed: [match] };
}

/** Without a correlation value an event may be about any journey, but a start is only about one that has none either. */
export function correlates(
  definition: Definition,
  journey: JourneyState,
  interaction: Interaction,
  occurrence: Occurrence,
  starting: boolean,
): boolean {
  const value = correlationValue(definition, interaction, occurrence);
  if (value === null) {
    return !starting || definition.correlation.path === undefined || journey.correlation === null;
  }
  if (definition.correlation.path === undefined && journey.correlation === null) return true;
  return journey.correlation === value;
}

/** Of several open journeys of one definition, the one the event is about; or all of them, where it cannot be told. */
function tellApart(
  open: readonly Match[],
  starts: readonly Definition[],
  closed: readonly Match[],
  type: string,
): Correlation {
  // One journey, or none, is what nearly every event finds.
  if (open.length < 2) return { matches: open, starts, several: [], closed, missing: undefined };
  const matches: Match[] = [];
  const several: (readonly JourneyState[])[] = [];
  for (const found of Map.groupBy(open, ({ definition }) => definition.name).values()) {
    const wanting = found.length === 1 ? found : narrowed(found, type);
    const [first] = wanting;
    if (first === undefined) continue;
    const { path, concurrency } = first.definition.correlation;
    const undecided = concurrency === 'many' || path !== undefined;
    if (wanting.length === 1 || !undecided) matches.push(wanting.reduce(latestSeen));
    // A call is about whatever the customer has open: what would only be noted is noted in each.
    else if (wanting.every((match) => onlyNotes(match, type))) matches.push(...wanting);
    else several.push(wanting.map(({ journey }) => journey));
  }
  return { matches, starts, several, closed, missing: undefined };
}

/** Of several, those whose current state takes the event; all of them when none does. */
function narrowed(matches: readonly Match[], type: string): readonly Match[] {
  const taking = matches.filter(
    ({ journey, definition }) => accepts(definition.chart, journey.configuration, type).length > 0,
  );
  return taking.length > 0 ? taking : matches;
}

/** Whether an event would leave no state of the journey, whichever guard holds, and bring it no field. */
function onlyNotes({ journey, definition }: Match, type: string): boolean {
  const taken = accepts(definition.chart, journey.configuration, type);
  const moves = taken.some(({ transition }) => transition.target !== undefined);
  return taken.length > 0 && !moves && !definition.captures.has(type);
}

function latestSeen(one: Match, other: Match): Match {
  return other.journey.lastSeen > one.journey.lastSeen ? other : one;
}
