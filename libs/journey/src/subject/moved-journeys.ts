import { type JourneysMoved, type JourneyState, type SubjectState } from '#contracts';
import { type RecordKey } from '../record/dedupe.js';

/** Journeys a subject remembers to have become others; the oldest are forgotten first. */
const MAX_SURVIVORS = 64;

type Moved = SubjectState['moved'];

/** What a record that brings journeys is known by once it was taken in. */
export function movedKey({ id }: JourneysMoved): RecordKey {
  return { source: 'throughline:moved', id };
}

/**
 * What a record that brings journeys is known by where it only passed: the same sending again is a repeat, also for a subject
 * that is one of its own by then. One that comes round a circle has a longer path.
 */
export function passedKey({ id, path }: JourneysMoved): RecordKey {
  return { source: 'throughline:passed', id: [id, ...path].join('\n') };
}

/** The journey of this subject that another one of its journeys goes on as. */
export function survivorOf({ moved }: SubjectState, journeyId: string): string | undefined {
  const seen = new Set<string>();
  let last: string | undefined;
  for (let at: string | undefined = journeyId; at !== undefined && !seen.has(at);) {
    seen.add(at);
    const found: Moved[number] | undefined = moved.find((one) => one.journeyId === at);
    last = found?.survivor ?? last;
    at = found?.survivor ?? undefined;
  }
  return last;
}

/** The note of a journey that left for another subject; undefined: it is here, or never was. */
export function leftFor(
  { subjectId, journeys, moved }: SubjectState,
  journeyId: string,
): Moved[number] | undefined {
  const left = moved.find((one) => one.journeyId === journeyId && one.to !== subjectId);
  return journeys.some((one) => one.journeyId === journeyId) ? undefined : left;
}

/**
 * Whether a journey that comes is a repeat: it is here, or left later than this. The very version that left may come back,
 * when it went round a circle.
 */
export function wasHere({ journeys, moved }: SubjectState, journey: JourneyState): boolean {
  const { journeyId, version } = journey;
  return (
    journeys.some((one) => one.journeyId === journeyId) ||
    moved.some((one) => one.journeyId === journeyId && one.version > version)
  );
}

/** With journeys that left for another subject. */
export function withLeft(moved: Moved, journeys: readonly JourneyState[], to: string): Moved {
  const left = journeys.map(({ journeyId, version }) => {
    return { journeyId, to, version, survivor: null };
  });
  return left.length === 0 ? moved : [...without(moved, journeys), ...left];
}

/** Without those that are here again. */
export function without(moved: Moved, journeys: readonly JourneyState[]): Moved {
  const back = new Set(journeys.map(({ journeyId }) => journeyId));
  return moved.some(({ journeyId }) => back.has(journeyId))
    ? moved.filter(({ journeyId }) => !back.has(journeyId))
    : moved;
}

/** With a journey that goes on as another one. */
export function withSurvivor(
  moved: Moved,
  { journeyId, subjectId, version }: JourneyState,
  survivor: string,
): Moved {
  const survivors = moved.filter((one) => one.survivor !== null);
  const forgotten = survivors.length < MAX_SURVIVORS ? undefined : survivors[0];
  const kept = moved.filter((one) => one.journeyId !== journeyId && one !== forgotten);
  return [...kept, { journeyId, to: subjectId, version, survivor }];
}
