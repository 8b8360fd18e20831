import { LIVE_CLOCK, type JourneyId, type SubjectState } from '#contracts';

/** A subject nothing is known of yet. */
export function emptySubject(subjectId: string): SubjectState {
  return { subjectId, journeys: [], recentIds: [] };
}

/**
 * The earliest timer of the subject's open journeys, ms since the epoch on its clock. Timers on the live clock come before
 * an import's: that one's next record fires what is due on it anyway.
 */
export function nextDue(
  state: SubjectState,
): { readonly clock: string; readonly at: number } | undefined {
  let next: { clock: string; at: number } | undefined;
  for (const { status, clock, timers } of state.journeys) {
    if (status !== 'open') continue;
    for (const { dueAt } of timers) {
      const better =
        next === undefined ||
        (next.clock === clock ? dueAt < next.at : clock === LIVE_CLOCK && next.clock !== clock);
      if (better) next = { clock, at: dueAt };
    }
  }
  return next;
}

/** What a store finds a journey by. */
export interface SummaryRow {
  readonly journeyId: JourneyId;
  readonly definition: string;
  readonly definitionVersion: number;
  readonly status: string;
  /** Active states, joined by a comma. */
  readonly state: string;
  readonly lastChannel: string;
  /** ms since the epoch. */
  readonly lastSeen: number;
  readonly stalled: boolean;
}

/** One row per journey in the subject's state. */
export function summarise(state: SubjectState): readonly SummaryRow[] {
  return state.journeys.map((journey) => ({
    journeyId: journey.journeyId as JourneyId,
    definition: journey.definition,
    definitionVersion: journey.definitionVersion,
    status: journey.status,
    state: journey.configuration.join(','),
    lastChannel: journey.lastChannel,
    lastSeen: journey.lastSeen,
    stalled: journey.stalled,
  }));
}
