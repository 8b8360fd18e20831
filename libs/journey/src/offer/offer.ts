import { type Interaction, type JourneyState } from '#contracts';
import { matchesEvent } from '../definition/event-patterns.js';
import { happenedAt, interactionOccurrence } from '../record/occurrence.js';
import { acceptFields, applyShown } from '../step/apply-shown.js';
import { isMove } from '../step/apply-step.js';
import { contact } from '../step/contact.js';
import { explainDeferred, explainGuards, explainPaused, explainState } from '../step/explain.js';
import { judgeLateness } from '../step/lateness.js';
import { sayRepeated } from '../step/repeated.js';
import { replayDeferred } from '../step/replay-deferred.js';
import { showEvent, type Shown } from '../step/show-event.js';
import { type Standing } from '../turn/standing.js';
import { type Turn } from '../turn/turn.js';
import { verdict, type Verdict } from '../turn/verdict.js';
import { carriedOut, comesTo, type Weighed } from '../turn/weighed.js';
import { beginsAgain, sayRestarted } from './restarted.js';

/** Interactions one journey keeps waiting; one more is unmatched. */
const MAX_DEFERRED = 64;

/** Where an offered interaction comes from. */
interface Offering {
  /** It would have started a journey: it goes on with this one instead. */
  readonly startsAgain?: boolean;
  /** It waited in this journey; default: it is the record that is being folded. */
  readonly waiting?: JourneyState['deferred'][number];
}

/**
 * What an interaction comes to that is offered to an open journey. In this order: it may come too late; its fields are
 * captured, so that guards see them; a transition is taken; or the state defers it, fields and all; or it is captured for
 * its fields; or it is declared to be ignored; or it is unmatched. What waited came in time, and goes on waiting when it is
 * deferred again or unmatched.
 */
export function weighOffer(
  standing: Standing,
  interaction: Interaction,
  { waiting, startsAgain = false }: Offering = {},
): Weighed {
  const late = waiting === undefined ? judgeLateness(standing, interaction) : undefined;
  if (late !== undefined) return comesTo(late);
  const occurrence =
    waiting === undefined ? standing.occurrence : interactionOccurrence(interaction, waiting);
  const shown = showEvent(standing, occurrence);
  const came = waiting === undefined ? standing.now : happenedAt(interaction);
  const offered = { interaction, came, shown, startsAgain, waiting };
  if (shown.step.taken) {
    return carriedOut((turn) => take(turn, offered));
  }
  const states = deferring(standing, interaction.type);
  if (states.length > 0) return weighDeferral(standing, offered, states);
  const { names, captured } = shown;
  if (names.length > 0 || captured.kept.length > 0 || startsAgain) {
    return carriedOut((turn) => capture(turn, offered));
  }
  if (matchesEvent(standing.definition.ignores, interaction.type)) {
    return comesTo(verdict('ignored', null, captured.notes));
  }
  return comesTo(unmatched(standing, shown));
}

/** An interaction that was shown to a journey. */
interface Offered {
  readonly interaction: Interaction;
  /** When it came, ms since the epoch on the journey's clock. */
  readonly came: number;
  readonly shown: Shown;
  readonly startsAgain: boolean;
  readonly waiting: Offering['waiting'];
}

/** It waits no longer, if it did: somebody deals with the journey by it. */
function receive(turn: Turn, { interaction, came, waiting }: Offered): void {
  if (waiting !== undefined) turn.dropDeferred(waiting);
  contact(turn, interaction, came);
}

function take(turn: Turn, offered: Offered): Verdict {
  const { shown } = offered;
  receive(turn, offered);
  applyShown(turn, shown);
  replayDeferred(turn);
  return verdict(isMove(shown.step) ? 'advanced' : 'captured', null, shown.captured.notes);
}

/** No state takes it: what it brings is kept all the same. */
function capture(turn: Turn, offered: Offered): Verdict {
  const { interaction, shown, startsAgain } = offered;
  const { captured, names, refusals, occurrence, fields } = shown;
  const { definition, journey } = turn;
  const before = startsAgain ? { ...journey } : undefined;
  receive(turn, offered);
  acceptFields(turn, shown);
  turn.sayCaptured(names, occurrence);
  sayRepeated(turn, captured.repeated, occurrence);
  if (before !== undefined && beginsAgain(before, interaction, turn.now)) {
    sayRestarted(turn, before);
  }
  const again = startsAgain ? [`journey ${journey.journeyId} is open already and goes on`] : [];
  const why =
    refusals.length > 0 ? [explainGuards(definition, journey, fields, occurrence, refusals)] : [];
  return verdict('captured', null, [...again, ...captured.notes, ...why]);
}

function weighDeferral(
  { journey }: Standing,
  { interaction, came, waiting }: Offered,
  states: readonly string[],
): Weighed {
  const others = journey.deferred.length - (waiting === undefined ? 0 : 1);
  if (others >= MAX_DEFERRED) return comesTo(tooMany(journey));
  return carriedOut((turn) => {
    if (waiting === undefined) turn.defer(interaction);
    contact(turn, interaction, came);
    return verdict('deferred', null, [explainDeferred(journey, states)]);
  });
}

/** An operator holds the journey: what comes meanwhile waits, whatever it is. */
export function weighHeldBack({ journey }: Standing, interaction: Interaction): Weighed {
  if (journey.deferred.length >= MAX_DEFERRED) return comesTo(tooMany(journey));
  return carriedOut((turn) => {
    turn.defer(interaction);
    return verdict('deferred', null, [explainPaused(journey)]);
  });
}

/** Says what stood in the way of an event that nothing took. */
export function unmatched(
  { definition, journey }: Standing,
  { refusals, captured, seen, occurrence }: Shown,
): Verdict {
  if (refusals.length > 0) {
    const why = explainGuards(definition, journey, seen, occurrence, refusals);
    return verdict('unmatched', 'guard-false', [why, ...captured.notes]);
  }
  const why = explainState(definition, journey, occurrence.type);
  return verdict('unmatched', 'state-does-not-accept', [why, ...captured.notes]);
}

function tooMany({ journeyId }: JourneyState): Verdict {
  const detail = `journey ${journeyId} has ${MAX_DEFERRED} events waiting already`;
  return verdict('unmatched', 'state-does-not-accept', [detail]);
}

const NONE: readonly string[] = [];

/** The active atomic states that defer an event, or are inside one that does. */
function deferring({ definition, journey }: Standing, type: string): readonly string[] {
  if (definition.defers.size === 0) return NONE;
  return journey.configuration.filter((state) => {
    const patterns = definition.defers.get(state);
    return patterns !== undefined && matchesEvent(patterns, type);
  });
}
