import { type Interaction, type JourneyState, type Position } from '#contracts';
import { accepts, step } from '#statechart';
import { begin, follow, isMove } from '../step/apply-step.js';
import { captureFields, verifyFields } from '../fields/capture-fields.js';
import { matchesEvent } from '../definition/event-patterns.js';
import { explainDeferred, explainGuards, explainPaused, explainState } from '../step/explain.js';
import { beginsAgain, sayRestarted } from './restarted.js';
import { sayRepeated } from '../step/repeated.js';
import { judgeLateness } from '../step/lateness.js';
import { happenedAt, interactionOccurrence } from '../record/occurrence.js';
import { applyShown, showEvent, union, type Shown } from '../step/show-event.js';
import { type Turn } from '../turn/turn.js';
import { verdict, type Verdict } from '../turn/verdict.js';

/** Interactions one journey keeps waiting; one more is unmatched. */
const MAX_DEFERRED = 64;

/** Where an offered interaction comes from. */
export interface Offering {
  /** It would have started a journey: it goes on with this one instead. */
  readonly startsAgain?: boolean;
  /** Where it stands in the log; default: it is the record that is being folded. */
  readonly at?: Position;
}

/**
 * Offers an interaction to an open journey. In this order: it may come too late; its fields are taken, so that guards see
 * them; a transition is taken; or the state defers it, fields and all; or it was taken for its fields; or it is declared
 * to be ignored; or it is unmatched, and the turn must be dropped.
 */
export function offer(turn: Turn, interaction: Interaction, offering: Offering = {}): Verdict {
  const { definition, journey } = turn;
  const { at } = offering;
  const occurrence = at === undefined ? turn.occurrence : interactionOccurrence(interaction, at);
  // What waited came in time.
  const late = at === undefined ? judgeLateness(turn, interaction) : undefined;
  if (late !== undefined) return late;
  const shown = showEvent(turn, occurrence);
  const came = at === undefined ? turn.now : happenedAt(interaction);
  if (shown.step.taken) {
    turn.setFields(shown.fields);
    contact(turn, interaction, came);
    applyShown(turn, shown, occurrence);
    replayDeferred(turn);
    return verdict(isMove(shown.step) ? 'advanced' : 'captured', null, shown.captured.notes);
  }
  if (defers(turn, interaction.type)) {
    turn.setFields(shown.held);
    return defer(turn, interaction, at, came);
  }
  const { names, captured, refusals } = shown;
  if (names.length > 0 || captured.kept.length > 0 || offering.startsAgain === true) {
    const { startsAgain = false } = offering;
    const before = startsAgain ? { ...journey } : undefined;
    turn.setFields(shown.fields);
    contact(turn, interaction, came);
    turn.noteConflicts(captured.conflicts, occurrence);
    turn.sayCaptured(names, occurrence);
    sayRepeated(turn, captured.repeated, occurrence);
    if (before !== undefined && beginsAgain(before, interaction, turn.now)) {
      sayRestarted(turn, before);
    }
    const again = startsAgain ? [`journey ${journey.journeyId} is open already and goes on`] : [];
    const why =
      refusals.length > 0 ? [explainGuards(definition, journey, occurrence, refusals)] : [];
    return verdict('captured', null, [...again, ...captured.notes, ...why]);
  }
  if (matchesEvent(definition.ignores, interaction.type)) {
    return verdict('ignored', null, captured.notes);
  }
  return unmatched(turn, shown, occurrence);
}

/** Says what stood in the way of an event that nothing took. */
export function unmatched(
  { definition, journey }: Turn,
  { refusals, captured }: Shown,
  occurrence: Turn['occurrence'],
): Verdict {
  if (refusals.length > 0) {
    const why = explainGuards(definition, journey, occurrence, refusals);
    return verdict('unmatched', 'guard-false', [why, ...captured.notes]);
  }
  const why = explainState(definition, journey, occurrence.type);
  return verdict('unmatched', 'state-does-not-accept', [why, ...captured.notes]);
}

/**
 * Starts a journey with an interaction, which is then offered to the state it starts in. `begunBefore`: what its customer had
 * begun already.
 */
export function open(
  turn: Turn,
  interaction: Interaction,
  begunBefore: JourneyState | undefined,
): Verdict {
  const { definition, occurrence } = turn;
  const captured = captureFields(definition, turn.journey.fields, occurrence, turn.now);
  const verified = verifyFields(definition, captured, occurrence, turn.now);
  turn.setFields(verified.fields);
  begin(turn);
  if (begunBefore !== undefined) sayRestarted(turn, begunBefore);
  const names = union(captured.names, verified.names);
  if (names.length > 0) turn.sayCaptured(names);
  turn.contact(interaction.channel, interaction.type, false);
  if (turn.open) {
    const taken = step(definition.chart, turn.journey, interaction.type, turn.scope());
    if (taken.taken) follow(turn, taken, occurrence);
  }
  return verdict('advanced', null, captured.notes);
}

/** An operator holds the journey: what comes meanwhile waits, whatever it is. */
export function holdBack(turn: Turn, interaction: Interaction): Verdict {
  const full = tooMany(turn);
  if (full !== undefined) return full;
  turn.defer(interaction);
  return verdict('deferred', null, [explainPaused(turn.journey)]);
}

/** Offers what waits to each new state, oldest first, until nothing that waits is taken. */
export function replayDeferred(turn: Turn): void {
  if (turn.journey.deferred.length === 0) return;
  let settled = false;
  while (!settled && turn.open) {
    settled = true;
    for (const waiting of turn.journey.deferred) {
      if (!takeDeferred(turn, waiting)) continue;
      settled = false;
      break;
    }
  }
}

/** A transition that is enabled takes an event before any state defers it again, as when it comes. */
function takeDeferred(turn: Turn, waiting: JourneyState['deferred'][number]): boolean {
  const { interaction } = waiting;
  const { configuration } = turn.journey;
  if (accepts(turn.definition.chart, configuration, interaction.type).length === 0) return false;
  const occurrence = interactionOccurrence(interaction, waiting);
  const shown = showEvent(turn, occurrence);
  if (!shown.step.taken) {
    turn.setFields(shown.held);
    return false;
  }
  turn.setFields(shown.fields);
  turn.dropDeferred(waiting);
  applyShown(turn, shown, occurrence);
  return true;
}

function defer(
  turn: Turn,
  interaction: Interaction,
  at: Position | undefined,
  came: number,
): Verdict {
  const full = tooMany(turn);
  if (full !== undefined) return full;
  turn.defer(interaction, at);
  contact(turn, interaction, came);
  return verdict('deferred', null, [
    explainDeferred(turn.journey, deferring(turn, interaction.type)),
  ]);
}

function tooMany({ journey }: Turn): Verdict | undefined {
  if (journey.deferred.length < MAX_DEFERRED) return undefined;
  const detail = `journey ${journey.journeyId} has ${MAX_DEFERRED} events waiting already`;
  return verdict('unmatched', 'state-does-not-accept', [detail]);
}

/** An interaction is somebody dealing with the journey, at `came`: ms since the epoch. */
export function contact(
  turn: Turn,
  { channel, type, actor }: Pick<Interaction, 'channel' | 'type' | 'actor'>,
  came = turn.now,
): void {
  turn.contact(channel, type, switchesChannel(turn, actor.kind), came);
}

/** A customer switches channels wherever they turn up; staff do where a customer takes part; systems never do. */
function switchesChannel({ definition, journey }: Turn, actor: string): boolean {
  if (actor === 'customer') return true;
  if (actor !== 'agent') return false;
  return journey.configuration.some((state) => definition.states.get(state)?.backstage === false);
}

function defers(turn: Turn, type: string): boolean {
  return turn.definition.defers.size > 0 && deferring(turn, type).length > 0;
}

/** The active atomic states that defer an event, or are inside one that does. */
function deferring({ definition, journey }: Turn, type: string): readonly string[] {
  return journey.configuration.filter((state) => {
    const patterns = definition.defers.get(state);
    return patterns !== undefined && matchesEvent(patterns, type);
  });
}
