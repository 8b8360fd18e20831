import type { Database, RootDatabase } from 'lmdb';
import type { Epoch, JourneyId, Shard, SubjectId } from '#contracts';
import type { ClockDue, JourneySummary, Watermark } from '#ports';

/** What is kept of a shard as a whole. */
export interface ShardRow {
  readonly epoch: Epoch;
  readonly watermark: Watermark | null;
  /** Last outbox sequence given; -1: none. */
  readonly sequence: number;
  /** Outbox entries up to here are gone. */
  readonly published: number;
}

/** Where a subject stands in the other tables, so that its next commit finds what to replace. */
interface SubjectRow {
  readonly due: readonly ClockDue[];
  readonly journeys: readonly SeenKey[];
  /** History rows written. */
  readonly histories: number;
}

export type SeenKey = [lastSeen: number, journeyId: JourneyId];
type CountKey = [definition: string, version: number, status: string, state: string];

interface OutboxRow {
  readonly offset: number;
  readonly payload: Uint8Array;
}

interface HistoryRow {
  readonly partition: number;
  readonly offsets: readonly number[];
}

/** The tables of the journey store: ordered keys, so that every index is a range. */
export interface JourneyTables {
  readonly shards: Database<ShardRow, Shard>;
  readonly states: Database<Uint8Array, [Shard, SubjectId]>;
  readonly subjects: Database<SubjectRow, [Shard, SubjectId]>;
  readonly seen: Database<JourneySummary, SeenKey>;
  readonly due: Database<Shard, [clock: string, at: number, subject: SubjectId]>;
  readonly outbox: Database<OutboxRow, [Shard, sequence: number]>;
  readonly archived: Database<Uint8Array, [Shard, JourneyId]>;
  /** Who had what is archived. */
  readonly archives: Database<true, [Shard, SubjectId, JourneyId]>;
  readonly history: Database<HistoryRow, [Shard, SubjectId, row: number]>;
  readonly counts: Database<number, CountKey>;
}

/** Opens the tables, making those that are missing. */
export function openJourneyTables(root: RootDatabase): JourneyTables {
  return {
    shards: root.openDB({ name: 'shards', encoding: 'msgpack' }),
    states: root.openDB({ name: 'states', encoding: 'binary' }),
    subjects: root.openDB({ name: 'subjects', encoding: 'msgpack' }),
    seen: root.openDB({ name: 'seen', encoding: 'msgpack' }),
    due: root.openDB({ name: 'due', encoding: 'msgpack' }),
    outbox: root.openDB({ name: 'outbox', encoding: 'msgpack' }),
    archived: root.openDB({ name: 'archived', encoding: 'binary' }),
    archives: root.openDB({ name: 'archives', encoding: 'msgpack' }),
    history: root.openDB({ name: 'history', encoding: 'msgpack' }),
    counts: root.openDB({ name: 'counts', encoding: 'msgpack' }),
  };
}

/** A shard nobody has taken. */
export const UNTAKEN: ShardRow = {
  epoch: 0 as Epoch,
  watermark: null,
  sequence: -1,
  published: -1,
};
