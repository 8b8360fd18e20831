import { LIVE_CLOCK, type Cause, type JourneyState } from '#contracts';
import { type Fold } from '../fold.js';
import { sayOf } from '../journey-event.js';

/** The record that moves a journey. */
export interface MovedBy {
  /** merged or split. */
  readonly kind: string;
  readonly id: string;
}

/** What a change of identities is to a journey. */
export function identityCause({ outputs }: Fold, { kind, id }: MovedBy): Cause {
  return {
    kind: 'identity',
    id,
    type: kind,
    actorKind: 'system',
    actorId: null,
    ...outputs.position,
  };
}

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
