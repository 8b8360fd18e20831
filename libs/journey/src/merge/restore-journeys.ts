import {
  LIVE_CLOCK,
  type IdentityChange,
  type Invocation,
  type JourneyState,
  type Timer,
} from '#contracts';
import { isRunning } from '../subject/correlate.js';
import { type Fold } from '../fold/fold.js';
import { identityCause, type MovedBy } from '../fold/identity-cause.js';
import { sayOf } from '../turn/journey-event.js';
import { plainOccurrence } from '../record/occurrence.js';
import { survivorOf, without } from '../subject/moved-journeys.js';

// Invariants of what a split makes two again:
// R1 A journey is restored where it ended as merged, once: one that runs again, or is with somebody else, is left alone.
// R2 It goes on in a version above the ended one, with new timers: they stood still while it was ended.
// R3 What the survivor took over is with one of the two afterwards: a call that was done, an interaction that waits.

/** How a journey ended that went on as another one. */
const MERGED = 'merged';

/**
 * Undoes what merges did to journeys of this subject: those that ended go on, and those that went on for them give back
 * what they took over. `now`: on the live clock, ms since the epoch. Returns what was done, in words.
 */
export function makeTwoAgain(fold: Fold, change: IdentityChange, now: number): readonly string[] {
  const by = { kind: change.kind, id: change.id };
  const notes: string[] = [];
  for (const before of change.restored) {
    const ended = fold.state.journeys.find(({ journeyId }) => journeyId === before.journeyId);
    if (ended === undefined || ended.status !== 'ended' || ended.outcome !== MERGED) continue;
    const survivorId = survivorOf(fold.state, ended.journeyId);
    const survivor = fold.state.journeys.find(({ journeyId }) => journeyId === survivorId);
    const back = survivor && giveBack(fold, survivor, before, by, now);
    restore(fold, ended, back ?? before, by, now);
    notes.push(`${ended.journeyId} goes on by itself again`);
  }
  for (const journeyId of new Set(change.fieldsBack.map((one) => one.journeyId))) {
    putFieldsBack(fold, journeyId, change, by, now);
  }
  return notes;
}

/** The time on a journey's clock that something happens to it from outside. */
function timeOf({ clock, lastSeen, endedAt }: JourneyState, now: number): number {
  return clock === LIVE_CLOCK ? now : Math.max(lastSeen, endedAt ?? 0);
}

function restore(
  fold: Fold,
  ended: JourneyState,
  before: JourneyState,
  by: MovedBy,
  now: number,
): void {
  const { outputs } = fold;
  const at = timeOf(ended, now);
  const { timers, timerGeneration } = goingOn(before, ended, at);
  const restored: JourneyState = {
    ...before,
    subjectId: fold.state.subjectId,
    version: ended.version + 1,
    status: 'open',
    outcome: null,
    endedAt: null,
    pausedAt: null,
    timers,
    timerGeneration,
    reflects: outputs.position,
  };
  sayOf(
    restored,
    'restored',
    { channel: undefined, cause: identityCause(fold, by) },
    at,
    {},
    outputs,
  );
  fold.setMoved(without(fold.state.moved, [restored]));
  fold.place(restored);
}

/** Timers with what they had left when the journey ended; one that was due by then is due at once. */
function goingOn(
  before: JourneyState,
  ended: JourneyState,
  at: number,
): Pick<JourneyState, 'timers' | 'timerGeneration'> {
  let generation = Math.max(before.timerGeneration, ended.timerGeneration);
  const stood = ended.endedAt ?? at;
  const timers: readonly Timer[] = before.timers.map(({ id, dueAt }) => {
    generation += 1;
    return { id, dueAt: at + Math.max(0, dueAt - stood), generation };
  });
  return { timers, timerGeneration: generation };
}

/**
 * Takes from the survivor what it took over from the one that goes on by itself again (R3). Returns that one without calls
 * that the survivor has undone since.
 */
function giveBack(
  fold: Fold,
  survivor: JourneyState,
  before: JourneyState,
  by: MovedBy,
  now: number,
): JourneyState {
  const definition = fold.definitions.get(survivor.definition, survivor.definitionVersion);
  if (definition?.onMerge !== 'combine' || !isRunning(survivor)) return before;
  const isDone = ({ status }: Invocation): boolean => status === 'done';
  const tookOver = before.invocations.filter(
    (one) => isDone(one) && definition.invocations.has(one.id),
  );
  const held = tookOver.filter((one) => isAmong(survivor.invocations, one));
  const undone = tookOver.filter((one) => !held.includes(one));
  const deferred = survivor.deferred.filter(
    (one) =>
      !before.deferred.some(({ partition, offset }) => {
        return partition === one.partition && offset === one.offset;
      }),
  );
  if (held.length > 0 || deferred.length < survivor.deferred.length) {
    const at = timeOf(survivor, now);
    const cause = { ...identityCause(fold, by), type: by.kind };
    const occurrence = plainOccurrence(cause, at);
    const turn = fold.turn({ journey: survivor, definition, occurrence, now: at });
    turn.setInvocations(survivor.invocations.filter((one) => !isAmong(held, one)));
    turn.setDeferred(deferred);
    fold.put(turn);
  }
  const invocations = before.invocations.filter((one) => !undone.includes(one));
  return { ...before, invocations };
}

function isAmong(invocations: readonly Invocation[], { action }: Invocation): boolean {
  return invocations.some((one) => one.action === action);
}

/** Fields that still have the value which was taken over are as they were before. */
function putFieldsBack(
  fold: Fold,
  journeyId: string,
  { fieldsBack }: IdentityChange,
  by: MovedBy,
  now: number,
): void {
  const journey = fold.state.journeys.find((one) => one.journeyId === journeyId);
  if (journey === undefined || !isRunning(journey)) return;
  const definition = fold.definitions.get(journey.definition, journey.definitionVersion);
  if (definition === undefined) return;
  const fields = new Map(Object.entries(journey.fields));
  const names: string[] = [];
  for (const { journeyId: of, field, taken, before } of fieldsBack) {
    if (of !== journeyId || fields.get(field)?.interactionId !== taken) continue;
    if (before === null) fields.delete(field);
    else fields.set(field, before);
    names.push(field);
  }
  if (names.length === 0) return;
  const at = timeOf(journey, now);
  const occurrence = plainOccurrence(identityCause(fold, by), at);
  const turn = fold.turn({ journey, definition, occurrence, now: at });
  turn.setFields(Object.fromEntries(fields));
  turn.sayCaptured(names);
  fold.put(turn);
}
