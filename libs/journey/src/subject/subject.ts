import { type JourneyId, type SubjectState } from '#contracts';

/** A subject nothing is known of yet. */
export function emptySubject(subjectId: string): SubjectState {
  return { subjectId, journeys: [], recentIds: [], mergedInto: null, moved: [], erasedAt: null };
}

/** When the earliest timer of the subject's open journeys is due on each clock that has one, ms since the epoch. */
export function nextDue(
  state: SubjectState,
): readonly { readonly clock: string; readonly at: number }[] {
  const earliest: { clock: string; at: number }[] = [];
  for (const { status, clock, timers } of state.journeys) {
    if (status !== 'open') continue;
    for (const { dueAt } of timers) {
      const known = earliest.find((one) => one.clock === clock);
      if (known === undefined) earliest.push({ clock, at: dueAt });
      else known.at = Math.min(known.at, dueAt);
    }
  }
  return earliest;
}

/** What a store finds a journey by. */
interface SummaryRow {
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
export function summarise({ journeys }: Pick<SubjectState, 'journeys'>): readonly SummaryRow[] {
  return journeys.map((journey) => ({
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
