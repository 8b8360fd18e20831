/**
 * One batch's way: read → decide → commit → publish → acknowledge.
 *
 * Steps 1 to 3 are done for one batch of a partition after the other; 4 to 6 run while the next is being decided, chained
 * so that commits keep their order and publishes keep theirs (`partition-owner.ts`).
 */
import { type SubjectId, subjectOfEntry } from '#contracts';
import { definitionsFor } from '#history';
import { type ShardCommit, type StoredRecord, readLogRecord, type LogRecord } from '#ports';
import type { ClockMove } from '../timers/clock-move.js';
import { commitDurably } from '../ownership/commit-durably.js';
import { decideBatch, shardOfRecord, type BatchChange } from './decide-batch.js';
import { encodeOutbox } from '../publishing/outbox.js';
import type { OwnedPartition } from '../ownership/owned-partition.js';
import { publish } from '../publishing/publish.js';

/** A batch decided, not yet committed. */
export interface DecidedBatch extends BatchChange {
  /** Offset of its last record. */
  readonly last: number;
  readonly records: number;
  readonly skipped: number;
  readonly clockMoves: readonly ClockMove[];
  /** When it arrived, ms since the epoch. */
  readonly arrivedAt: number;
}

/** Step 1 to 3: read the records, skip what is applied, load what is missing, wait for definitions, decide. */
export async function decideNext(
  owned: OwnedPartition,
  records: readonly StoredRecord[],
): Promise<DecidedBatch> {
  const { codec, clock, decide, catalogue, partitions } = owned.context;
  const arrivedAt = clock.now();
  // Records of a newer release are waited out as well: whoever folds them, it is not this build.
  const read = await owned.retrying('read records', async () => {
    await codec.prepare(records);
    return records.map((record) => readLogRecord(codec, record, partitions));
  });
  const fresh = read.filter((one) => !isApplied(owned, one)); // I4
  const states = await owned.states(subjectsIn(fresh));
  const definitions = await owned.retrying('wait for journey definitions', () =>
    definitionsFor(
      catalogue,
      fresh.map(({ placed }) => placed),
      owned.signal,
    ),
  );
  const { cache, homeShard, suppressBelow } = owned;
  const change = decideBatch(
    { codec, decide, definitions, cache, states, homeShard, suppressBelow },
    fresh,
  );
  const last = records.at(-1)?.offset ?? owned.decidedTo;
  owned.decidedTo = Math.max(owned.decidedTo, last);
  return {
    ...change,
    last,
    records: records.length,
    skipped: records.length - fresh.length,
    clockMoves: clockMovesIn(owned, read),
    arrivedAt,
  };
}

/**
 * Step 4: one store call; of each shard states, timers, indexes, outbox and watermark together (I3).
 * Returns the shards' outbox sequences.
 */
export async function commitBatch(
  owned: OwnedPartition,
  batch: DecidedBatch,
): Promise<readonly number[]> {
  const commits: ShardCommit[] = batch.shards.map(({ shard, subjects, outputs }) =>
    owned.shard(shard).commit(batch.last, subjects, encodeOutbox(outputs)),
  );
  const sequences = commits.length === 0 ? [] : await commitDurably(owned, commits);
  owned.cache.committed(batch.subjects);
  owned.committedTo = Math.max(owned.committedTo, batch.last);
  return sequences;
}

/**
 * Step 5: the outputs of the whole batch in one append; their outbox entries are dropped by a later commit (I6).
 * Returns how many there were, and how many of them the log refused as too large.
 */
export async function publishBatch(
  owned: OwnedPartition,
  batch: DecidedBatch,
  sequences: readonly number[],
): Promise<{ readonly outputs: number; readonly oversized: number }> {
  const outputs = batch.shards.flatMap((change) => change.outputs);
  const { codec, observer, log } = owned.context;
  const { partition } = owned;
  const oversized = await publish(
    {
      codec,
      observer,
      partition,
      append: (records) => owned.retrying('publish outputs', () => log.append(records)),
    },
    outputs,
  );
  batch.shards.forEach(({ shard }, at) => owned.shard(shard).published(sequences[at] ?? -1));
  return { outputs: outputs.length, oversized };
}

function isApplied(owned: OwnedPartition, read: LogRecord): boolean {
  const { offset } = read.record;
  return (
    offset <= owned.decidedTo || offset <= owned.shard(shardOfRecord(read, owned.homeShard)).takenAt
  );
}

function subjectsIn(records: readonly LogRecord[]): Set<SubjectId> {
  const subjects = new Set<SubjectId>();
  for (const { placed } of records) {
    const subject = placed && subjectOfEntry(placed);
    if (subject !== undefined) subjects.add(subject);
  }
  return subjects;
}

/**
 * Clock records are looked at even where the watermark has passed them: as long as their timers are not all in the log
 * they are not acknowledged, and so are read again (I8). Below what was acknowledged their timers are records already.
 */
function clockMovesIn(owned: OwnedPartition, records: readonly LogRecord[]): ClockMove[] {
  const moves: ClockMove[] = [];
  for (const { record, placed } of records) {
    if (placed?.entry.name !== 'ClockAdvanced' || record.offset < owned.suppressBelow) continue;
    moves.push({ ...placed.entry.value, offset: record.offset });
  }
  return moves;
}
