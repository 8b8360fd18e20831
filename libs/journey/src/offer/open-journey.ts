import { type Interaction, type JourneyState, type Position } from '#contracts';
import { step } from '#statechart';
import { type Definition } from '../definition/compiled-definition.js';
import { captureFields, verifyFields } from '../fields/capture-fields.js';
import { journeySuffix } from '../record/fingerprint.js';
import { begin, follow } from '../step/apply-step.js';
import { union } from '../step/show-event.js';
import { correlationValue } from '../subject/correlate.js';
import { type Standing } from '../turn/standing.js';
import { type Turn } from '../turn/turn.js';
import { verdict, type Verdict } from '../turn/verdict.js';
import { sayRestarted, type Beginning } from './restarted.js';

/** A journey that is about to begin. */
export interface Opening {
  /** It has the fields that its first interaction brings, and is nowhere yet. */
  readonly standing: Standing;
  /** Fields that were brought or verified. */
  readonly names: readonly string[];
  /** What was brought and not captured, and why. */
  readonly notes: readonly string[];
}

/** The journey that an interaction starts. `at`: where the interaction stands in the log. */
export function openingOf(
  definition: Definition,
  { interaction, occurrence, now }: Beginning,
  at: Position,
): Opening {
  const captured = captureFields(definition, {}, occurrence, now);
  const verified = verifyFields(definition, captured, occurrence, now);
  const correlation = correlationValue(definition, interaction, occurrence);
  const unborn = unbornJourney(definition, interaction, now, at);
  const journey = { ...unborn, correlation, fields: verified.fields };
  const names = union(captured.names, verified.names);
  return { standing: { definition, journey, occurrence, now }, names, notes: captured.notes };
}

/**
 * Starts a journey with an interaction, which is then offered to the state it starts in. `begunBefore`: what its customer had
 * begun already.
 */
export function open(
  turn: Turn,
  { names, notes }: Opening,
  { channel, type }: Interaction,
  begunBefore: JourneyState | undefined,
): Verdict {
  begin(turn);
  if (begunBefore !== undefined) sayRestarted(turn, begunBefore);
  if (names.length > 0) turn.sayCaptured(names);
  turn.contact(channel, type, false);
  if (turn.open) {
    const taken = step(turn.definition.chart, turn.journey, type, turn.scope());
    if (taken.taken) follow(turn, taken, turn.occurrence);
  }
  return verdict('advanced', null, notes);
}

function unbornJourney(
  definition: Definition,
  { subjectId, source, id, clock, channel }: Interaction,
  now: number,
  reflects: Position,
): JourneyState {
  return {
    journeyId: `${subjectId}.${journeySuffix(definition.name, source, id)}`,
    subjectId,
    definition: definition.name,
    definitionVersion: definition.version,
    version: 0,
    status: 'open',
    outcome: null,
    clock,
    correlation: null,
    configuration: [],
    history: {},
    since: now,
    startedAt: now,
    startedOn: channel,
    lastChannel: channel,
    lastSeen: now,
    endedAt: null,
    pausedAt: null,
    migratedFrom: null,
    stalled: false,
    fields: {},
    timers: [],
    timerGeneration: 0,
    deferred: [],
    invocations: [],
    recent: [],
    reflects,
  };
}
