import { type Interaction, type JourneyState } from '#contracts';
import { type Definition } from '../definition/compiled-definition.js';
import { type Definitions } from '../deployment/definitions.js';
import { correlates, correlationValue } from '../subject/correlate.js';
import { type Occurrence } from '../record/occurrence.js';
import { type Turn } from '../turn/turn.js';
import { isByPerson } from '../continuity/person.js';

/**
 * A journey that was left unfinished longer ago than this is forgotten, by the customer as by the figures: 30 days, ms.
 * Longer than the deadlines after which journeys are given up (two weeks, mostly), so that who comes back because of the
 * reminder counts; short enough that next quarter's wish is a new one.
 */
const RESTART_WITHIN_MS = 30 * 86_400_000;

/**
 * On the channel where a journey was seen less than this ago, its start is the same visit: a page loaded again, a button
 * pressed twice. Half an hour, ms: when analysts of web sites count a new visit.
 */
const SAME_VISIT_MS = 30 * 60_000;

/** Endings that leave the customer without what they came for, and without an answer. One who was declined has an answer. */
const UNFINISHED = new Set(['abandoned', 'cancelled', 'expired', 'failed', 'withdrawn']);

/**
 * The journey that a customer had begun before the one that begins now, of several the one seen last: of the same definition
 * (any version), clock and correlation value; running still, or left unfinished not longer than `RESTART_WITHIN_MS` ago.
 * Where a definition tells its journeys apart by a value, one without it is about something else. What a system begins is
 * nobody's second beginning. Journeys that meet in a merge began apart, and are not asked.
 */
export function begunBefore(
  journeys: readonly JourneyState[],
  definitions: Definitions,
  definition: Definition,
  { interaction, occurrence, now }: Beginning,
): JourneyState | undefined {
  if (journeys.length === 0 || !isByPerson(interaction.actor.kind)) return undefined;
  let before: JourneyState | undefined;
  for (const journey of journeys) {
    if (journey.definition !== definition.name || journey.clock !== interaction.clock) continue;
    if (before !== undefined && journey.lastSeen < before.lastSeen) continue;
    if (!isUnfinished(journey, definitions, now)) continue;
    if (isAboutTheSame(definition, journey, interaction, occurrence)) before = journey;
  }
  return before;
}

/** What begins a journey, and when: ms since the epoch, on its clock. */
export interface Beginning {
  readonly interaction: Interaction;
  readonly occurrence: Occurrence;
  readonly now: number;
}

/**
 * Whether somebody begins again what is open and goes on (`one-open`): nothing is lost, but a channel sent its customer to the
 * start. On another channel always; on the same one unless it is the same visit. Only asked where no state takes, or keeps,
 * the event that would start it: then it is a step of the journey.
 */
export function beginsAgain(
  { lastChannel, lastSeen }: JourneyState,
  { channel, actor }: Interaction,
  now: number,
): boolean {
  return isByPerson(actor.kind) && (channel !== lastChannel || now - lastSeen > SAME_VISIT_MS);
}

/** Says that what `before` was begun for is begun again; `before` is the turn's own journey where that one goes on. */
export function sayRestarted(turn: Turn, before: JourneyState): void {
  const { journeyId: relatedJourneyId, lastSeen } = before;
  const elapsed = turn.now - lastSeen;
  turn.say('restarted', turn.occurrence, { relatedJourneyId, elapsed });
}

function isUnfinished(
  { status, outcome, endedAt, configuration, ...journey }: JourneyState,
  definitions: Definitions,
  now: number,
): boolean {
  if (status !== 'ended') return true;
  if (outcome === null || !UNFINISHED.has(outcome)) return false;
  if (now - (endedAt ?? now) > RESTART_WITHIN_MS) return false;
  const definition = definitions.get(journey.definition, journey.definitionVersion);
  // Somebody may come for cancelling something: then that end is a good one, and nothing remains to be done.
  return !configuration.some((name) => definition?.states.get(name)?.remaining === 0);
}

function isAboutTheSame(
  definition: Definition,
  journey: JourneyState,
  interaction: Interaction,
  occurrence: Occurrence,
): boolean {
  const isToldApart = definition.correlation.path !== undefined;
  if (isToldApart && correlationValue(definition, interaction, occurrence) === null) return false;
  return correlates(definition, journey, interaction, occurrence, true);
}
