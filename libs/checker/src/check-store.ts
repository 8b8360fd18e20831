import {
  LIVE_CLOCK,
  shardOf,
  shardsOf,
  type JourneyId,
  type JourneyState,
  type Shard,
  type SubjectId,
} from '#contracts';
import { nextDue, summarise } from '#journey';
import type { JourneyReader, JourneyStore, RecordCodec, Watermark } from '#ports';
import type { FoldedPartition, FoldedSubject } from './folded-partition.js';
import type { Findings } from './report.js';

/** The reading side, and the timers its owners are asked to fire. */
export type CheckedStore = JourneyReader & Pick<JourneyStore, 'due'>;

/** A loop that is there fires a timer within this time, ms. */
const TIMERS_TAKE_MS = 60_000;

/** What the store is read through, and the time that live timers are held against. */
export interface StoreCheck {
  readonly store: CheckedStore;
  readonly codec: RecordCodec;
  readonly watermarks: ReadonlyMap<Shard, Watermark>;
  readonly partitions: number;
  /**
   * ms since the epoch; a live timer due before it must have fired, if the loop was there then. Undefined: live timers are
   * not judged.
   */
  readonly now: number | undefined;
}

/**
 * C6: states, archive and history are what the fold gives, byte for byte, nothing excluded. C3: so are journeys, one by one,
 * where a state differs. C4: no timer of an open journey is past its clock, and each is found by its clock.
 * Returns how many timers are due that need not have fired yet.
 */
export async function checkStore(
  check: StoreCheck,
  folded: FoldedPartition,
  findings: Findings,
): Promise<number> {
  const byShard = Map.groupBy(folded.subjects, ([subject]) => shardOf(subject));
  for (const shard of shardsOf(folded.partition, check.partitions)) {
    await checkShard(check, folded, shard, new Map(byShard.get(shard)), findings);
  }
  for (const [subject, { archived, forgotten, offsets }] of folded.subjects) {
    await checkHistory(check, folded.partition, subject, offsets, findings);
    await checkArchive(check, subject, archived, findings);
    await checkForgotten(check, subject, forgotten, findings);
  }
  await checkDue(check, folded, findings);
  return checkJourneys(check, folded, findings);
}

async function checkShard(
  check: StoreCheck,
  folded: FoldedPartition,
  shard: Shard,
  subjects: ReadonlyMap<SubjectId, FoldedSubject>,
  findings: Findings,
): Promise<void> {
  const seen = new Set<SubjectId>();
  let last = -1;
  for await (const { subject, state } of check.store.scan(shard)) {
    seen.add(subject);
    const expected = subjects.get(subject);
    if (expected === undefined) {
      findings.add('C6', 'the store has a subject that no record is about', `subject ${subject}`);
    } else if (!sameBytes(state, check.codec.encode('SubjectState', expected.state))) {
      await explainDifference(check, subject, state, expected, findings);
    }
  }
  for (const [subject, { offsets }] of subjects) {
    last = Math.max(last, offsets.at(-1) ?? -1);
    if (!seen.has(subject)) findings.add('C6', 'the store lacks the subject', `subject ${subject}`);
  }
  const watermark = check.watermarks.get(shard)?.offset ?? -1;
  if (watermark < last || watermark > folded.last) {
    const what = `its watermark is ${watermark}, its last record ${last}, the log's ${folded.last}`;
    findings.add('C6', what, `shard ${shard}`);
  }
}

/** The same value under an earlier schema is as good; otherwise says which journeys differ. */
async function explainDifference(
  { codec }: StoreCheck,
  subject: SubjectId,
  bytes: Uint8Array,
  expected: FoldedSubject,
  findings: Findings,
): Promise<void> {
  const where = `subject ${subject}`;
  await codec.prepare([{ value: bytes }]);
  const decoded = codec.decode(bytes);
  if (decoded.name !== 'SubjectState') {
    findings.add('C6', `the store has a ${decoded.name} in the place of its state`, where);
    return;
  }
  const stored = codec.encode('SubjectState', decoded.value);
  if (sameBytes(stored, codec.encode('SubjectState', expected.state))) return;
  findings.add('C6', 'its state is not what the fold gives', where);
  const journeys = new Map(decoded.value.journeys.map((one) => [one.journeyId, one]));
  for (const journey of expected.state.journeys) {
    const found = journeys.get(journey.journeyId);
    const same =
      found !== undefined &&
      sameBytes(codec.encode('JourneyState', found), codec.encode('JourneyState', journey));
    if (same) continue;
    const version = found === undefined ? 'nothing' : `version ${found.version}`;
    const what = `the store has ${version}, the fold gives version ${journey.version}`;
    findings.add('C3', what, `journey ${journey.journeyId}`);
  }
}

async function checkHistory(
  { store }: StoreCheck,
  partition: number,
  subject: SubjectId,
  offsets: readonly number[],
  findings: Findings,
): Promise<void> {
  const history = await store.history(subject);
  const same =
    history.length === offsets.length &&
    history.every((one, at) => one.partition === partition && one.offset === offsets[at]);
  if (same) return;
  const what = `its history names ${history.length} records, the log has ${offsets.length}`;
  findings.add('C6', `${what}, or others`, `subject ${subject}`);
}

async function checkArchive(
  { store, codec }: StoreCheck,
  subject: SubjectId,
  archived: ReadonlyMap<string, JourneyState>,
  findings: Findings,
): Promise<void> {
  for (const [journeyId, journey] of archived) {
    const state = await store.archived(journeyId as JourneyId, subject);
    if (state !== undefined && sameBytes(state, codec.encode('JourneyState', journey))) continue;
    const what = state === undefined ? 'the archive lacks it' : 'the archive has another state';
    findings.add('C6', what, `journey ${journeyId}`);
  }
}

async function checkForgotten(
  { store }: StoreCheck,
  subject: SubjectId,
  forgotten: ReadonlySet<string>,
  findings: Findings,
): Promise<void> {
  for (const journeyId of forgotten) {
    if ((await store.archived(journeyId as JourneyId, subject)) === undefined) continue;
    findings.add('C6', 'the archive has what was erased', `journey ${journeyId}`);
  }
}

function checkJourneys(check: StoreCheck, folded: FoldedPartition, findings: Findings): number {
  let unfired = 0;
  for (const { state } of folded.subjects.values()) {
    for (const journey of state.journeys) {
      unfired += checkTimers(check, folded, journey, findings);
    }
  }
  return unfired;
}

/** Returns how many timers are due that need not have fired: nobody was there for it, or the fold has more to do first. */
function checkTimers(
  { now }: StoreCheck,
  { clocks, finishedClocks, busyUntil, notFolded }: FoldedPartition,
  { journeyId, status, clock, timers }: JourneyState,
  findings: Findings,
): number {
  if (status !== 'open') return 0;
  const time = (clock === LIVE_CLOCK ? now : clocks.get(clock)) ?? -Infinity;
  const seenBy = clock === LIVE_CLOCK ? busyUntil - TIMERS_TAKE_MS : finishedClocks.get(clock);
  const firedBy = Math.min(time, notFolded > 0 ? -Infinity : (seenBy ?? -Infinity));
  let unfired = 0;
  for (const { id, dueAt } of timers) {
    if (dueAt > time) continue;
    if (dueAt > firedBy) {
      unfired += 1;
      continue;
    }
    const what = `timer ${id} was due ${time - dueAt} ms ago and has not fired`;
    findings.add('C4', what, `journey ${journeyId}`);
  }
  return unfired;
}

/** On every clock the store names exactly the subjects that have a timer on it, with the earliest (I8). */
async function checkDue(
  { store, partitions }: StoreCheck,
  { partition, subjects }: FoldedPartition,
  findings: Findings,
): Promise<void> {
  const expected = new Map<string, Map<SubjectId, number>>([[LIVE_CLOCK, new Map()]]);
  for (const [subject, { state }] of subjects) {
    for (const { clock, at } of nextDue(state)) {
      const onClock = expected.get(clock) ?? new Map<SubjectId, number>();
      expected.set(clock, onClock.set(subject, at));
    }
  }
  const shards = shardsOf(partition, partitions);
  for (const [clock, onClock] of expected) {
    const most = subjects.size + 1;
    for (const { subject, at } of await store.due(shards, clock, Number.MAX_SAFE_INTEGER, most)) {
      if (onClock.get(subject) === at) onClock.delete(subject);
      else findings.add('C4', `the store has it due at ${at} on ${clock}`, `subject ${subject}`);
    }
    for (const [subject, at] of onClock) {
      findings.add(
        'C4',
        `the store does not have it due at ${at} on ${clock}`,
        `subject ${subject}`,
      );
    }
  }
}

/** C6: what journeys are counted by agrees with the fold. */
export async function checkCounts(
  store: JourneyReader,
  partitions: readonly FoldedPartition[],
  findings: Findings,
): Promise<void> {
  const expected = new Map<string, number>();
  for (const { subjects } of partitions) {
    for (const { state } of subjects.values()) {
      for (const row of summarise(state)) {
        const group = `${row.definition}@${row.definitionVersion} ${row.status} in ${row.state}`;
        expected.set(group, (expected.get(group) ?? 0) + 1);
      }
    }
  }
  for (const row of await store.counts()) {
    const group = `${row.definition}@${row.definitionVersion} ${row.status} in ${row.state}`;
    const count = expected.get(group) ?? 0;
    expected.delete(group);
    if (row.count === count) continue;
    findings.add('C6', `the store counts ${row.count}, the fold ${count}`, group);
  }
  for (const [group, count] of expected) {
    findings.add('C6', `the store counts none, the fold ${count}`, group);
  }
}

function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}
