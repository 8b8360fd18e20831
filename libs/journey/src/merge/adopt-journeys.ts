import { LIVE_CLOCK, type JourneysMoved, type JourneyState, type RecentId } from '#contracts';
import { type Ending } from '../fold/ending.js';
import { eraseArrived } from '../erasure/after-erasure.js';
import { isDuplicate, joined, remember } from '../record/dedupe.js';
import { type Fold } from '../fold/fold.js';
import { combineWith } from './combine-journeys.js';
import { movedKey, passedKey, wasHere, without } from '../subject/moved-journeys.js';
import { relocate } from './relocate.js';

/**
 * Takes in journeys that come from another subject, once by the record's id, and each journey only in a version that was
 * not here before: so a repeat, however late, does nothing. Timers come with them, and fire here from now on.
 */
export function adoptJourneys(fold: Fold, moved: JourneysMoved, timestamp: number): Ending {
  const now = fold.now(LIVE_CLOCK, timestamp);
  const key = movedKey(moved);
  if ([key, passedKey(moved)].some((one) => isDuplicate(fold.state.recentIds, one))) {
    return { kind: 'duplicate', time: now };
  }
  fold.catchUp(LIVE_CLOCK, now);
  const window: readonly RecentId[] = joined(fold.state.recentIds, moved.recentIds);
  fold.remember(remember(window, key, now));
  const fresh = moved.journeys.filter((journey) => !wasHere(fold.state, journey));
  fold.setMoved(without(fold.state.moved, fresh));
  const notes = fresh.flatMap((journey) => adoptOne(fold, moved, journey, now));
  if (fold.state.erasedAt !== null) eraseArrived(fold, moved, now);
  const journeyIds = fresh.map(({ journeyId }) => journeyId);
  if (fresh.length === 0) return { kind: 'ignored', reason: moved.kind, time: now };
  const detail = [`from ${moved.from}`, ...notes].join('; ');
  return { kind: 'advanced', reason: moved.kind, detail, journeyIds, time: now };
}

/** Returns what was done beside taking it in, in words. */
function adoptOne(
  fold: Fold,
  { kind, id }: JourneysMoved,
  journey: JourneyState,
  now: number,
): readonly string[] {
  const by = { kind, id };
  const adopted = relocate(fold, journey, fold.state.subjectId, by, now);
  fold.place(adopted);
  return kind === 'merged' ? combineWith(fold, adopted, by, now) : [];
}
