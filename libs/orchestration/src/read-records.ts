import { partitionOf, shardOf, type LogEntry, type PlacedEntry, type RecordName } from '#contracts';
import { hasCode, ThroughlineError, type RecordCodec, type StoredRecord } from '#ports';
import { subjectOfEntry } from './fold-record.js';
import { checkDeployment } from './known-deployments.js';

/** A record of the log, decoded once; or why it could not be, which makes it a dead letter (I9). */
export type ReadRecord =
  | { readonly record: StoredRecord; readonly placed: PlacedEntry }
  | { readonly record: StoredRecord; readonly placed: undefined; readonly fault: ThroughlineError };

/** Characters of a subject's id: it is in the key and id of every output. */
const LONGEST_SUBJECT = 128;

const LOG_ENTRIES: ReadonlySet<RecordName> = new Set<LogEntry['name']>([
  'Interaction',
  'TimerDue',
  'ClockAdvanced',
  'OperatorCommand',
  'IdentityChange',
  'JourneysMoved',
]);

/** Decodes one record of the log of record; its schema was fetched by `codec.prepare`. `partitions` is the topic's number. */
export function readRecord(
  codec: RecordCodec,
  record: StoredRecord,
  partitions: number,
): ReadRecord {
  try {
    const { partition, offset, timestamp } = record;
    const entry = codec.decode(record.value, record.headers);
    if (!isLogEntry(entry)) {
      throw new ThroughlineError(
        'INVALID',
        `a ${entry.name} does not belong into the log of record`,
      );
    }
    const placed = { entry, partition, offset, timestamp };
    const subject = subjectOfEntry(placed);
    if (subject !== undefined && subject.length > LONGEST_SUBJECT) {
      throw new ThroughlineError(
        'INVALID',
        `a subject of ${subject.length} characters: at most ${LONGEST_SUBJECT} are taken`,
      );
    }
    if (subject !== undefined && partitionOf(subject, partitions) !== partition) {
      throw new ThroughlineError(
        'INVALID',
        `subject ${subject} (shard ${shardOf(subject)}) belongs to partition ${partitionOf(subject, partitions)}: write records with their subject as key`,
      );
    }
    checkDeployment(placed);
    return { record, placed };
  } catch (error) {
    return { record, placed: undefined, fault: asFault(error) };
  }
}

function isLogEntry(entry: { readonly name: RecordName }): entry is LogEntry {
  return LOG_ENTRIES.has(entry.name);
}

function asFault(error: unknown): ThroughlineError {
  if (hasCode(error, 'UNREADABLE', 'UNKNOWN_SCHEMA', 'INVALID')) return error;
  return new ThroughlineError('UNREADABLE', 'the record cannot be decoded', { cause: error });
}
