import { mkdirSync } from 'node:fs';
import { type Database as Table, type RootDatabase, open } from 'lmdb';
import type { TopicSpec } from '#contracts';
import { ThroughlineError } from '#ports';
import { lockDirectory } from './directory-lock.js';

/** A topic as it is kept. */
export interface TopicEntry {
  /** Its number in record keys. */
  readonly id: number;
  readonly name: string;
  readonly partitions: number;
  readonly cleanup: TopicSpec['cleanup'];
  /** ms; -1 keeps for ever. */
  readonly retentionMs: number;
}

/** First offset held, and the one the next record gets. */
export interface Ends {
  readonly earliest: number;
  readonly latest: number;
}

/** The tables of one log, in one LMDB environment so that one transaction covers them. */
export interface Database {
  readonly root: RootDatabase;
  /** Record key → record (see record-layout.ts). */
  readonly records: Table<Buffer, Buffer>;
  /** [topic, partition] → ends of the partition. Kept because the last record may be gone. */
  readonly ends: Table<Ends, number[]>;
  /** [topic, partition, record key] → offset of the newest record of that key, on compacted topics. */
  readonly newest: Table<number, (number | string)[]>;
  /** [topic, partition, offset] → ms since the epoch, of the tombstones on compacted topics. */
  readonly tombstones: Table<number, number[]>;
  /** Name → topic. */
  readonly topics: Table<TopicEntry, string>;
  /** [group, topic, partition] → acknowledged offset. */
  readonly groups: Table<number, (number | string)[]>;
  close(): Promise<void>;
}

/** Opens, or creates, the log in this directory. Throws `UNAVAILABLE` when another process has it. */
export function openDatabase(directory: string): Database {
  mkdirSync(directory, { recursive: true });
  const unlock = lockDirectory(directory);
  try {
    return openTables(directory, false, unlock);
  } catch (cause) {
    unlock();
    throw cannotBeOpened(directory, cause);
  }
}

/**
 * Opens a log that is there for reading only, also beside the process that has it: what is committed by then is seen, and
 * nothing can be written. Throws `UNAVAILABLE`.
 */
export function openDatabaseForReading(directory: string): Database {
  try {
    return openTables(directory, true, () => undefined);
  } catch (cause) {
    throw cannotBeOpened(directory, cause);
  }
}

function openTables(directory: string, readOnly: boolean, closed: () => void): Database {
  // overlappingSync off: a commit is on disk before it can be read, so nobody acts on a record that a power cut takes back.
  const options = { overlappingSync: false, noMemInit: true, maxDbs: 8, readOnly };
  const root = open({ path: directory, ...options });
  return {
    root,
    records: root.openDB({ name: 'records', keyEncoding: 'binary', encoding: 'binary' }),
    ends: root.openDB({ name: 'ends' }),
    newest: root.openDB({ name: 'newest' }),
    tombstones: root.openDB({ name: 'tombstones' }),
    topics: root.openDB({ name: 'topics' }),
    groups: root.openDB({ name: 'groups' }),
    async close() {
      await root.close();
      closed();
    },
  };
}

function cannotBeOpened(directory: string, cause: unknown): ThroughlineError {
  return new ThroughlineError('UNAVAILABLE', `The log in ${directory} cannot be opened`, { cause });
}
