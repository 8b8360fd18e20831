// A merge is two steps in two places: the pointer in the identity store, and the record in the log. The pointer comes first,
// since only the store can say that a merge makes no circle. It notes in the same step that the log is untold, and:
// 1. Dead before the pointer: nothing happened.
// 2. Dead between pointer and record: the journeys stay with the subject they were with, whole, until whoever looks next at
//    what is untold writes the record. What comes meanwhile is keyed by the winner.
// 3. Dead between record and `told`: it is written again, under the same id, and the fold knows it (I4).
import { type EventLog, type IdentityStore, type RecordCodec } from '#ports';
import { identityRecords } from './outgoing-records.js';
import { type IdentityNews } from './resolve-subject.js';

/** Merges told in one append. */
const AT_ONCE = 500;

/** After the log has acknowledged these: they need not be told again. */
export async function noteTold(store: IdentityStore, news: readonly IdentityNews[]): Promise<void> {
  const merged = news.filter(({ kind }) => kind === 'merged');
  await Promise.all(merged.map(({ other }) => store.told(other)));
}

/**
 * Tells the log of merges made up to `before` (ms since the epoch) that it was perhaps not told of. Returns how many.
 * Several processes may do so at once.
 */
export async function tellMerges(
  {
    store,
    log,
    codec,
  }: {
    readonly store: IdentityStore;
    readonly log: EventLog;
    readonly codec: RecordCodec;
  },
  before: number,
): Promise<number> {
  const untold = (await store.untold(AT_ONCE)).filter(({ at }) => at <= before);
  const news = untold.map(({ from, into, at }): IdentityNews => {
    return { kind: 'merged', subject: into, other: from, at };
  });
  if (news.length === 0) return 0;
  await log.append(identityRecords(codec, news));
  await noteTold(store, news);
  return news.length;
}
