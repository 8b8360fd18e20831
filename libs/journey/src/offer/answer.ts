import { type Interaction, type Invocation, type JourneyState, type Position } from '#contracts';
import { accepts } from '#statechart';
import { isObject, readData, type JsonObject } from '../record/event-data.js';
import { explainGuards } from '../step/explain.js';
import {
  askForHelp,
  complete,
  drop,
  failAttempt,
  giveUp,
  undo,
  type ServiceError,
} from '../services/invocations.js';
import { interactionOccurrence, type Occurrence } from '../record/occurrence.js';
import { acceptFields, applyShown } from '../step/apply-shown.js';
import { contact } from '../step/contact.js';
import { replayDeferred } from '../step/replay-deferred.js';
import { showEvent } from '../step/show-event.js';
import { type Turn } from '../turn/turn.js';
import { verdict, type Verdict } from '../turn/verdict.js';
import { carriedOut, comesTo, type Weighed } from '../turn/weighed.js';

const ANSWERED = 'service.answered';
const FAILED = 'service.failed';

/** Whether an interaction says what became of a call that some journey made. */
export function isAnswer({ type }: Interaction): boolean {
  return type === ANSWERED || type === FAILED;
}

/** The call an answer is to; undefined: it does not say. */
export function answeredAction(interaction: Interaction): string | undefined {
  const { action } = readData(interaction).data;
  return typeof action === 'string' ? action : undefined;
}

/** The invocation that made a call, if the journey remembers it. */
export function invocationOf(
  { invocations }: JourneyState,
  action: string | undefined,
): Invocation | undefined {
  return action === undefined ? undefined : invocations.find((one) => one.action === action);
}

/**
 * What a service's answer to a call of this journey comes to. The chart is told by `done.invoke.<id>` with the result, or by
 * `error.invoke.<id>` when no attempt is left. Only the call made last counts, and only once; the answer to an invocation
 * that was stopped is not told to the chart, but when it was done and can be undone, it is undone now (V3).
 * `at`: where the answer stands in the log; default: it is the record that is being folded.
 */
export function weighAnswer(
  invocation: Invocation,
  interaction: Interaction,
  at?: Position,
): Weighed {
  switch (invocation.status) {
    case 'done':
      return comesTo(
        verdict('ignored', 'not-awaited', [`${naming(invocation)} was answered before`]),
      );
    case 'waiting':
      return comesTo(verdict('late', 'late', [`${naming(invocation)} counts as failed already`]));
    case 'stopped':
      return carriedOut((turn) => answerLate(turn, invocation, interaction, at ?? turn.position));
  }
  return carriedOut((turn) => answer(turn, invocation, interaction, at ?? turn.position));
}

function answer(
  turn: Turn,
  invocation: Invocation,
  interaction: Interaction,
  at: Position,
): Verdict {
  const { data } = readData(interaction);
  contactBy(turn, invocation, interaction);
  const tell: Tell = (told) => interactionOccurrence(interaction, at, told);
  if (interaction.type !== ANSWERED) {
    return fail(turn, invocation, errorIn(data), data['retryable'] !== false, tell);
  }
  complete(turn, invocation);
  const event = tell({ type: `done.invoke.${invocation.id}`, data: resultIn(data) });
  return tellChart(turn, invocation, event, {});
}

/** An attempt got no answer in time. */
export function timeOut(turn: Turn, invocation: Invocation, tell: Tell): Verdict {
  const { service, attempt } = invocation;
  const error = {
    code: 'timeout',
    message: `${service} did not answer attempt ${attempt} in time`,
  };
  return fail(turn, invocation, error, true, tell);
}

/** Why an answer means nothing to a journey that made no such call, or has forgotten it. */
export function explainNotAwaited(journey: JourneyState, action: string | undefined): string {
  if (action === undefined) {
    return 'it does not say what it answers; its data must have the `action` of the call, by id';
  }
  const awaited = journey.invocations
    .filter(({ status }) => status === 'running')
    .map((one) => `\`${one.action}\` (${naming(one)})`);
  const now = awaited.length === 0 ? 'no answer' : awaited.join(', ');
  return `journey ${journey.journeyId} of \`${journey.definition}\` awaits ${now}, not the answer to \`${action}\`: it came already, another attempt was made since, or its state has been left`;
}

/** Makes the event the chart is told of out of what has happened. */
type Tell = (told: { readonly type: string; readonly data: JsonObject }) => Occurrence;

function fail(
  turn: Turn,
  invocation: Invocation,
  error: ServiceError,
  retryable: boolean,
  tell: Tell,
): Verdict {
  const wait = failAttempt(turn, invocation, retryable);
  const why = `${naming(invocation)} failed: ${error.code}`;
  if (wait !== undefined) {
    return verdict('captured', null, [`${why}; the next attempt is in ${wait / 1_000} s`]);
  }
  // A call without an answer may have been done all the same.
  if (error.code === 'timeout') giveUp(turn, invocation);
  else drop(turn, invocation);
  const data = { ...error, attempts: invocation.attempt };
  return tellChart(turn, invocation, tell({ type: `error.invoke.${invocation.id}`, data }), data);
}

/**
 * The chart is told by an event of its own. When it was to be told something and takes no notice, the journey would wait
 * for ever: somebody is asked to help, and the journey counts as stalled. An answer no state has a transition for is
 * different: it was not asked for the sake of the way.
 */
function tellChart(
  turn: Turn,
  invocation: Invocation,
  occurrence: Occurrence,
  error: JsonObject,
): Verdict {
  const { definition, journey } = turn;
  const { configuration } = journey;
  const shown = showEvent(turn, occurrence);
  if (shown.step.taken) {
    applyShown(turn, shown);
    replayDeferred(turn);
    return verdict('advanced', null, shown.captured.notes);
  }
  acceptFields(turn, shown);
  if (shown.names.length > 0) turn.sayCaptured(shown.names, occurrence);
  const failed = occurrence.type.startsWith('error.');
  const wanted = accepts(definition.chart, configuration, occurrence.type).length > 0;
  if (!failed && !wanted) return verdict('captured', null, shown.captured.notes);
  askForHelp(turn, invocation, { event: occurrence.type, ...error });
  const why =
    shown.refusals.length > 0
      ? explainGuards(definition, journey, shown.fields, occurrence, shown.refusals)
      : `no state the journey is in takes \`${occurrence.type}\``;
  return verdict('captured', null, [`${why}; somebody is asked to help`, ...shown.captured.notes]);
}

/** Its state was left before it answered. */
function answerLate(
  turn: Turn,
  invocation: Invocation,
  interaction: Interaction,
  at: Position,
): Verdict {
  if (interaction.type !== ANSWERED) {
    drop(turn, invocation);
    return verdict('captured', null, [`${naming(invocation)} was not done; nothing to undo`]);
  }
  undo(turn, invocation, interactionOccurrence(interaction, at));
  return verdict('captured', null, [
    `${naming(invocation)} was done, but the journey had gone on without it; it is undone`,
  ]);
}

function contactBy(turn: Turn, { id }: Invocation, { channel, actor }: Interaction): void {
  contact(turn, { channel, actor, type: `done.invoke.${id}` });
}

function naming({ id, service, attempt }: Invocation): string {
  const call = id === service ? `\`${id}\`` : `\`${id}\` (service \`${service}\`)`;
  return attempt === 1 ? `the call ${call}` : `attempt ${attempt} of the call ${call}`;
}

/** A result that is not an object is its `value`. */
function resultIn({ result }: JsonObject): JsonObject {
  if (result === undefined || result === null) return {};
  return isObject(result) ? result : { value: result };
}

function errorIn({ code, message }: JsonObject): ServiceError {
  return {
    code: typeof code === 'string' ? code : 'failed',
    message: typeof message === 'string' ? message : '',
  };
}
