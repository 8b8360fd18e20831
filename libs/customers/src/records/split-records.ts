// A split is told like a merge (tell-changes.ts): what is to be told is prepared first, and the store keeps it in the step that
// takes back the pointer. Whoever finds it untold tells it from there, under the same ids:
// 1. Dead before that step: nothing happened.
// 2. Dead behind it: the journeys stay whole with the subject they were with, until the record is told. What comes meanwhile
//    is keyed by whom its identifiers belong to now, and goes after a journey that it names (M4).
// 3. Identifiers that become a subject of their own are linked one by one, after the note. Whoever tells the split links them
//    first, so that no journey goes to a subject that nobody can reach.
import { type IdentityChange, type SubjectId } from '#contracts';
import { strengthOf } from '#identity';
import { type EventLog, type IdentityStores, type OutgoingRecord, type RecordCodec } from '#ports';
import { schemeOfFact } from '../resolve/identifier-hash.js';
import { changeRecord, eventRecord } from './identity-records.js';

const SOURCE = '//throughline/intake';

/** Where a split is carried out. */
export interface Splitting {
  readonly store: Pick<IdentityStores, 'links' | 'untold'>;
  readonly log: EventLog;
  readonly codec: RecordCodec;
}

/**
 * Does what is left to be done of a split that the store knows as untold: links its identifiers, tells the log, notes that.
 * Done again it changes nothing. `change.identifiers` are keyed hashes, with the scheme of their fact.
 */
export async function finishSplit(
  { store, log, codec }: Splitting,
  change: IdentityChange,
): Promise<void> {
  await linkToOther(store, change);
  await log.append(splitRecords(codec, change));
  await store.untold.told(change.otherSubjectId as SubjectId, change.time);
}

/** The split for the fold of the subject that journeys leave, and for those who keep identities of their own. */
export function splitRecords(
  codec: RecordCodec,
  change: IdentityChange,
): readonly OutgoingRecord[] {
  const { id, kind, subjectId, otherSubjectId, time, reason, operator } = change;
  const event = { id, kind, subjectId, otherSubjectId, time, reason, operator };
  return [changeRecord(codec, SOURCE, change), eventRecord(codec, SOURCE, event)];
}

/** Links the identifiers that go to the other subject, each where it is linked to whoever has it by itself. */
async function linkToOther(
  store: Pick<IdentityStores, 'links'>,
  { subjectId, otherSubjectId, identifiers }: IdentityChange,
): Promise<void> {
  const keys = new Set(identifiers.map(({ value }) => value));
  if (otherSubjectId === null || keys.size === 0) return;
  const strong = identifiers.some((one) => strengthOf(schemeOfFact(one.scheme)) === 'strong');
  const links = await store.links.of(subjectId as SubjectId);
  const owned = Map.groupBy(
    links.filter(({ key }) => keys.has(key)),
    ({ subject }) => subject,
  );
  for (const [from, some] of owned) {
    const going = some.map(({ key }) => key);
    await store.links.relink(going, from, otherSubjectId as SubjectId, strong);
  }
}
