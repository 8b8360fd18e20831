import {
  deploymentOf,
  isLogEntry,
  partitionOf,
  shardOf,
  subjectOfEntry,
  type PlacedEntry,
} from '#contracts';
import type { RecordCodec } from './codec.js';
import { hasCode, ThroughlineError } from './errors.js';
import type { StoredRecord } from './event-log.js';

/** A record of the log of record, decoded once; or why it could not be, which makes it a dead letter (I9). */
export type LogRecord =
  | { readonly record: StoredRecord; readonly placed: PlacedEntry }
  | { readonly record: StoredRecord; readonly placed: undefined; readonly fault: ThroughlineError };

/** Characters of a subject's id: it is in the key and id of every output. */
const LONGEST_SUBJECT = 128;

/** More deployments than any installation comes to: a record that names more is not from one of our senders. */
const MAX_DEPLOYMENTS = 1_000_000;

/**
 * Decodes one record of the log of record: the one way, for the loop and for whoever folds what the loop folded. Its schema
 * was fetched by `codec.prepare`; `partitions` is the topic's number.
 */
export function readLogRecord(
  codec: RecordCodec,
  record: StoredRecord,
  partitions: number,
): LogRecord {
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

/** Throws `INVALID` for a number that no sender of ours can have written. */
function checkDeployment(placed: PlacedEntry): void {
  const deployment = deploymentOf(placed);
  if (deployment >= 0 && deployment <= MAX_DEPLOYMENTS) return;
  throw new ThroughlineError(
    'INVALID',
    `it names deployment ${deployment}: 0 to ${MAX_DEPLOYMENTS} are taken, and 0 where the sender knows of none`,
  );
}

function asFault(error: unknown): ThroughlineError {
  if (hasCode(error, 'UNREADABLE', 'UNKNOWN_SCHEMA', 'INVALID')) return error;
  return new ThroughlineError('UNREADABLE', 'the record cannot be decoded', { cause: error });
}
