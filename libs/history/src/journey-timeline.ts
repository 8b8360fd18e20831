import { subjectOf, type JourneyId, type JourneyState, type SubjectId } from '#contracts';
import type { JourneyReader } from '#ports';
import { subjectState } from './find-journey.js';
import { type FoldSource, historyOf, type HistoryStep } from './fold-subject.js';

/** A journey as one of its changes left it, or why that is not shown. */
export type TimelineMoment =
  | { readonly kind: 'shown'; readonly journey: JourneyState }
  /** The journey has no such change. */
  | { readonly kind: 'unknown' }
  /** Its customer was erased at change `since`, and this is from before. Infinity: nothing after it is left. */
  | { readonly kind: 'erased'; readonly since: number };

/** What a journey went through, and what may be shown of it. */
export interface JourneyTimeline {
  /** Oldest first, never empty. */
  readonly steps: readonly HistoryStep[];
  /** The customer it is with was erased: nobody is shown values of it any more (I10). */
  readonly isErased: boolean;
  /** Number of its last change. */
  readonly latest: number;
}

/** Folded again from the journey's records in the log (I2). Undefined: there is no such journey. Throws as `historyOf`. */
export async function journeyTimeline(
  source: FoldSource & { readonly store: JourneyReader },
  id: JourneyId,
): Promise<JourneyTimeline | undefined> {
  const steps = await historyOf(source, id);
  const last = steps.at(-1);
  if (last === undefined) return undefined;
  // Whoever it is with now decides: a journey that was given to another customer is that one's.
  const holder = (last.journey?.subjectId ?? subjectOf(id)) as SubjectId;
  const state = await subjectState(source, holder);
  return {
    steps,
    isErased: (state?.erasedAt ?? null) !== null,
    latest: last.journey?.version ?? 0,
  };
}

/** The journey as its `seq`-th change left it. */
export function momentAt(
  { steps, isErased, latest }: JourneyTimeline,
  seq: number,
): TimelineMoment {
  const journey = steps.findLast(
    (step) => step.journey !== undefined && step.journey.version <= seq,
  )?.journey;
  if (journey === undefined || seq > latest) return { kind: 'unknown' };
  if (!isErased) return { kind: 'shown', journey };
  const { journeyId } = journey;
  const since = steps.find((step) => tellsErasure(step, journeyId))?.journey?.version ?? Infinity;
  return journey.version >= since ? { kind: 'shown', journey } : { kind: 'erased', since };
}

function tellsErasure({ decision }: HistoryStep, id: string): boolean {
  return decision.journeyEvents.some((event) => event.journeyId === id && event.type === 'erased');
}
