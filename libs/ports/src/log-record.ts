import {
  deploymentOf,
  isLogEntry,
  LATEST_SEMANTICS,
  partitionOf,
  SEMANTICS_HEADER,
  semanticsOf,
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
 * Decodes one record of the log of record and looks whether it belongs where it stands: the one way, for the loop and for
 * whoever folds what the loop folded. Its schema was fetched by `codec.prepare`; `partitions` is the topic's number.
 * Throws `UNAVAILABLE` as `placeRecord` does.
 */
export function readLogRecord(
  codec: RecordCodec,
  record: StoredRecord,
  partitions: number,
): LogRecord {
  try {
    const placed = placeRecord(codec, record);
    const { partition } = record;
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
    if (hasCode(error, 'UNAVAILABLE')) throw error;
    return { record, placed: undefined, fault: asFault(error) };
  }
}

/**
 * A record of the log of record, decoded. Throws `UNREADABLE`, `UNKNOWN_SCHEMA`, `INVALID`; `UNAVAILABLE` for a record of a
 * newer release: this one cannot know what it means, not even whether it can be read.
 */
export function placeRecord(codec: RecordCodec, record: StoredRecord): PlacedEntry {
  const semantics = knownSemantics(record);
  const { partition, offset, timestamp } = record;
  const entry = codec.decode(record.value, record.headers);
  if (!isLogEntry(entry)) {
    throw new ThroughlineError('INVALID', `a ${entry.name} does not belong into the log of record`);
  }
  return { entry, partition, offset, timestamp, semantics };
}

function knownSemantics({ topic, partition, offset, headers }: StoredRecord): number {
  const semantics = semanticsOf(headers);
  if (semantics === undefined) {
    throw new ThroughlineError('INVALID', `its header ${SEMANTICS_HEADER} is no number of ours`);
  }
  if (semantics <= LATEST_SEMANTICS) return semantics;
  throw new ThroughlineError(
    'UNAVAILABLE',
    `${topic} partition ${partition} offset ${offset} was written by a newer release, to be folded under semantics ${semantics}; this one knows them up to ${LATEST_SEMANTICS}: upgrade this process, and nothing from there on is folded until then`,
  );
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
