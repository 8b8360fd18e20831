import { type SubjectState } from '#contracts';
import type { FoldedPartition, FoldedSubject } from './folded-partition.js';
import { type Findings } from './report.js';

/**
 * C4: what a subject notes of where a journey went leads to the journey, so that what names it finds it there (M4). Journeys
 * that wait in the log since a fold went wrong are on their way.
 */
export function checkNotes(partitions: readonly FoldedPartition[], findings: Findings): void {
  const subjects = new Map<string, FoldedSubject>(
    partitions.flatMap((one) => [...one.subjects] as [string, FoldedSubject][]),
  );
  const behind = new Set(partitions.flatMap((one) => [...one.behind]));
  const leaving = goingTo(partitions);
  const isOnItsWay = (journeyId: string, subject: string): boolean =>
    behind.has(subject) || leaving.has(`${journeyId} ${subject}`);
  for (const { state } of subjects.values()) {
    for (const { journeyId, to, survivor } of state.moved) {
      if (
        survivor !== null ||
        to === state.subjectId ||
        leadsTo(subjects, journeyId, to, isOnItsWay)
      )
        continue;
      const what = `is noted with ${state.subjectId} to have gone to ${to}, and is not found from there`;
      findings.add('C4', what, `journey ${journeyId}`);
    }
  }
}

function leadsTo(
  subjects: ReadonlyMap<string, FoldedSubject>,
  journeyId: string,
  first: string,
  isOnItsWay: (journeyId: string, subject: string) => boolean,
): boolean {
  const seen = new Set<string>();
  let next: string | null = first;
  while (next !== null && !seen.has(next)) {
    seen.add(next);
    if (isOnItsWay(journeyId, next)) return true;
    const at: FoldedSubject | undefined = subjects.get(next);
    if (at === undefined) return false;
    const { state, archived, forgotten } = at;
    const isHere = state.journeys.some((one) => one.journeyId === journeyId);
    if (isHere || archived.has(journeyId) || forgotten.has(journeyId) || waits(state)) return true;
    const note = state.moved.find((one) => one.journeyId === journeyId);
    next = note?.to ?? state.mergedInto;
  }
  return false;
}

/** Its records wait since a fold went wrong, perhaps with the journey among them. */
function waits({ journeys }: SubjectState): boolean {
  return journeys.some(({ status }) => status === 'faulted');
}

/** Each journey that need not have been sent on yet, with the subject it goes to. */
function goingTo(partitions: readonly FoldedPartition[]): ReadonlySet<string> {
  const records = partitions.flatMap(({ leaving }) => [...leaving.values()]);
  return new Set(
    records.flatMap(({ key, journeys }) => journeys.map(({ journeyId }) => `${journeyId} ${key}`)),
  );
}
