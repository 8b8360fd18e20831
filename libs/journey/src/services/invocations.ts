import { type Invocation } from '#contracts';
import { type InvocationPlan } from '../definition/compiled-definition.js';
import { type JsonObject } from '../record/event-data.js';
import { type Occurrence } from '../record/occurrence.js';
import { type Turn } from '../turn/turn.js';

// Invariants:
// V1 Of one name at most one invocation is under way (`running`, or `waiting` for its next attempt); it has the timer of
//    what it waits for, its answer or its next attempt.
// V2 Only the answer to the call made last counts: the attempts of an invocation are one request, made again.
// V3 `done` and `stopped` ones are kept only while they may have to be undone. `stopped`: its state was left, or it was
//    given up, before it answered; when it turns out to have been done, nobody uses it, and it is undone at once.

const TIMEOUT = ':timeout:';
const RETRY = ':retry:';

const MAX_BACKOFF_MS = 86_400_000;

/** Services that were left without an answer and whose answer is still listened for; the oldest are forgotten first. */
const MAX_STOPPED = 16;

/** What went wrong, in the service's words or in ours (`timeout`). */
export interface ServiceError {
  readonly code: string;
  readonly message: string;
}

/** Which invocation a timer is of, and what has come: the end of an attempt, or the time of the next. */
export function invocationTimer(
  timerId: string,
): { readonly kind: 'timeout' | 'retry'; readonly id: string } | undefined {
  if (timerId.startsWith(TIMEOUT)) return { kind: 'timeout', id: timerId.slice(TIMEOUT.length) };
  if (timerId.startsWith(RETRY)) return { kind: 'retry', id: timerId.slice(RETRY.length) };
  return undefined;
}

/** Calls the services of states that were entered (SCXML 6.4). */
export function startInvocations(turn: Turn, ids: readonly string[], occurrence: Occurrence): void {
  for (const id of ids) {
    const plan = turn.definition.invocations.get(id);
    if (plan === undefined) continue;
    const { state, service } = plan;
    const input = turn.input(plan.input, occurrence);
    const begun = { action: '', attempt: 1, since: turn.now, status: 'running', input };
    call(turn, plan, { id, state, service, ...begun });
  }
}

/** The states of these were left: their answers are no longer waited for (SCXML 6.4.3). */
export function stopInvocations(turn: Turn, ids: readonly string[]): void {
  for (const invocation of turn.journey.invocations) {
    if (isUnderWay(invocation) && ids.includes(invocation.id)) giveUp(turn, invocation);
  }
}

/** The invocation of this name that is under way. */
export function underWay(turn: Turn, id: string): Invocation | undefined {
  return turn.journey.invocations.find((one) => one.id === id && isUnderWay(one));
}

/** It was answered: kept only if it can be undone. */
export function complete(turn: Turn, invocation: Invocation): void {
  turn.dropTimer(TIMEOUT + invocation.id);
  const undoable = planOf(turn, invocation)?.compensate !== undefined;
  replace(turn, invocation, undoable ? { ...invocation, status: 'done' } : undefined, 'last');
}

/**
 * An attempt came to nothing. Returns when there will be another, ms from now; undefined: that was the last one, and the
 * invocation is over.
 */
export function failAttempt(
  turn: Turn,
  invocation: Invocation,
  retryable: boolean,
): number | undefined {
  const { id, attempt } = invocation;
  const plan = planOf(turn, invocation);
  turn.dropTimer(TIMEOUT + id);
  if (plan === undefined || !retryable || attempt >= plan.attempts) return undefined;
  const wait = Math.min(plan.backoffMs * 2 ** (attempt - 1), MAX_BACKOFF_MS);
  replace(turn, invocation, { ...invocation, status: 'waiting' });
  turn.setTimer(RETRY + id, wait);
  return wait;
}

/** The next attempt of one that waits for it: the same input, sent again. */
export function retry(turn: Turn, invocation: Invocation): void {
  const plan = planOf(turn, invocation);
  if (plan === undefined) return;
  const attempt = invocation.attempt + 1;
  replace(turn, invocation, undefined);
  call(turn, plan, { ...invocation, attempt, status: 'running' });
}

/** It is no longer waited for. What may have been done all the same, and can be undone, is remembered (V3). */
export function giveUp(turn: Turn, invocation: Invocation): void {
  turn.dropTimer(TIMEOUT + invocation.id);
  turn.dropTimer(RETRY + invocation.id);
  const undoable = planOf(turn, invocation)?.compensate !== undefined;
  replace(turn, invocation, undoable ? { ...invocation, status: 'stopped' } : undefined);
  const stopped = turn.journey.invocations.filter(({ status }) => status === 'stopped');
  if (stopped.length > MAX_STOPPED) forget(turn, stopped.slice(0, -MAX_STOPPED));
}

/** It failed for good: nothing was done, nothing has to be undone. */
export function drop(turn: Turn, invocation: Invocation): void {
  forget(turn, [invocation]);
}

/** Nobody knows any more what it was for: whatever is answered is of no use. */
export function abandon(turn: Turn, invocation: Invocation): void {
  turn.dropTimer(TIMEOUT + invocation.id);
  turn.dropTimer(RETRY + invocation.id);
  forget(turn, [invocation]);
}

/** Undoes what was done, the last first, and forgets it. */
export function undoAll(turn: Turn, occurrence: Occurrence): void {
  const done = turn.journey.invocations.filter(({ status }) => status === 'done');
  for (const invocation of done.toReversed()) undo(turn, invocation, occurrence);
}

/** Undoes one, and forgets it. Nobody waits for the answer. */
export function undo(turn: Turn, invocation: Invocation, occurrence: Occurrence): void {
  forget(turn, [invocation]);
  const compensate = planOf(turn, invocation)?.compensate;
  if (compensate === undefined) return;
  const { service, input } = compensate;
  const undoing = input === undefined ? invocation.input : turn.input(input, occurrence);
  turn.send({ kind: 'call', name: service, input: undoing });
}

/** The journey is over: only what may turn out to have been done is still listened for. */
export function endInvocations(turn: Turn): void {
  for (const invocation of turn.journey.invocations) {
    if (isUnderWay(invocation)) giveUp(turn, invocation);
    else if (invocation.status === 'done') drop(turn, invocation);
  }
}

/** Somebody has to look at this journey: a service answered, and nothing in the journey knows how to go on from it. */
export function askForHelp(turn: Turn, { id, service }: Invocation, event: JsonObject): void {
  const { configuration } = turn.journey;
  const input = { service, invocation: id, state: configuration, ...event };
  turn.send({ kind: 'task', name: HELP_TASK, input: JSON.stringify(input) });
  turn.stall();
}

/** What a service came to that the journey does not provide for: the task that asks somebody to help. */
const HELP_TASK = 'service-unhandled';

function call(turn: Turn, plan: InvocationPlan, invocation: Invocation): void {
  const { id, service, attempt, input } = invocation;
  const { timeoutMs } = plan;
  const deadline = timeoutMs === undefined ? null : turn.now + timeoutMs;
  const action = turn.send({
    kind: 'call',
    name: service,
    invocation: id,
    attempt,
    deadline,
    input,
  });
  turn.setInvocations([...turn.journey.invocations, { ...invocation, action }]);
  if (timeoutMs !== undefined) turn.setTimer(TIMEOUT + id, timeoutMs);
}

function isUnderWay({ status }: Invocation): boolean {
  return status === 'running' || status === 'waiting';
}

function planOf(turn: Turn, { id }: Invocation): InvocationPlan | undefined {
  return turn.definition.invocations.get(id);
}

function forget(turn: Turn, invocations: readonly Invocation[]): void {
  turn.setInvocations(turn.journey.invocations.filter((one) => !invocations.includes(one)));
}

function replace(
  turn: Turn,
  invocation: Invocation,
  by: Invocation | undefined,
  where: 'there' | 'last' = 'there',
): void {
  const { invocations } = turn.journey;
  const at = invocations.indexOf(invocation);
  if (at < 0) return;
  if (by !== undefined && where === 'there') turn.setInvocations(invocations.with(at, by));
  else turn.setInvocations([...invocations.toSpliced(at, 1), ...(by === undefined ? [] : [by])]);
}
