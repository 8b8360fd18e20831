import { type OperatorCommand } from '#contracts';
import { moveTo } from '#statechart';
import { takeAnswer, invocationOf, answeredAction, isAnswer } from './answer.js';
import { advance, cancel, isMove } from '../step/apply-step.js';
import { isObject, type JsonObject } from '../record/event-data.js';
import { plainOccurrence } from '../record/occurrence.js';
import { offer, replayDeferred, unmatched } from './offer.js';
import { applyShown, showEvent } from '../step/show-event.js';
import { type Turn } from '../turn/turn.js';
import { verdict, type Verdict } from '../turn/verdict.js';

/** What a command does to a running journey; the turn must be dropped when that is nothing (`unmatched`). */
export type CommandHandler = (turn: Turn, command: OperatorCommand, data: JsonObject) => Verdict;

/** Commands about one running journey, by name. */
export const COMMANDS: ReadonlyMap<string, CommandHandler> = new Map([
  ['advance', advanceByHand],
  ['cancel', cancelByHand],
  ['note', takeNote],
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
function advanceByHand(turn: Turn, { reason }: OperatorCommand, data: JsonObject): Verdict {
  const { event, target, data: brought = {} } = data;
  if (turn.journey.status === 'paused') {
    return badCommand(`journey ${turn.journey.journeyId} is paused; resume it first`);
  }
  if (typeof event === 'string' && target === undefined) {
    if (isObject(brought)) return offerByHand(turn, event, brought, reason);
    return badCommand('`data` of an event is an object');
  }
  if (typeof target === 'string' && event === undefined) return moveByHand(turn, target, reason);
  return badCommand(ADVANCE);
}

/** The operator may also say what a service would have: `done.invoke.<id>` stands for its answer. */
function offerByHand(turn: Turn, type: string, data: JsonObject, reason: string): Verdict {
  const { cause, time } = turn.occurrence;
  const occurrence = plainOccurrence(cause, time, { type, data });
  const shown = showEvent(turn, occurrence);
  if (!shown.step.taken && shown.names.length === 0) return unmatched(turn, shown, occurrence);
  turn.setFields(shown.fields);
  turn.contact('operator', type, false);
  applyShown(turn, shown, occurrence);
  replayDeferred(turn);
  const moved = shown.step.taken && isMove(shown.step);
  return verdict(moved ? 'advanced' : 'captured', null, [reason, ...shown.captured.notes]);
}

function moveByHand(turn: Turn, target: string, reason: string): Verdict {
  const { definition, journey } = turn;
  if (!definition.states.has(target)) {
    return badCommand(
      `state \`${target}\` does not exist in ${definition.name}@${definition.version}`,
    );
  }
  const step = moveTo(definition.chart, journey, target, turn.scope());
  turn.contact('operator', 'advance', false);
  advance(turn, step);
  replayDeferred(turn);
  return verdict('advanced', null, [`moved to \`${target}\` by force: ${reason}`]);
}

function cancelByHand(turn: Turn, { reason }: OperatorCommand): Verdict {
  cancel(turn);
  return verdict('advanced', null, [reason]);
}

function takeNote(turn: Turn, { command, reason }: OperatorCommand): Verdict {
  turn.note(command);
  return verdict('captured', null, [reason]);
}

function pause(turn: Turn, { command, reason }: OperatorCommand): Verdict {
  const { status, pausedAt, journeyId } = turn.journey;
  if (status === 'paused') {
    const since = pausedAt === null ? '' : ` since ${new Date(pausedAt).toISOString()}`;
    return badCommand(`journey ${journeyId} is paused already${since}`);
  }
  turn.pause();
  turn.note(command);
  return verdict('captured', null, [reason]);
}

/** The journey goes on as if no time had passed for it, and takes what came meanwhile, in order. */
function resume(turn: Turn, { command, reason }: OperatorCommand): Verdict {
  const { status, journeyId, configuration } = turn.journey;
  if (status !== 'paused') return badCommand(`journey ${journeyId} is not paused`);
  turn.unpause();
  turn.note(command);
  const notes = takeWaiting(turn);
  const moved = turn.journey.configuration !== configuration;
  return verdict(moved ? 'advanced' : 'captured', null, [reason, ...notes]);
}

/**
 * Offers everything that waits as if it came now. What nothing takes goes on waiting: it may have been deferred before the
 * pause, and what came in the pause has a disposition that says it waits.
 */
function takeWaiting(turn: Turn): readonly string[] {
  const notes: string[] = [];
  for (const waiting of turn.journey.deferred) {
    if (!turn.open) break;
    // An earlier one may have led to a state that took this one.
    if (!turn.journey.deferred.includes(waiting)) continue;
    const { interaction } = waiting;
    const held = turn.journey.deferred;
    turn.dropDeferred(waiting);
    const came = isAnswer(interaction)
      ? answerLate(turn, waiting)
      : offer(turn, interaction, { at: waiting });
    if (came.kind === 'unmatched' || came.kind === 'deferred') turn.setDeferred(held);
    notes.push(`\`${interaction.type}\` (${interaction.id}): ${came.kind}`);
  }
  return notes;
}

function answerLate(turn: Turn, waiting: Turn['journey']['deferred'][number]): Verdict {
  const { interaction } = waiting;
  const invocation = invocationOf(turn.journey, answeredAction(interaction));
  if (invocation === undefined) return verdict('ignored', 'not-awaited');
  return takeAnswer(turn, invocation, interaction, waiting);
}
