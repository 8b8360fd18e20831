import type { Shard, SubjectId } from '#contracts';
import type { ClockDue, JourneySummary, ShardCommit, SubjectWrite } from '#ports';
import { type JourneyTables, type SeenKey, type ShardRow, UNTAKEN } from './journey-tables.js';

// I1, I3, I4. Runs inside one write transaction:
// 1. a commit under another epoch than the shard's current one changes nothing;
// 2. a commit at or below the watermark of the same partition was applied before: only the outbox is trimmed;
// 3. a commit that builds on another watermark than the shard's changes nothing: the shard was rolled back;
// 4. else state, due time, search rows, counts, history, archive, outbox and watermark change together.

/** Applies one commit; returns the last outbox sequence up to it, or `fenced`. */
export function applyCommit(tables: JourneyTables, commit: ShardCommit): number | 'fenced' {
  const row = tables.shards.get(commit.shard) ?? UNTAKEN;
  if (row.epoch !== commit.epoch) return 'fenced';
  const repeated = wasApplied(row, commit);
  const stands = row.watermark?.offset ?? -1;
  if (!repeated && commit.follows !== undefined && commit.follows !== stands) return 'fenced';

  const published = Math.max(row.published, Math.min(commit.publishedUpTo, row.sequence));
  for (let sequence = row.published + 1; sequence <= published; sequence++) {
    void tables.outbox.remove([commit.shard, sequence]);
  }

  if (repeated) {
    if (published !== row.published) void tables.shards.put(commit.shard, { ...row, published });
    return sequenceUpTo(tables, commit, { ...row, published });
  }

  let sequence = row.sequence;
  if (commit.outbox !== undefined) {
    sequence++;
    const entry = { offset: commit.watermark.offset, payload: commit.outbox };
    void tables.outbox.put([commit.shard, sequence], entry);
  }
  for (const write of commit.subjects) applySubject(tables, commit, write);
  const { partition, offset } = commit.watermark;
  const watermark = { partition, offset };
  void tables.shards.put(commit.shard, { epoch: row.epoch, watermark, sequence, published });
  return sequence;
}

/** A commit that only moves the watermark or trims is its own repetition, so it needs no recognising. */
function wasApplied(row: ShardRow, commit: ShardCommit): boolean {
  return (
    row.watermark !== null &&
    row.watermark.partition === commit.watermark.partition &&
    row.watermark.offset >= commit.watermark.offset
  );
}

/** What the commit answered when it was applied: the last entry not beyond it; entries already dropped do not matter. */
function sequenceUpTo(tables: JourneyTables, commit: ShardCommit, row: ShardRow): number {
  for (let sequence = row.sequence; sequence > row.published; sequence--) {
    const entry = tables.outbox.get([commit.shard, sequence]);
    if (entry !== undefined && entry.offset <= commit.watermark.offset) return sequence;
  }
  return row.published;
}

function applySubject(tables: JourneyTables, commit: ShardCommit, write: SubjectWrite): void {
  const key: [Shard, SubjectId] = [commit.shard, write.subject];
  const before = tables.subjects.get(key);
  const due = write.due.map(({ clock, at }) => ({ clock, at }));

  // Most commits leave a subject's timers as they are.
  for (const { clock, at } of before?.due ?? []) {
    if (!names(due, clock, at)) void tables.due.remove([clock, at, write.subject]);
  }
  for (const { clock, at } of due) {
    if (!names(before?.due ?? [], clock, at)) {
      void tables.due.put([clock, at, write.subject], commit.shard);
    }
  }

  for (const seen of before?.journeys ?? []) forgetJourney(tables, seen);
  for (const journey of write.journeys) rememberJourney(tables, journey);

  if (write.forgetsArchived === true) forgetArchived(tables, key);
  for (const { journeyId, state } of write.archived) {
    void tables.archived.put([commit.shard, journeyId], state);
    void tables.archives.put([...key, journeyId], true);
  }

  let histories = before?.histories ?? 0;
  if (write.offsets.length > 0) {
    const { partition } = commit.watermark;
    void tables.history.put([...key, histories], { partition, offsets: [...write.offsets] });
    histories++;
  }
  const journeys = write.journeys.map((j): SeenKey => [j.lastSeen, j.journeyId]);
  void tables.subjects.put(key, { due, journeys, histories });
  void tables.states.put(key, write.state);
}

function forgetArchived(tables: JourneyTables, [shard, subject]: [Shard, SubjectId]): void {
  const own = { start: [shard, subject], end: [shard, subject, '\uffff'] };
  for (const key of [...tables.archives.getKeys(own)]) {
    void tables.archived.remove([shard, key[2]]);
    void tables.archives.remove(key);
  }
}

function names(due: readonly ClockDue[], clock: string, at: number): boolean {
  return due.some((one) => one.clock === clock && one.at === at);
}

/** Takes a journey out of search and counts. */
export function forgetJourney(tables: JourneyTables, seen: SeenKey): void {
  const journey = tables.seen.get(seen);
  if (journey === undefined) return;
  void tables.seen.remove(seen);
  count(tables, journey, -1);
}

function rememberJourney(tables: JourneyTables, journey: JourneySummary): void {
  void tables.seen.put([journey.lastSeen, journey.journeyId], journey);
  count(tables, journey, 1);
}

function count(tables: JourneyTables, journey: JourneySummary, change: 1 | -1): void {
  const { definition, definitionVersion, status, state } = journey;
  const key: Parameters<typeof tables.counts.get>[0] = [
    definition,
    definitionVersion,
    status,
    state,
  ];
  const now = (tables.counts.get(key) ?? 0) + change;
  if (now === 0) void tables.counts.remove(key);
  else void tables.counts.put(key, now);
}
