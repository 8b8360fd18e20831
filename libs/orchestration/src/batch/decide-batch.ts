import {
  shardOf,
  type JourneyEvent,
  type JourneyState,
  type PlacedEntry,
  type Shard,
  type SubjectId,
  type SubjectState,
  subjectOfEntry,
} from '#contracts';
import { foldRecord, type Decide } from '#history';
import { nextDue, summarise, wasErased, type Definitions } from '#journey';
import type { RecordCodec, SubjectWrite, LogRecord } from '#ports';
import { deadLetterOutput } from '../publishing/dead-letters.js';
import { outputsOf, snapshotOutput, type Output } from '../publishing/outputs.js';
import type { SubjectCache } from '../ownership/subject-cache.js';

/** What the decision of a batch needs; nothing of it waits. */
export interface DecideContext {
  readonly codec: RecordCodec;
  readonly definitions: Definitions;
  readonly decide: Decide;
  readonly cache: SubjectCache;
  /** State before the batch of every subject in it; undefined: a new one. */
  readonly states: ReadonlyMap<SubjectId, SubjectState | undefined>;
  /** Lowest shard of the partition: records that belong to no subject are accounted to it. */
  readonly homeShard: Shard;
  /** Outputs of records below this offset were acknowledged before: they are not published again. */
  readonly suppressBelow: number;
}

/** One shard's part of what a batch came to. */
export interface ShardChange {
  readonly shard: Shard;
  readonly subjects: readonly SubjectWrite[];
  readonly outputs: readonly Output[];
}

export interface BatchChange {
  readonly shards: readonly ShardChange[];
  readonly subjects: readonly SubjectId[];
  /** Earliest timer per clock among the subjects, ms since the epoch. */
  readonly due: ReadonlyMap<string, number>;
  /** Records given up by reason. */
  readonly deadLetters: ReadonlyMap<string, number>;
  /** Decisions by disposition kind. */
  readonly dispositions: ReadonlyMap<string, number>;
  /** What is told of journeys, as it is published. */
  readonly journeyEvents: readonly JourneyEvent[];
}

/**
 * Decides records in order and gathers what they change: per subject the last state, encoded once; per journey the last
 * snapshot; every disposition, event, action and dead letter.
 */
export function decideBatch(context: DecideContext, records: readonly LogRecord[]): BatchChange {
  const gathering = new Gathering(context);
  for (const read of records) {
    if (read.placed === undefined) gathering.unreadable(read.record, read.fault);
    else if (read.placed.entry.name === 'ClockAdvanced') gathering.clock(read.placed);
    else gathering.fold(read.record, read.placed);
  }
  return gathering.finish();
}

/** The shard a record is accounted to: by it, and its watermark, the record is skipped the second time (I4). */
export function shardOfRecord(read: LogRecord, homeShard: Shard): Shard {
  const subject = read.placed && subjectOfEntry(read.placed);
  return subject === undefined ? homeShard : shardOf(subject);
}

interface ChangedSubject {
  state: SubjectState;
  readonly offsets: number[];
  readonly archived: Map<string, JourneyState>;
  forgetsArchived: boolean;
}

interface GatheredShard {
  readonly subjects: Map<SubjectId, ChangedSubject>;
  readonly outputs: Output[];
  readonly snapshots: Map<string, JourneyState>;
}

class Gathering {
  private readonly shards = new Map<Shard, GatheredShard>();
  private readonly dispositions = new Map<string, number>();
  private readonly deadLetters = new Map<string, number>();
  private readonly journeyEvents: JourneyEvent[] = [];

  constructor(private readonly context: DecideContext) {}

  unreadable(record: LogRecord['record'], fault: { readonly code: string }): void {
    this.deadLetter(this.context.homeShard, record, fault.code, fault, null);
  }

  fold(record: LogRecord['record'], placed: PlacedEntry): void {
    const { states, codec } = this.context;
    const subject = subjectOfEntry(placed);
    if (subject === undefined) return;
    const shard = shardOf(subject);
    const gathered = this.shard(shard);
    const changed = gathered.subjects.get(subject);
    const before = changed?.state ?? states.get(subject);
    const folded = foldRecord(this.context, before, placed);
    const { state, archived, disposition } = folded.decision;
    const into: ChangedSubject = changed ?? {
      state,
      offsets: [],
      archived: new Map(),
      forgetsArchived: false,
    };
    if (wasErased(before, state)) {
      into.forgetsArchived = true;
      into.archived.clear();
    }
    into.state = state;
    into.offsets.push(placed.offset);
    for (const journey of archived) into.archived.set(journey.journeyId, journey);
    if (changed === undefined) gathered.subjects.set(subject, into);
    increase(this.dispositions, disposition.kind);
    if (!this.publishes(placed.offset)) return;
    for (const output of outputsOf(codec, folded)) gathered.outputs.push(output);
    this.journeyEvents.push(...folded.decision.journeyEvents);
    for (const journey of folded.decision.changed) {
      gathered.snapshots.set(journey.journeyId, journey);
    }
    if (folded.bug === undefined) return;
    this.deadLetter(shard, record, 'BUG', folded.bug.error, folded.bug.journeyId);
  }

  /** A clock's record changes no subject: what it makes due arrives as timer records (I8). */
  clock(placed: PlacedEntry): void {
    const folded = foldRecord(this.context, undefined, placed);
    increase(this.dispositions, folded.decision.disposition.kind);
    const gathered = this.shard(this.context.homeShard);
    if (!this.publishes(placed.offset)) return;
    gathered.outputs.push(...outputsOf(this.context.codec, folded));
  }

  finish(): BatchChange {
    const { cache, codec } = this.context;
    const subjects: SubjectId[] = [];
    const due = new Map<string, number>();
    const shards: ShardChange[] = [];
    for (const [shard, gathered] of this.shards) {
      const writes: SubjectWrite[] = [];
      for (const [subject, changed] of gathered.subjects) {
        subjects.push(subject);
        cache.decided(subject, changed.state);
        const write = subjectWrite(codec, subject, changed);
        writes.push(write);
        for (const { clock, at } of write.due) {
          due.set(clock, Math.min(at, due.get(clock) ?? at));
        }
      }
      for (const journey of gathered.snapshots.values()) {
        gathered.outputs.push(snapshotOutput(codec, journey));
      }
      shards.push({ shard, subjects: writes, outputs: gathered.outputs });
    }
    return {
      shards,
      subjects,
      due,
      deadLetters: this.deadLetters,
      dispositions: this.dispositions,
      journeyEvents: this.journeyEvents,
    };
  }

  private deadLetter(
    shard: Shard,
    record: LogRecord['record'],
    reason: string,
    cause: unknown,
    journeyId: string | null,
  ): void {
    increase(this.deadLetters, reason);
    const gathered = this.shard(shard);
    if (!this.publishes(record.offset)) return;
    const { codec } = this.context;
    gathered.outputs.push(deadLetterOutput(codec, record, reason, cause, journeyId));
  }

  private publishes(offset: number): boolean {
    return offset >= this.context.suppressBelow;
  }

  private shard(shard: Shard): GatheredShard {
    const known = this.shards.get(shard);
    if (known !== undefined) return known;
    const gathered = {
      subjects: new Map<SubjectId, ChangedSubject>(),
      outputs: [],
      snapshots: new Map<string, JourneyState>(),
    };
    this.shards.set(shard, gathered);
    return gathered;
  }
}

function increase(counts: Map<string, number>, what: string): void {
  counts.set(what, (counts.get(what) ?? 0) + 1);
}

/** A subject's part of a commit, with what the store finds it by. */
function subjectWrite(
  codec: RecordCodec,
  subject: SubjectId,
  changed: ChangedSubject,
): SubjectWrite {
  return {
    subject,
    state: codec.encode('SubjectState', changed.state),
    due: nextDue(changed.state),
    journeys: summarise(changed.state),
    archived: Array.from(changed.archived.values(), (journey) => ({
      journeyId: journey.journeyId as SubjectWrite['archived'][number]['journeyId'],
      state: codec.encode('JourneyState', journey),
    })),
    ...(changed.forgetsArchived && { forgetsArchived: true }),
    offsets: changed.offsets,
  };
}
