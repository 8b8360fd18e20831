import { hash } from 'node:crypto';
import {
  LIVE_CLOCK,
  Topics,
  type PlacedEntry,
  type SubjectState,
  subjectOfEntry,
} from '#contracts';
import {
  type Decide,
  definitionsFor,
  type Folded,
  foldRecord,
  type FoldSource,
  recordsOf,
} from '#history';
import { wasErased, type Decision, type Definitions } from '#journey';
import {
  cutOutput,
  deadLetterOutput,
  isSentOn,
  KEPT_OF_OVERSIZED,
  type Output,
  outputsOf,
  shardOfRecord,
  snapshotOutput,
} from '#orchestration';
import { type LogRecord, type RecordCodec, type StoredRecord, readLogRecord } from '#ports';
import {
  emptyPartition,
  type CutOutput,
  type ExpectedOutput,
  type FoldedPartition,
  type FoldedSubject,
  type Leaving,
} from './folded-partition.js';
import type { Progress } from './progress.js';
import type { Findings } from './report.js';

/** Header an output's id is in (CloudEvents binary binding). */
const ID_HEADER = 'ce_id';
const decoder = new TextDecoder();

export function fingerprint(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'base64');
}

/** Folds a partition with the pure core and nothing else, noting what is wrong with the log itself (C3, C5). */
export async function foldPartition(
  source: FoldSource & { readonly decide: Decide },
  progress: Progress,
  findings: Findings,
  interaction: (id: string) => void,
): Promise<FoldedPartition> {
  const { partition, partitions, homeShard } = progress;
  const folded = emptyPartition(partition);
  const { log, codec } = source;
  for await (const record of recordsOf(log, codec, Topics.interactions, partition)) {
    folded.records += 1;
    folded.last = record.offset;
    const sentOn = receive(folded, record);
    const read = readLogRecord(codec, record, partitions);
    const entry = read.placed?.entry;
    if (entry?.name === 'Interaction') {
      folded.interactions += sentOn ? 0 : 1;
      interaction(entry.value.id);
    }
    if (!progress.isFolded(shardOfRecord(read, homeShard), record.offset)) {
      passOver(folded, read);
      continue;
    }
    const isPublished = progress.isPublished(record.offset);
    if (isPublished) folded.busyUntil = Math.max(folded.busyUntil, record.timestamp);
    if (read.placed === undefined) {
      folded.deadLetters += 1;
      const letter = deadLetterOutput(codec, record, read.fault.code, read.fault, null);
      expect(codec, folded, letter, isPublished);
      continue;
    }
    const definitions = await definitionsFor(source.catalogue, [read.placed]);
    foldInto(folded, { ...source, definitions }, { record, isPublished }, read.placed, findings);
  }
  return folded;
}

/** The fold has not come to this record. */
function passOver(into: FoldedPartition, { placed }: LogRecord): void {
  into.notFolded += 1;
  if (placed === undefined) return;
  const subject = subjectOfEntry(placed);
  if (subject !== undefined) into.behind.add(subject);
  if (placed.entry.name === 'JourneysMoved') expectArrival(into, placed.entry.value.journeys);
}

/** Nothing is kept of them, and nothing is published but that they are gone. */
function forgetArchived({ versions }: FoldedPartition, kept: FoldedSubject): void {
  for (const journeyId of kept.archived.keys()) {
    kept.forgotten.add(journeyId);
    versions.delete(journeyId);
  }
  kept.archived.clear();
}

function foldInto(
  into: FoldedPartition,
  source: FoldSource & { readonly decide: Decide; readonly definitions: Definitions },
  { record, isPublished }: { readonly record: StoredRecord; readonly isPublished: boolean },
  placed: PlacedEntry,
  findings: Findings,
): void {
  const subject = subjectOfEntry(placed);
  const before = subject === undefined ? undefined : into.subjects.get(subject);
  const folded = foldRecord(source, before?.state, placed);
  const { decision, bug } = folded;
  checkTimerRecord(into, folded, before?.state, findings);
  advanceClock(into.clocks, placed);
  if (isPublished) advanceClock(into.finishedClocks, placed);
  if (subject !== undefined) {
    const kept: FoldedSubject = before ?? {
      state: decision.state,
      offsets: [],
      archived: new Map(),
      forgotten: new Set(),
    };
    kept.state = decision.state;
    kept.offsets.push(placed.offset);
    if (wasErased(before?.state, decision.state)) forgetArchived(into, kept);
    for (const journey of decision.archived) kept.archived.set(journey.journeyId, journey);
    into.subjects.set(subject, kept);
  }
  for (const output of outputsOf(source.codec, folded)) {
    expect(source.codec, into, output, isPublished);
  }
  if (!isPublished) noteLeaving(into, decision);
  if (bug !== undefined) {
    into.deadLetters += 1;
    const letter = deadLetterOutput(source.codec, record, 'BUG', bug.error, bug.journeyId);
    expect(source.codec, into, letter, isPublished);
  }
  checkVersions(into, folded, findings);
  for (const journey of decision.changed) {
    const output = snapshotOutput(source.codec, journey);
    into.snapshots.set(output.id, expected(output));
    if (output.value.length > KEPT_OF_OVERSIZED) expectCut(source.codec, into, output, journey);
  }
  const { kind } = decision.disposition;
  into.dispositions.set(kind, (into.dispositions.get(kind) ?? 0) + 1);
}

/** What it put out need not be in the log yet, and where it sent journeys they need not be. */
function noteLeaving(into: FoldedPartition, { changed, records }: Decision): void {
  for (const { journeyId } of changed) into.untold.add(journeyId);
  for (const { id, entry } of records) {
    if (entry.name !== 'JourneysMoved') continue;
    into.leaving.set(id, { key: entry.value.subjectId, journeys: entry.value.journeys });
  }
}

function expect(
  codec: RecordCodec,
  into: FoldedPartition,
  output: Output,
  isPublished: boolean,
): void {
  if (!isPublished) into.unpublished.add(output.id);
  into.outputs.set(output.id, expected(output));
  if (output.value.length > KEPT_OF_OVERSIZED) expectCut(codec, into, output, undefined);
}

function expectCut(
  codec: RecordCodec,
  into: FoldedPartition,
  output: Output,
  snapshot: CutOutput['snapshot'],
): void {
  const cut = cutOutput(codec, output);
  into.cut.set(cut.id, { ...expected(cut), of: output.id, snapshot });
}

function expected({ topic, key, value }: Output): ExpectedOutput {
  return { topic, key, fingerprint: fingerprint(value) };
}

/** Notes a record that a fold sent on. Returns whether it is one. */
function receive(into: FoldedPartition, record: StoredRecord): boolean {
  const id = idOf(record);
  if (!isSentOn(id) || record.value === null) return false;
  const received = {
    topic: record.topic,
    key: record.key === null ? '' : decoder.decode(record.key),
    fingerprint: fingerprint(record.value),
    offset: record.offset,
  };
  into.received.set(id, [...(into.received.get(id) ?? []), received]);
  return true;
}

/** Id of a record's CloudEvents headers; empty: it has none. */
export function idOf({ headers }: StoredRecord): string {
  const header = headers[ID_HEADER];
  return header === undefined ? '' : decoder.decode(header);
}

/** C3: every version of a journey is told by some event, in order, and its state has the last one. */
function checkVersions(into: FoldedPartition, folded: Folded, findings: Findings): void {
  const { decision, placed } = folded;
  for (const { journeyId, version, id } of decision.journeyEvents) {
    into.versions.set(journeyId, version);
    const stays = into.stays.get(journeyId) ?? [];
    const stay = stays.at(-1);
    if (stay !== undefined && (version === stay.to || version === stay.to + 1)) {
      stay.to = version;
      continue;
    }
    if (version === 1) into.opened.add(journeyId);
    into.stays.set(journeyId, [...stays, { from: version, to: version }]);
    if (version === 1 || bringsVersion(placed, journeyId, version - 1)) continue;
    const before = stay?.to ?? 0;
    findings.add('C3', `${id} tells version ${version} after ${before}`, `journey ${journeyId}`);
  }
  for (const { journeyId, version } of decision.changed) {
    const told = into.versions.get(journeyId) ?? 0;
    if (version === told) continue;
    findings.add('C3', `has version ${version}, told is ${told}`, `journey ${journeyId}`);
  }
  if (placed.entry.name !== 'JourneysMoved' || decision.disposition.kind !== 'deferred') return;
  expectArrival(into, placed.entry.value.journeys);
}

/** Journeys that a record brings, which nobody has taken in yet. */
function expectArrival({ waiting }: FoldedPartition, journeys: Leaving['journeys']): void {
  for (const { journeyId, version } of journeys) {
    waiting.set(journeyId, Math.max(version, waiting.get(journeyId) ?? 0));
  }
}

function bringsVersion({ entry }: PlacedEntry, journeyId: string, version: number): boolean {
  return (
    entry.name === 'JourneysMoved' &&
    entry.value.journeys.some((one) => one.journeyId === journeyId && one.version === version)
  );
}

/** C5: a timer fires once, not early, and not after it was cancelled. */
function checkTimerRecord(
  into: FoldedPartition,
  { placed, decision }: Folded,
  before: SubjectState | undefined,
  findings: Findings,
): void {
  if (placed.entry.name !== 'TimerDue') return;
  const { journeyId, timerId, generation, dueAt, clock } = placed.entry.value;
  const timer = `${journeyId}/${timerId}/${generation}`;
  const where = `timer ${timer}, partition ${placed.partition} offset ${placed.offset}`;
  const now = clock === LIVE_CLOCK ? placed.timestamp : (into.clocks.get(clock) ?? -Infinity);
  if (dueAt > now) findings.add('C5', `fired ${dueAt - now} ms before it was due`, where);
  if (decision.disposition.kind !== 'advanced') return;
  if (into.fired.has(timer)) findings.add('C5', 'fired twice', where);
  into.fired.add(timer);
  const journey = before?.journeys.find((one) => one.journeyId === journeyId);
  const wasSet = journey?.timers.some((one) => one.id === timerId && one.generation === generation);
  if (wasSet !== true) findings.add('C5', 'fired although it was not set', where);
}

function advanceClock(clocks: Map<string, number>, { entry, timestamp }: PlacedEntry): void {
  const [clock, time] =
    entry.name === 'ClockAdvanced'
      ? [entry.value.clock, entry.value.time]
      : [LIVE_CLOCK, timestamp];
  clocks.set(clock, Math.max(time, clocks.get(clock) ?? time));
}
