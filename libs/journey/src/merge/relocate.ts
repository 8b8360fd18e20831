import { LIVE_CLOCK, type JourneyState } from '#contracts';
import { type Fold } from '../fold/fold.js';
import { identityCause, type MovedBy } from '../fold/identity-cause.js';
import { sayOf } from '../turn/journey-event.js';

/** A journey as a journey of `subjectId`, which it says (`moved`). `now`: on the live clock, ms since the epoch. */
export function relocate(
  fold: Fold,
  journey: JourneyState,
  subjectId: string,
  by: MovedBy,
  now: number,
): JourneyState {
  const { outputs } = fold;
  const version = journey.version + 1;
  const moved = { ...journey, subjectId, version, reflects: outputs.position };
  const occurrence = { channel: undefined, cause: identityCause(fold, by) };
  const at = journey.clock === LIVE_CLOCK ? now : journey.lastSeen;
  sayOf(moved, 'moved', occurrence, at, {}, outputs);
  return moved;
}
