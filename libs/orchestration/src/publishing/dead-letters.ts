/**
 * What becomes of a record nobody could handle, and of an output the log does not take (I9).
 *
 * A letter is a function of the log alone, like any other output (I5): the checker works it out too. So it holds no stack,
 * no time of ours, and no words of an adapter.
 */
import { Topics, type DeadLetter } from '#contracts';
import { ThroughlineError, type RecordCodec, type StoredRecord } from '#ports';
import { ORCHESTRATOR_GROUP } from '../options.js';
import type { Output } from './outputs.js';

/** Bytes of a value that a letter keeps when the log did not take the whole; smaller values fit any log. */
export const KEPT_OF_OVERSIZED = 65_536;
/** Characters of a foreign key or cause that are kept where their number must be bounded. */
const KEPT_OF_TEXT = 256;

/** A record nobody could handle, with its bytes. */
export function deadLetterOutput(
  codec: RecordCodec,
  record: StoredRecord,
  reason: string,
  cause: unknown,
  journeyId: string | null,
): Output {
  const key = record.key === null ? '' : new TextDecoder().decode(record.key);
  return letterOutput(codec, key, {
    id: `dl-${record.partition}-${record.offset}`,
    topic: record.topic,
    partition: record.partition,
    offset: record.offset,
    key: record.key,
    value: record.value,
    headers: record.headers,
    reason,
    causes: causesOf(cause),
    consumer: ORCHESTRATOR_GROUP,
    journeyId,
    time: record.timestamp,
  });
}

/**
 * What is published in the place of an output that the log refuses as too large: a letter that holds its beginning.
 * A letter that is itself too large is cut, and stays the same letter.
 */
export function cutOutput(codec: RecordCodec, output: Output): Output {
  if (output.topic === Topics.deadLetters) return cutLetter(codec, output);
  return letterOutput(codec, output.key, {
    id: `dl-${output.id}`,
    topic: output.topic,
    // The id says where the log of record has what it was made from.
    partition: -1,
    offset: -1,
    key: new TextEncoder().encode(output.key),
    value: output.value.subarray(0, KEPT_OF_OVERSIZED),
    headers: {},
    reason: 'TOO_LARGE',
    causes: [cutFrom(output.value)],
    consumer: ORCHESTRATOR_GROUP,
    journeyId: null,
    time: output.time,
  });
}

function cutLetter(codec: RecordCodec, output: Output): Output {
  const decoded = codec.decode(output.value);
  if (decoded.name !== 'DeadLetter') {
    throw new ThroughlineError('BUG', `${output.id} is a ${decoded.name} among the dead letters`);
  }
  const letter = decoded.value;
  const { value } = letter;
  return letterOutput(codec, output.key, {
    ...letter,
    key: letter.key && letter.key.subarray(0, KEPT_OF_TEXT),
    value: value && value.subarray(0, KEPT_OF_OVERSIZED),
    headers: {},
    causes: [cutFrom(value ?? new Uint8Array()), ...letter.causes.map(shortened)],
  });
}

function letterOutput(codec: RecordCodec, key: string, letter: DeadLetter): Output {
  return {
    topic: Topics.deadLetters,
    key: shortened(key),
    id: letter.id,
    type: `dead-letter.${letter.reason.toLowerCase()}`,
    time: letter.time,
    value: codec.encode('DeadLetter', letter),
  };
}

function cutFrom({ length }: Uint8Array): string {
  return `The log takes no record as large: cut from ${length} bytes, without headers.`;
}

function shortened(text: string): string {
  return text.slice(0, KEPT_OF_TEXT);
}

/** Messages of an error and what it was caused by, outermost first. No stack: the letter is the same in every build. */
function causesOf(error: unknown): string[] {
  const causes: string[] = [];
  for (let at: unknown = error; at !== undefined && causes.length < 8;) {
    causes.push(at instanceof Error ? `${at.name}: ${at.message}` : String(at));
    at = at instanceof Error ? at.cause : undefined;
  }
  return causes;
}
