// A split is told like a merge (tell-changes.ts): what is to be told is prepared first, and the store keeps it in the step that
// takes back the pointer. Whoever finds it untold tells it from there, under the same ids:
// 1. Dead before that step: nothing happened.
// 2. Dead behind it: the journeys stay whole with the subject they were with, until the record is told. What comes meanwhile
//    is keyed by whom its identifiers belong to now, and goes after a journey that it names (M4).
// 3. Identifiers that become a subject of their own are linked one by one, after the note. Whoever tells the split links them
//    first, so that no journey goes to a subject that nobody can reach.
import {
  ceHeaders,
  type IdentityChange,
  type IdentityEvent,
  type SubjectId,
  Topics,
} from '#contracts';
import { strengthOf } from '#identity';
import { type EventLog, type IdentityStore, type OutgoingRecord, type RecordCodec } from '#ports';
import { schemeOfFact } from './identifier-hash.js';

const SOURCE = '//throughline/intake';
const TYPE = 'throughline.identity.split';

/** Where a split is carried out. */
export interface Splitting {
  readonly store: IdentityStore;
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
  await store.told(change.otherSubjectId as SubjectId, change.time);
}

/** The split for the fold of the subject that journeys leave, and for those who keep identities of their own. */
export function splitRecords(
  codec: RecordCodec,
  change: IdentityChange,
): readonly OutgoingRecord[] {
  const { id, kind, subjectId, otherSubjectId, time, reason, operator } = change;
  const event: IdentityEvent = {
    id,
    kind,
    subjectId,
    otherSubjectId,
    scheme: null,
    time,
    reason,
    verified: false,
    identifier: null,
    channel: null,
    interactionId: null,
    operator,
  };
  const headers = ceHeaders({ id, source: SOURCE, type: TYPE, time, subject: subjectId });
  return [
    {
      topic: Topics.interactions,
      key: subjectId,
      value: codec.encode('IdentityChange', change),
      headers,
    },
    {
      topic: Topics.identityEvents,
      key: subjectId,
      value: codec.encode('IdentityEvent', event),
      headers,
    },
  ];
}

/** Links the identifiers that go to the other subject, each where it is linked to whoever has it by itself. */
async function linkToOther(
  store: IdentityStore,
  { subjectId, otherSubjectId, identifiers }: IdentityChange,
): Promise<void> {
  const keys = new Set(identifiers.map(({ value }) => value));
  if (otherSubjectId === null || keys.size === 0) return;
  const strong = identifiers.some((one) => strengthOf(schemeOfFact(one.scheme)) === 'strong');
  const links = await store.identifiers(subjectId as SubjectId);
  const owned = Map.groupBy(
    links.filter(({ key }) => keys.has(key)),
    ({ subject }) => subject,
  );
  for (const [from, some] of owned) {
    const going = some.map(({ key }) => key);
    await store.relink(going, from, otherSubjectId as SubjectId, strong);
  }
}
