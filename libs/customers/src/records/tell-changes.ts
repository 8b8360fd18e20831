// A merge is two steps in two places: the pointer in the identity store, and the record in the log. The pointer comes first,
// since only the store can say that a merge makes no circle. It notes in the same step that the log is untold, and:
// 1. Dead before the pointer: nothing happened.
// 2. Dead between pointer and record: the journeys stay with the subject they were with, whole, until whoever looks next at
//    what is untold writes the record. What comes meanwhile is keyed by the winner.
// 3. Dead between record and `told`: it is written again, under the same id, and the fold knows it (I4).
// Other news of identities (linked, conflict, shared, limited) is told behind what it is about, and not noted: it is lost to
// those who listen where its maker dies between. What it tells of is in the store.
import { type IdentityChange } from '#contracts';
import { type IdentityStores, type RecordCodec, ThroughlineError } from '#ports';
import { type IdentityNews } from '../resolve/identity-news.js';
import { identityRecords } from './outgoing-records.js';
import { finishSplit, type Splitting } from './split-records.js';

/** Changes told in one look. */
const AT_ONCE = 500;

/** After the log has acknowledged these: they need not be told again. */
export async function noteTold(
  store: Pick<IdentityStores, 'untold'>,
  news: readonly IdentityNews[],
): Promise<void> {
  await Promise.all(
    news.map((one) => (one.kind === 'merged' ? store.untold.told(one.other, one.at) : undefined)),
  );
}

/**
 * Tells the log of merges and splits made up to `before` (ms since the epoch) that it was perhaps not told of. Returns how
 * many. Several processes may do so at once. Throws `UNREADABLE` or `UNKNOWN_SCHEMA` where what a split prepared cannot be
 * read, behind all others.
 */
export async function tellChanges(telling: Splitting, before: number): Promise<number> {
  const { store, log, codec } = telling;
  const untold = (await store.untold.list(AT_ONCE)).filter(({ at }) => at <= before);
  const news = untold.flatMap((one): IdentityNews[] => {
    if (one.kind !== 'merged') return [];
    return [{ kind: 'merged', subject: one.into, other: one.from, at: one.at, ...one.decided }];
  });
  if (news.length > 0) {
    await log.append(identityRecords(codec, news));
    await noteTold(store, news);
  }
  const failed: unknown[] = [];
  for (const one of untold) {
    if (one.kind !== 'split') continue;
    try {
      await finishSplit(telling, await preparedSplit(codec, one.record));
    } catch (error) {
      failed.push(error);
    }
  }
  if (failed.length > 0) throw failed[0];
  return untold.length;
}

async function preparedSplit(codec: RecordCodec, record: Uint8Array): Promise<IdentityChange> {
  await codec.prepare([{ value: record }]);
  const { name, value } = codec.decode(record);
  if (name === 'IdentityChange') return value;
  throw new ThroughlineError(
    'UNREADABLE',
    `A split was prepared as a ${name}, not as an IdentityChange; it stays untold.`,
  );
}
