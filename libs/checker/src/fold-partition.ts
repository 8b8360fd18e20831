import { hash } from 'node:crypto';
import {
  LIVE_CLOCK,
  Topics,
  type JourneyState,
  type PlacedEntry,
  type SubjectId,
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
import { wasErased, type Definitions } from '#journey';
import {
  cutOutput,
  deadLetterOutput,
  isSentOn,
  KEPT_OF_OVERSIZED,
  type Output,
  outputsOf,
  snapshotOutput,
} from '#orchestration';
import { type RecordCodec, type StoredRecord, readLogRecord } from '#ports';
import type { Findings } from './report.js';

/** An output as the fold expects it. */
export interface ExpectedOutput {
  readonly topic: string;
  readonly key: string;
  /** Of its bytes. */
  readonly fingerprint: string;
}

/** What may stand in the place of a large output, where the log did not take it. */
export interface CutOutput extends ExpectedOutput {
  /** Id of the output. */
  readonly of: string;
  /** Set where it is a journey's snapshot. */
  readonly snapshot: { readonly journeyId: string; readonly version: number } | undefined;
}

export interface FoldedSubject {
  state: SubjectState;
  readonly offsets: number[];
  /** Dropped from the state, readable by id. */
  readonly archived: Map<string, JourneyState>;
  /** Archived before the subject was erased: nowhere any more. */
  readonly forgotten: Set<string>;
}

/** Versions of a journey that were told in one go, by one subject's fold. */
export interface Stay {
  readonly from: number;
  to: number;
}

/** A record of the log of record that a fold has sent there. */
export interface ReceivedRecord extends ExpectedOutput {
  readonly offset: number;
}

/** What the fold makes of a partition of the log: what everything else is compared with. */
export interface FoldedPartition {
  readonly partition: number;
  readonly subjects: Map<SubjectId, FoldedSubject>;
  /** By id; snapshots of journeys apart. */
  readonly outputs: Map<string, ExpectedOutput>;
  /** Every version of every journey, by snapshot id: a batch publishes only the last. */
  readonly snapshots: Map<string, ExpectedOutput>;
  /** By id; only of outputs that some log may refuse. */
  readonly cut: Map<string, CutOutput>;
  /** Clock → how far it has come, ms since the epoch. */
  readonly clocks: Map<string, number>;
  readonly dispositions: Map<string, number>;
  /** Timers fired by a record of their own. */
  readonly fired: Set<string>;
  /** Journeys ever opened. */
  readonly opened: Set<string>;
  /** Journey → its version, as far as folded. */
  readonly versions: Map<string, number>;
  /** Journey → what was told of it here: of one that came and left, one stay after the other. */
  readonly stays: Map<string, Stay[]>;
  /** Id → records that a fold sent on to this partition. */
  readonly received: Map<string, ReceivedRecord[]>;
  /** Journeys, as they left, that were brought to a subject whose records wait: perhaps not for the first time. */
  readonly waiting: Map<string, number>;
  records: number;
  interactions: number;
  deadLetters: number;
  /** Offset of the last record, -1: none. */
  last: number;
}

/** Header an output's id is in (CloudEvents binary binding). */
const ID_HEADER = 'ce_id';
const decoder = new TextDecoder();

export function fingerprint(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'base64');
}

/** Folds a partition with the pure core and nothing else, noting what is wrong with the log itself (C3, C5). */
export async function foldPartition(
  source: FoldSource & { readonly decide: Decide },
  partition: number,
  partitions: number,
  findings: Findings,
  interaction: (id: string) => void,
): Promise<FoldedPartition> {
  const folded: FoldedPartition = {
    partition,
    subjects: new Map(),
    outputs: new Map(),
    snapshots: new Map(),
    cut: new Map(),
    clocks: new Map(),
    dispositions: new Map(),
    fired: new Set(),
    opened: new Set(),
    versions: new Map(),
    stays: new Map(),
    received: new Map(),
    waiting: new Map(),
    records: 0,
    interactions: 0,
    deadLetters: 0,
    last: -1,
  };
  const { log, codec } = source;
  for await (const record of recordsOf(log, codec, Topics.interactions, partition)) {
    folded.records += 1;
    folded.last = record.offset;
    const sentOn = receive(folded, record);
    const read = readLogRecord(codec, record, partitions);
    if (read.placed === undefined) {
      folded.deadLetters += 1;
      expect(codec, folded, deadLetterOutput(codec, record, read.fault.code, read.fault, null));
      continue;
    }
    if (read.placed.entry.name === 'Interaction') {
      folded.interactions += sentOn ? 0 : 1;
      interaction(read.placed.entry.value.id);
    }
    const definitions = await definitionsFor(source.catalogue, [read.placed]);
    foldInto(folded, { ...source, definitions }, record, read.placed, findings);
  }
  return folded;
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
  record: StoredRecord,
  placed: PlacedEntry,
  findings: Findings,
): void {
  const subject = subjectOfEntry(placed);
  const before = subject === undefined ? undefined : into.subjects.get(subject);
  const folded = foldRecord(source, before?.state, placed);
  const { decision, bug } = folded;
  checkTimerRecord(into, folded, before?.state, findings);
  advanceClock(into.clocks, placed);
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
  for (const output of outputsOf(source.codec, folded)) expect(source.codec, into, output);
  if (bug !== undefined) {
    into.deadLetters += 1;
    expect(
      source.codec,
      into,
      deadLetterOutput(source.codec, record, 'BUG', bug.error, bug.journeyId),
    );
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

function expect(codec: RecordCodec, into: FoldedPartition, output: Output): void {
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
  for (const { journeyId, version } of placed.entry.value.journeys) {
    into.waiting.set(journeyId, Math.max(version, into.waiting.get(journeyId) ?? 0));
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
