import { ceHeaders, type DeadLetter, Topics } from '#contracts';
import { type OutgoingRecord, type RecordCodec, type StoredRecord, ThroughlineError } from '#ports';

/** Bytes of a value that a dead letter keeps when the log does not take the whole of it. */
const KEPT_OF_OVERSIZED = 65_536;
/** Characters of a foreign key, and of a cause, that are kept then. */
const KEPT_OF_TEXT = 256;

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
 * twice is one dead letter. `cut` keeps the beginnings of value, key and causes only, and no headers: each of them may be
 * what the log does not take.
 */
export function deadLetterOf(codec: RecordCodec, given: GivenUp, cut = false): OutgoingRecord {
  const { record, group, handler, time } = given;
  const { topic, partition, offset } = record;
  const id = `dl-${group}-${topic}-${String(partition)}-${String(offset)}-${String(handler)}`;
  const causes = causesOf(given.error);
  const letter: DeadLetter = {
    id,
    topic,
    partition,
    offset,
    key: record.key,
    value: record.value,
    headers: record.headers,
    reason: reasonOf(given.error),
    causes,
    consumer: group,
    journeyId: null,
    time,
    ...(cut ? cutParts(record, causes) : {}),
  };
  const key = record.key === null ? `${topic}-${partition}` : new TextDecoder().decode(record.key);
  return {
    topic: Topics.deadLetters,
    key: key.slice(0, KEPT_OF_TEXT),
    value: codec.encode('DeadLetter', letter),
    headers: ceHeaders({
      id,
      source: `//throughline/${group}`,
      type: 'throughline.dead-letter',
      time,
    }),
  };
}

function cutParts(
  { key, value }: StoredRecord,
  causes: readonly string[],
): Pick<DeadLetter, 'key' | 'value' | 'headers' | 'causes'> {
  const from = `The log takes no record as large: cut from ${value?.length ?? 0} bytes, without headers.`;
  return {
    key: key && key.subarray(0, KEPT_OF_TEXT),
    value: value && value.subarray(0, KEPT_OF_OVERSIZED),
    headers: {},
    causes: [from, ...causes.map((cause) => cause.slice(0, KEPT_OF_TEXT))],
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
