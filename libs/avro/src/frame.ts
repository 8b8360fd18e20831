import { ThroughlineError } from '#ports';
import { guidText } from './canonical-form.js';

/** Confluent frame, version 0: this byte and a 4-byte big-endian schema id before the Avro. */
const MAGIC_ID = 0x00;
/** Confluent frame, version 1: this byte and a 16-byte schema GUID; in a header, or before the Avro. */
const MAGIC_GUID = 0x01;
/** Avro single-object encoding: these two bytes and the 8-byte CRC-64-AVRO fingerprint before the Avro. */
const SINGLE_OBJECT = [0xc3, 0x01] as const;

/** Bytes the Confluent frame puts before the Avro. */
export const ID_FRAME_BYTES = 5;
const GUID_FRAME_BYTES = 17;
const SINGLE_OBJECT_BYTES = 10;

/** Kafka header that carries the frame instead of the value (Confluent clients since 2025). */
export const SCHEMA_ID_HEADER = '__value_schema_id';

/** What names the schema a value was written with: a registry id, a GUID, or `crc:` and a fingerprint. */
export type SchemaKey = number | string;

/** Where a value's Avro begins, and what it was written with. */
export interface Frame {
  readonly schema: SchemaKey;
  readonly start: number;
}

export type Headers = Readonly<Record<string, Uint8Array>>;

/** Prefix of the keys that are Avro fingerprints. */
export const FINGERPRINT = 'crc:';

/** Reads a value's frame; the header, where there is one, counts before the value's own bytes. Throws `UNREADABLE`. */
export function readFrame(value: Uint8Array, headers?: Headers): Frame {
  const header = headers?.[SCHEMA_ID_HEADER];
  if (header !== undefined) {
    const { schema, start } = readSchemaId(header);
    if (start !== header.length) {
      throw unreadable(`${SCHEMA_ID_HEADER} header has ${header.length - start} bytes too many`);
    }
    return { schema, start: 0 };
  }
  if (value[0] === SINGLE_OBJECT[0] && value[1] === SINGLE_OBJECT[1]) {
    needs(value, SINGLE_OBJECT_BYTES);
    return { schema: FINGERPRINT + hex(value, 2, SINGLE_OBJECT_BYTES), start: SINGLE_OBJECT_BYTES };
  }
  return readSchemaId(value);
}

/** Reads a Confluent schema id, of either version, at the beginning of these bytes. Throws `UNREADABLE`. */
export function readSchemaId(bytes: Uint8Array): Frame {
  switch (bytes[0]) {
    case MAGIC_ID:
      needs(bytes, ID_FRAME_BYTES);
      return { schema: idAt1(bytes), start: ID_FRAME_BYTES };
    case MAGIC_GUID:
      needs(bytes, GUID_FRAME_BYTES);
      return { schema: guidText(bytes.subarray(1, GUID_FRAME_BYTES)), start: GUID_FRAME_BYTES };
    case undefined:
      throw unreadable('value is empty');
    default:
      throw unreadable(
        `value begins with byte 0x${hex(bytes, 0, 1)}: neither a Confluent frame nor Avro single-object encoding`,
      );
  }
}

/** Writes the Confluent frame at the beginning of the buffer. */
export function writeIdFrame(buffer: Buffer, id: number): void {
  buffer[0] = MAGIC_ID;
  buffer.writeUInt32BE(id, 1);
}

/**
 * The message indexes that Protobuf values have between frame and payload: a count and as many indexes, as zigzag
 * varints, where a count of 0 stands for `[0]`. Also tells how many bytes they took. Throws `UNREADABLE`.
 */
export function readMessageIndexes(
  bytes: Uint8Array,
  start = 0,
): { indexes: readonly number[]; bytesRead: number } {
  let position = start;
  const next = (): number => {
    let number = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = bytes[position++];
      if (byte === undefined) throw unreadable('message indexes end too early');
      number += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return number % 2 === 1 ? -(number + 1) / 2 : number / 2;
    }
    throw unreadable('message index has more than 32 bits');
  };
  const count = next();
  if (count < 0 || count > bytes.length - position) {
    throw unreadable(`message indexes claim to be ${count}`);
  }
  const indexes: number[] = count === 0 ? [0] : [];
  for (let i = 0; i < count; i++) {
    const index = next();
    if (index < 0) throw unreadable(`message index ${index} is negative`);
    indexes.push(index);
  }
  return { indexes, bytesRead: position - start };
}

function idAt1(bytes: Uint8Array): number {
  const [, a = 0, b = 0, c = 0, d = 0] = bytes;
  return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
}

function needs(bytes: Uint8Array, length: number): void {
  if (bytes.length < length) {
    throw unreadable(`frame needs ${length} bytes, there are ${bytes.length}`);
  }
}

function hex(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.subarray(from, to)).toString('hex');
}

function unreadable(message: string): ThroughlineError {
  return new ThroughlineError('UNREADABLE', `Record cannot be read: ${message}.`);
}
