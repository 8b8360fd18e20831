import type { Epoch, JourneyId, Shard, SubjectId } from '#contracts';
import { ThroughlineError } from './errors.js';

/** How far a shard has applied the log; undefined offset: nothing applied yet. */
export interface Watermark {
  readonly partition: number;
  readonly offset: number;
}

/** What an owner is handed when it takes a shard. */
export interface ShardLease {
  readonly shard: Shard;
  readonly epoch: Epoch;
  readonly watermark: Watermark | undefined;
  /** Committed but perhaps unpublished, oldest first. */
  readonly outbox: readonly OutboxEntry[];
}

/** The outputs of one commit, opaque to the store. `sequence` begins at 0 and rises per shard, also across a reset. */
export interface OutboxEntry {
  readonly sequence: number;
  readonly payload: Uint8Array;
}

/** What the store must find journeys by, without reading their state. */
export interface JourneySummary {
  readonly journeyId: JourneyId;
  readonly definition: string;
  readonly definitionVersion: number;
  readonly status: string;
  /** Active states, joined by a comma. */
  readonly state: string;
  readonly lastChannel: string;
  /** ms since the epoch. */
  readonly lastSeen: number;
  readonly stalled: boolean;
}

/** When the earliest timer of a subject's open journeys on one clock is due, ms since the epoch. */
export interface ClockDue {
  readonly clock: string;
  readonly at: number;
}

/** One subject's part of a commit. */
export interface SubjectWrite {
  readonly subject: SubjectId;
  /** Encoded `SubjectState`. */
  readonly state: Uint8Array;
  /** One entry for each clock that open journeys have timers on, in any order. Replaces what was there, on every clock. */
  readonly due: readonly ClockDue[];
  /** All journeys in `state`, with what to find them by. Replaces what was there. */
  readonly journeys: readonly JourneySummary[];
  /** Journeys dropped from `state` that stay readable by id: encoded `JourneyState`. */
  readonly archived: readonly { readonly journeyId: JourneyId; readonly state: Uint8Array }[];
  /** True: of what commits before this one archived for the subject, nothing is readable any more. */
  readonly forgetsArchived?: boolean;
  /** Log offsets of the records applied, rising; appended to the subject's history. */
  readonly offsets: readonly number[];
}

/** Everything one shard changes at once (I3). */
export interface ShardCommit {
  readonly shard: Shard;
  readonly epoch: Epoch;
  readonly watermark: Watermark;
  /**
   * Offset of the watermark this commit builds on, -1: none. A shard that holds another was rolled back, or written by
   * somebody else under a reused epoch: throws `FENCED`. Absent: not checked.
   */
  readonly follows?: number;
  /** Each subject at most once. */
  readonly subjects: readonly SubjectWrite[];
  /** Appended to the outbox; undefined: nothing to publish. */
  readonly outbox: Uint8Array | undefined;
  /** Outbox entries up to and including this sequence are published: drop them. -1: none. */
  readonly publishedUpTo: number;
}

export interface DueSubject {
  readonly subject: SubjectId;
  /** ms since the epoch, on the clock asked for. */
  readonly at: number;
}

/** Filters of a journey search; all given ones must hold. */
export interface JourneyQuery {
  readonly definition?: string;
  /** One of the active states, or all of them joined by a comma. */
  readonly state?: string;
  readonly status?: string;
  readonly channel?: string;
  /** Only journeys last seen at or before this, ms since the epoch. */
  readonly seenBefore?: number;
  /** Of the page before; any other text throws `INVALID`. */
  readonly cursor?: string;
  /** 1 to 200; throws `INVALID`. */
  readonly limit: number;
}

export interface JourneyPage {
  /**
   * Latest seen first, then by id. Journeys that do not change while pages are read come once each; one that is seen
   * meanwhile may come again or be missed.
   */
  readonly journeys: readonly JourneySummary[];
  /** Undefined at the end. */
  readonly cursor: string | undefined;
}

/** How many journeys of a definition are in a state now. */
export interface StateCount {
  readonly definition: string;
  readonly definitionVersion: number;
  readonly status: string;
  readonly state: string;
  readonly count: number;
}

/** Some commits of a call came from owners that are none any more. `shards` names them; all others were applied. */
export class FencedError extends ThroughlineError {
  readonly shards: readonly Shard[];

  constructor(shards: readonly Shard[]) {
    super(
      'FENCED',
      `shard ${shards.join(', ')}: the epoch is not the current one, so another owner has taken it or the store was ` +
        'emptied: drop what is cached of it and take it again',
    );
    this.shards = shards;
  }
}

/**
 * What the owners of shards remember. One writer per shard (I1): taking a shard raises its epoch, and from then on a commit
 * under any other epoch throws `FENCED` and changes nothing. A commit is atomic (I3) and durable as the store is configured.
 */
export interface JourneyStore {
  /**
   * Raises the shard's epoch above any that an owner may still hold, also when the store was emptied or restored since
   * (a time will do), and returns where its last owner stopped.
   */
  take(shard: Shard): Promise<ShardLease>;
  /**
   * Encoded `SubjectState` by subject, in the order asked; undefined: unknown. For who holds the epoch: throws
   * `FencedError` when another has taken the shard, whose states are newer than what the asker has decided.
   */
  load(
    shard: Shard,
    subjects: readonly SubjectId[],
    epoch: Epoch,
  ): Promise<readonly (Uint8Array | undefined)[]>;
  /**
   * Commits one or more shards, each atomically; shards do not depend on each other. Returns for each the last outbox
   * sequence given up to and including it; -1: none yet. Throws `FencedError` when some were fenced: those changed nothing,
   * all others are applied. Throws `UNAVAILABLE` when it is not known which were applied: call again, unchanged.
   * A commit at or below the shard's watermark of the same partition was applied before: it changes nothing but the
   * outbox's beginning, and answers as it did then, so that a commit whose answer was lost can be repeated.
   */
  commit(commits: readonly ShardCommit[]): Promise<readonly number[]>;
  /** Subjects with a timer due at or before `at` on `clock`, earliest first, at most `limit`. */
  due(
    shards: readonly Shard[],
    clock: string,
    at: number,
    limit: number,
  ): Promise<readonly DueSubject[]>;
  /** Empties a shard, keeping its epoch and counting its outbox on: before it is rebuilt. Throws `FencedError`. */
  reset(shard: Shard, epoch: Epoch): Promise<void>;
}

/** Reading side, for anyone, owner or not. */
export interface JourneyReader {
  subject(subject: SubjectId): Promise<Uint8Array | undefined>;
  /** Encoded `JourneyState` of a journey no longer in the state of `subject`; default: the one it began with. */
  archived(journey: JourneyId, subject?: SubjectId): Promise<Uint8Array | undefined>;
  /** Offsets (partition, offset) of every record applied to the subject, oldest first. */
  history(subject: SubjectId): Promise<readonly Watermark[]>;
  search(query: JourneyQuery): Promise<JourneyPage>;
  counts(): Promise<readonly StateCount[]>;
  /** Watermarks of all shards that have one. */
  watermarks(): Promise<ReadonlyMap<Shard, Watermark>>;
  /** Every subject's state of a shard, in any order: for the checker. */
  scan(shard: Shard): AsyncIterable<{ readonly subject: SubjectId; readonly state: Uint8Array }>;
}

/** A store as adapters provide it. */
export interface JourneyStorage extends JourneyStore, JourneyReader {
  close(): Promise<void>;
}
