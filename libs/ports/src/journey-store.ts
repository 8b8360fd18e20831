import type { Epoch, JourneyId, Shard, SubjectId } from '#contracts';

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

/** The outputs of one commit, opaque to the store. `sequence` rises per shard. */
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

/** One subject's part of a commit. */
export interface SubjectWrite {
  readonly subject: SubjectId;
  /** Encoded `SubjectState`. */
  readonly state: Uint8Array;
  /** Earliest due timer of the subject's open journeys per clock, ms since the epoch; undefined: none. Replaces what was there. */
  readonly due: { readonly clock: string; readonly at: number } | undefined;
  /** All journeys in `state`, with what to find them by. Replaces what was there. */
  readonly journeys: readonly JourneySummary[];
  /** Journeys dropped from `state` that stay readable by id: encoded `JourneyState`. */
  readonly archived: readonly { readonly journeyId: JourneyId; readonly state: Uint8Array }[];
  /** Log offsets of the records applied, rising; appended to the subject's history. */
  readonly offsets: readonly number[];
}

/** Everything one shard changes at once (I3). */
export interface ShardCommit {
  readonly shard: Shard;
  readonly epoch: Epoch;
  readonly watermark: Watermark;
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
  readonly state?: string;
  readonly status?: string;
  readonly channel?: string;
  /** Only journeys last seen at or before this, ms since the epoch. */
  readonly seenBefore?: number;
  readonly cursor?: string;
  /** 1 to 200. */
  readonly limit: number;
}

export interface JourneyPage {
  /** Latest seen first. */
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

/**
 * What the owners of shards remember. One writer per shard (I1): taking a shard raises its epoch, and from then on a commit
 * under a lower epoch throws `FENCED` and changes nothing. A commit is atomic (I3) and durable as the store is configured.
 */
export interface JourneyStore {
  /** Raises the shard's epoch and returns where its last owner stopped. */
  take(shard: Shard): Promise<ShardLease>;
  /** Encoded `SubjectState` by subject, in the order asked; undefined: unknown. */
  load(shard: Shard, subjects: readonly SubjectId[]): Promise<readonly (Uint8Array | undefined)[]>;
  /** Commits one or more shards, each atomically. Returns each one's outbox sequence. Throws `FENCED`. */
  commit(commits: readonly ShardCommit[]): Promise<readonly number[]>;
  /** Subjects with a timer due at or before `at` on `clock`, earliest first, at most `limit`. */
  due(
    shards: readonly Shard[],
    clock: string,
    at: number,
    limit: number,
  ): Promise<readonly DueSubject[]>;
  /** Empties a shard, keeping its epoch: before it is rebuilt. Throws `FENCED`. */
  reset(shard: Shard, epoch: Epoch): Promise<void>;
}

/** Reading side, for anyone, owner or not. */
export interface JourneyReader {
  subject(subject: SubjectId): Promise<Uint8Array | undefined>;
  /** Encoded `JourneyState` of a journey no longer in its subject's state. */
  archived(journey: JourneyId): Promise<Uint8Array | undefined>;
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
