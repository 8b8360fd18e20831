import { forget, isDuplicate, remember, type RecordKey } from '../record/dedupe.js';
import { type Fold } from '../fold/fold.js';

// Nobody is merged twice: where a merge finds its subject merged into another one, a split was decided in between, and what it
// brings back has yet to come. The subject is the later one from now on, and what comes back goes on there.

function keyOf(into: string): RecordKey {
  return { source: 'throughline:merged-again', id: into };
}

/** Notes that what a split brings back goes on to `into`, whom the subject has become since. */
export function expectSplit(fold: Fold, into: string, now: number): void {
  fold.remember(remember(fold.state.recentIds, keyOf(into), now));
}

/** Whether what a split brings back was decided before the subject became `into`. Said of one split only: it is forgotten. */
export function wasExpected(fold: Fold, into: string): boolean {
  const { recentIds } = fold.state;
  if (!isDuplicate(recentIds, keyOf(into))) return false;
  fold.remember(forget(recentIds, keyOf(into)));
  return true;
}
