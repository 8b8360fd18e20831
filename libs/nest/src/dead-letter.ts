import { ceHeaders, type DeadLetter, Topics } from '#contracts';
import { type OutgoingRecord, type RecordCodec, type StoredRecord, ThroughlineError } from '#ports';

/** Bytes of a value that a dead letter keeps when the log does not take the whole of it. */
const KEPT_OF_OVERSIZED = 65_536;

export interface GivenUp {
  readonly record: StoredRecord;
  readonly error: unknown;
  /** Group that gave up. */
  readonly group: string;
  /** Which of the group's handlers: several may want one record, and each gives up by itself. */
  readonly handler: number;
  /** ms since the epoch. */
  readonly time: number;
}

/**
 * The record for `throughline.dead-letters.v1`, under an id derived from the original's place (I5), so that giving up
 * twice is one dead letter. `cut` keeps the beginning of the value only.
 */
export function deadLetterOf(codec: RecordCodec, given: GivenUp, cut = false): OutgoingRecord {
  const { record, group, handler, time } = given;
  const { topic, partition, offset } = record;
  const id = `dl-${group}-${topic}-${String(partition)}-${String(offset)}-${String(handler)}`;
  const whole = record.value;
  const value = cut && whole !== null ? whole.subarray(0, KEPT_OF_OVERSIZED) : whole;
  const causes = causesOf(given.error);
  const letter: DeadLetter = {
    id,
    topic,
    partition,
    offset,
    key: record.key,
    value,
    headers: record.headers,
    reason: reasonOf(given.error),
    causes:
      value === whole
        ? causes
        : [`The value was cut from ${String(whole?.length)} bytes.`, ...causes],
    consumer: group,
    journeyId: null,
    time,
  };
  return {
    topic: Topics.deadLetters,
    key:
      record.key === null ? `${topic}-${String(partition)}` : new TextDecoder().decode(record.key),
    value: codec.encode('DeadLetter', letter),
    headers: ceHeaders({
      id,
      source: `//throughline/${group}`,
      type: 'throughline.dead-letter',
      time,
    }),
  };
}

function reasonOf(error: unknown): string {
  return error instanceof ThroughlineError ? error.code : 'HANDLER_FAILED';
}

/** What was thrown and what that was caused by, outermost first. */
function causesOf(error: unknown): string[] {
  const causes: string[] = [];
  for (let cause = error; cause !== undefined && causes.length < 10;) {
    causes.push(cause instanceof Error ? `${cause.name}: ${cause.message}` : describe(cause));
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  return causes;
}

function describe(thrown: unknown): string {
  return typeof thrown === 'string' ? thrown : (JSON.stringify(thrown) ?? String(thrown));
}
