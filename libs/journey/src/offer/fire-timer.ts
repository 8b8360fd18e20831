import { fire } from '#statechart';
import { timeOut } from './answer.js';
import { advance } from '../step/apply-step.js';
import { invocationTimer, retry, underWay } from '../services/invocations.js';
import { plainOccurrence } from '../record/occurrence.js';
import { replayDeferred } from '../step/replay-deferred.js';
import { STALL_TIMER, type Turn } from '../turn/turn.js';
import { verdict, type Verdict } from '../turn/verdict.js';

/** Lets a journey's timer that is due do what it is for. It is gone afterwards, whether or not anything came of it. */
export function fireTimer(turn: Turn, timerId: string): Verdict {
  turn.dropTimer(timerId);
  if (timerId === STALL_TIMER) {
    turn.stall();
    return verdict('advanced');
  }
  const of = invocationTimer(timerId);
  if (of !== undefined) return fireInvocationTimer(turn, of);
  const step = fire(turn.definition.chart, turn.journey, timerId, turn.scope());
  if (!step.taken) return verdict('ignored', 'guard-false');
  advance(turn, step);
  replayDeferred(turn);
  return verdict('advanced');
}

function fireInvocationTimer(
  turn: Turn,
  { kind, id }: NonNullable<ReturnType<typeof invocationTimer>>,
): Verdict {
  const invocation = underWay(turn, id);
  if (invocation === undefined) return verdict('ignored', 'timer-gone');
  if (kind === 'retry') {
    retry(turn, invocation);
    const next = invocation.attempt + 1;
    return verdict('captured', null, [`attempt ${next} of the call \`${id}\` is made`]);
  }
  const { cause, time } = turn.occurrence;
  return timeOut(turn, invocation, (told) => plainOccurrence(cause, time, told));
}
