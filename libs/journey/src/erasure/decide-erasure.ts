import { LIVE_CLOCK, type IdentityChange, type SubjectState } from '#contracts';
import { isDuplicate, remember } from '../record/dedupe.js';
import { type Ending } from '../fold/ending.js';
import { type Fold } from '../fold/fold.js';
import { eraseJourney } from './erase-journey.js';

// Invariants of an erased subject:
// E1 Nothing that it keeps, and nothing that its fold puts out, has a personal value, whatever still comes for it.
// E2 No journey starts for it.
// E3 It says what it was: ids, types, channels, times and states stay, so that the log can be folded again (I7).

/** Forgets the subject, once. A timer that was due before fires before; of a subject that waits for a build, none does. */
export function decideErasure(fold: Fold, change: IdentityChange, timestamp: number): Ending {
  const now = fold.now(LIVE_CLOCK, timestamp);
  const key = { source: 'throughline:identity', id: change.id };
  if (isDuplicate(fold.state.recentIds, key)) return { kind: 'duplicate', time: now };
  if (fold.state.erasedAt !== null) {
    const detail = 'this customer was erased before';
    return { kind: 'ignored', reason: 'erased', detail, time: now };
  }
  const waits = fold.state.journeys.some(({ status }) => status === 'faulted');
  if (!waits) fold.catchUp(LIVE_CLOCK, now);
  fold.remember(remember(fold.state.recentIds, key, now));
  const before = fold.state.journeys;
  for (const journey of before) eraseJourney(fold, journey, change.id, now);
  fold.forget(now);
  const changed = fold.state.journeys.filter((journey, at) => journey !== before[at]);
  const count = changed.length === 1 ? 'one journey was' : `${changed.length} journeys were`;
  return {
    kind: changed.length > 0 ? 'advanced' : 'ignored',
    reason: 'erased',
    detail: `the customer is forgotten; ${count} emptied`,
    journeyIds: changed.map(({ journeyId }) => journeyId),
    time: now,
  };
}

/** Whether a record erased the subject: what was archived of it before must go, too. */
export function wasErased(before: SubjectState | undefined, after: SubjectState): boolean {
  return after.erasedAt !== null && (before?.erasedAt ?? null) === null;
}
