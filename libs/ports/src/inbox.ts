import type { TopicPartition } from './event-log.js';

/** Interactions that nothing took, and records that nobody could handle. */
export type InboxKind = 'unmatched' | 'dead-letter';

export const INBOX_KINDS: readonly InboxKind[] = ['unmatched', 'dead-letter'];

/** What waits for an operator. Never changes; found again by `id`, which is derived (I5). */
export interface InboxEntry {
  /** Id of the disposition, or of the dead letter. */
  readonly id: string;
  readonly kind: InboxKind;
  /** When the log took the disposition or dead letter, ms since the epoch. The inbox is ordered by it. */
  readonly at: number;
  /** Where the disposition or dead letter stands, on the topic of its kind. */
  readonly told: { readonly partition: number; readonly offset: number };
  /** Where the record stands that it is about; partition -1: nowhere, it was never written. */
  readonly origin: { readonly topic: string; readonly partition: number; readonly offset: number };
  /** Empty when it is not known. */
  readonly subjectId: string;
  readonly recordId: string;
  readonly source: string;
  readonly type: string;
  readonly reason: string;
  readonly detail: string | null;
  readonly journeyIds: readonly string[];
  /** The disposition's or dead letter's own time, ms since the epoch on the record's clock. */
  readonly time: number;
}

/** How an entry ended. */
export interface InboxClosing {
  /** Of the entry. */
  readonly id: string;
  readonly as: 'replayed' | 'discarded';
  /** The disposition that closed it, and what it says became of the replay or of the command. */
  readonly disposition: {
    readonly id: string;
    readonly kind: string;
    readonly reason: string | null;
  };
  /** When the log took that disposition, ms since the epoch. */
  readonly at: number;
}

/** An operator's replay that is on its way to its disposition. */
export interface ReplayAttempt {
  /** The subject it goes to; empty: a new one. */
  readonly subjectId: string;
  readonly by: string;
  readonly reason: string;
  /** ms since the epoch. */
  readonly at: number;
}

/** An entry and what has been done about it. */
export interface InboxItem {
  readonly entry: InboxEntry;
  readonly closing: InboxClosing | null;
  /** The latest. */
  readonly attempt: ReplayAttempt | null;
}

/** What a stretch of one partition changes. */
export interface InboxUpdate {
  readonly place: TopicPartition;
  /** Everything below this offset is applied with this update. */
  readonly next: number;
  readonly opened: readonly InboxEntry[];
  readonly closed: readonly InboxClosing[];
  readonly bounds: InboxBounds;
}

/** What is kept. Every update drops what is beyond, at most `INBOX_EXPIRED_AT_ONCE` for being too old. */
export interface InboxBounds {
  /** Open entries of each kind, at least 1: the oldest go, and are counted. */
  readonly entries: number;
  /** Open entries older than this go, ms since the epoch. */
  readonly openSince: Readonly<Record<InboxKind, number>>;
  /** Closings older than this go, and their entries, ms since the epoch. */
  readonly closedSince: number;
}

export const INBOX_EXPIRED_AT_ONCE = 1_000;

export interface InboxQuery {
  readonly kind: InboxKind;
  readonly status: 'open' | 'closed';
  /** Only what came (or, closed, was closed) at or after this, ms since the epoch. */
  readonly since?: number;
  /** Of the page before; any other text throws `INVALID`. */
  readonly cursor?: string;
  /** 1 to 200; throws `INVALID`. */
  readonly limit: number;
}

export interface InboxPage {
  /** Latest first (closed: closed latest first), then by id downwards. */
  readonly items: readonly InboxItem[];
  /** Undefined at the end. A page may be short and have one: many rows were looked at that did not match. */
  readonly cursor: string | undefined;
}

/** How many entries of a kind are open, by reason, and how many were dropped because there were too many. */
export interface InboxCounts {
  readonly reasons: Readonly<Record<string, number>>;
  readonly dropped: number;
}

/**
 * The inbox: a projection of the dispositions and the dead letters, and how far it has come. Several processes write it at
 * once, also the same update twice or a closing before its entry: whatever the order, an entry that was closed stays closed,
 * and one is never there twice.
 */
export interface InboxStore {
  /** The highest `next` applied of a partition; undefined: none. */
  position(place: TopicPartition): Promise<number | undefined>;
  /**
   * Applies an update, atomically, with its position. An id that is known is not opened again, the first closing of an entry
   * is the one that counts. Throws `UNAVAILABLE` when it is not known whether it was applied: call again.
   */
  apply(update: InboxUpdate): Promise<void>;
  /**
   * Notes a replay before it is sent, if the entry is open and its latest attempt is the one of `after` (its `at`; null:
   * there was none). False, and nothing changed, when it is not: another operator was first.
   */
  attempt(id: string, attempt: ReplayAttempt, after: number | null): Promise<boolean>;
  item(id: string): Promise<InboxItem | undefined>;
  /** Items that match, in order; looks at a bounded number of rows a call. */
  page(query: InboxQuery, matches: (item: InboxItem) => boolean): Promise<InboxPage>;
  counts(kind: InboxKind): Promise<InboxCounts>;
  /** Forgets entries, open or closed, with all that was noted of them. Returns how many there were. */
  forget(ids: readonly string[]): Promise<number>;
  close(): Promise<void>;
}
