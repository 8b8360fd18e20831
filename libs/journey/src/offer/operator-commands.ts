import { type OperatorCommand } from '#contracts';
import { moveTo } from '#statechart';
import { isObject, type JsonObject } from '../record/event-data.js';
import { plainOccurrence } from '../record/occurrence.js';
import { applyShown } from '../step/apply-shown.js';
import { advance, cancel, isMove } from '../step/apply-step.js';
import { replayDeferred } from '../step/replay-deferred.js';
import { showEvent } from '../step/show-event.js';
import { type Standing } from '../turn/standing.js';
import { StepScope } from '../turn/step-scope.js';
import { type Turn } from '../turn/turn.js';
import { verdict, type Verdict } from '../turn/verdict.js';
import { carriedOut, comesTo, type Weighed } from '../turn/weighed.js';
import { answeredAction, invocationOf, isAnswer, weighAnswer } from './answer.js';
import { unmatched, weighOffer } from './offer.js';

/** What a command comes to in a running journey. */
type CommandHandler = (standing: Standing, command: OperatorCommand, data: JsonObject) => Weighed;

/** Commands about one running journey, by name. */
export const COMMANDS: ReadonlyMap<string, CommandHandler> = new Map([
  ['advance', advanceByHand],
  ['cancel', cancelByHand],
  ['note', note],
  ['pause', pause],
  ['resume', resume],
]);

/** What a command's data is not. */
export function badCommand(message: string): Verdict {
  return verdict('unmatched', 'bad-command', [message]);
}

const ADVANCE =
  '`advance` takes either {"event": type, "data": {…}}, offered as if it had come, or {"target": state}, entered by force';

/** Offers an event, guards and all; or moves to a state whatever leads there. */
function advanceByHand(standing: Standing, { reason }: OperatorCommand, data: JsonObject): Weighed {
  const { event, target, data: brought = {} } = data;
  const { status, journeyId } = standing.journey;
  if (status === 'paused') return bad(`journey ${journeyId} is paused; resume it first`);
  if (typeof event === 'string' && target === undefined) {
    if (isObject(brought)) return offerByHand(standing, event, brought, reason);
    return bad('`data` of an event is an object');
  }
  if (typeof target === 'string' && event === undefined) {
    return moveByHand(standing, target, reason);
  }
  return bad(ADVANCE);
}

/** The operator may also say what a service would have: `done.invoke.<id>` stands for its answer. */
function offerByHand(standing: Standing, type: string, data: JsonObject, reason: string): Weighed {
  const { cause, time } = standing.occurrence;
  const shown = showEvent(standing, plainOccurrence(cause, time, { type, data }));
  const { captured, names, step } = shown;
  if (!step.taken && names.length === 0) return comesTo(unmatched(standing, shown));
  return carriedOut((turn) => {
    turn.contact('operator', type, false);
    applyShown(turn, shown);
    replayDeferred(turn);
    const moved = step.taken && isMove(step);
    return verdict(moved ? 'advanced' : 'captured', null, [reason, ...captured.notes]);
  });
}

function moveByHand(standing: Standing, target: string, reason: string): Weighed {
  const { definition, journey, occurrence, now } = standing;
  if (!definition.states.has(target)) {
    return bad(`state \`${target}\` does not exist in ${definition.name}@${definition.version}`);
  }
  const scope = new StepScope(definition, journey, journey.fields, occurrence, now);
  const step = moveTo(definition.chart, journey, target, scope);
  return carriedOut((turn) => {
    turn.contact('operator', 'advance', false);
    advance(turn, step);
    replayDeferred(turn);
    return verdict('advanced', null, [`moved to \`${target}\` by force: ${reason}`]);
  });
}

function cancelByHand(_: Standing, { reason }: OperatorCommand): Weighed {
  return carriedOut((turn) => {
    cancel(turn);
    return verdict('advanced', null, [reason]);
  });
}

function note(_: Standing, { command, reason }: OperatorCommand): Weighed {
  return carriedOut((turn) => {
    turn.note(command);
    return verdict('captured', null, [reason]);
  });
}

function pause({ journey }: Standing, { command, reason }: OperatorCommand): Weighed {
  const { status, pausedAt, journeyId } = journey;
  if (status === 'paused') {
    const since = pausedAt === null ? '' : ` since ${new Date(pausedAt).toISOString()}`;
    return bad(`journey ${journeyId} is paused already${since}`);
  }
  return carriedOut((turn) => {
    turn.pause();
    turn.note(command);
    return verdict('captured', null, [reason]);
  });
}

/** The journey goes on as if no time had passed for it, and is offered what came meanwhile, in order. */
function resume({ journey }: Standing, { command, reason }: OperatorCommand): Weighed {
  const { status, journeyId, configuration } = journey;
  if (status !== 'paused') return bad(`journey ${journeyId} is not paused`);
  return carriedOut((turn) => {
    turn.unpause();
    turn.note(command);
    const notes = offerWaiting(turn);
    const moved = turn.journey.configuration !== configuration;
    return verdict(moved ? 'advanced' : 'captured', null, [reason, ...notes]);
  });
}

/**
 * Offers everything that waits as if it came now. What nothing takes goes on waiting: it may have been deferred before the
 * pause, and what came in the pause has a disposition that says it waits.
 */
function offerWaiting(turn: Turn): readonly string[] {
  const notes: string[] = [];
  for (const waiting of turn.journey.deferred) {
    if (!turn.open) break;
    // An earlier one may have led to a state that took this one.
    if (!turn.journey.deferred.includes(waiting)) continue;
    const { interaction } = waiting;
    const weighed = isAnswer(interaction)
      ? weighWaitingAnswer(turn, waiting)
      : weighOffer(turn, interaction, { waiting });
    const came = 'comesTo' in weighed ? weighed.comesTo : weighed.carryOut(turn);
    if (came.kind !== 'unmatched' && came.kind !== 'deferred') turn.dropDeferred(waiting);
    notes.push(`\`${interaction.type}\` (${interaction.id}): ${came.kind}`);
  }
  return notes;
}

function weighWaitingAnswer(
  { journey }: Turn,
  waiting: Turn['journey']['deferred'][number],
): Weighed {
  const { interaction } = waiting;
  const invocation = invocationOf(journey, answeredAction(interaction));
  if (invocation === undefined) return comesTo(verdict('ignored', 'not-awaited'));
  return weighAnswer(invocation, interaction, waiting);
}

function bad(message: string): Weighed {
  return comesTo(badCommand(message));
}
