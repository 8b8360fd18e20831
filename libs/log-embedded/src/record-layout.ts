/**
 * How records lie in LMDB.
 *
 * Key (12 bytes, big-endian, so that byte order is record order):
 *   topic number u16 · partition u16 · offset u64
 *
 * Value (little-endian where numbers are):
 *   timestamp f64 · key length i32 (-1: null) · value length i32 (-1: null) · headers u16
 *   · key · value · per header: name length u16, value length u32, name (UTF-8), value
 */
import {
  type OutgoingRecord,
  type StoredRecord,
  type TopicPartition,
  ThroughlineError,
} from '#ports';

const FIXED_BYTES = 8 + 4 + 4 + 2;
const HEADER_FIXED_BYTES = 2 + 4;
const NULL_LENGTH = -1;

/** Bytes that order all records of a partition by offset, and partitions apart from each other. */
export function recordKey(topic: number, partition: number, offset: number): Buffer {
  const key = Buffer.allocUnsafe(12);
  key.writeUInt16BE(topic, 0);
  key.writeUInt16BE(partition, 2);
  key.writeUInt32BE(Math.floor(offset / 2 ** 32), 4);
  key.writeUInt32BE(offset >>> 0, 8);
  return key;
}

/** The offset in a record key. */
export function offsetOf(key: Buffer): number {
  return key.readUInt32BE(4) * 2 ** 32 + key.readUInt32BE(8);
}

/** A record's bytes. `timestamp` is what a record without one of its own gets. Throws `INVALID`. */
export function encodeRecord(record: OutgoingRecord, timestamp: number): Buffer {
  const { key, value } = record;
  const keyLength = Buffer.byteLength(key);
  const headers = Object.entries(record.headers ?? {}).map(([name, given]) => {
    const content = typeof given === 'string' ? Buffer.from(given) : given;
    return { name, nameLength: Buffer.byteLength(name), content };
  });
  let size = FIXED_BYTES + keyLength + (value?.length ?? 0);
  for (const { nameLength, content } of headers)
    size += HEADER_FIXED_BYTES + nameLength + content.length;
  if (headers.length > 0xffff || headers.some(({ nameLength }) => nameLength > 0xffff))
    throw new ThroughlineError('INVALID', `A record for ${record.topic} has too many headers`);

  const bytes = Buffer.allocUnsafe(size);
  bytes.writeDoubleLE(record.timestamp ?? timestamp, 0);
  bytes.writeInt32LE(keyLength, 8);
  bytes.writeInt32LE(value?.length ?? NULL_LENGTH, 12);
  bytes.writeUInt16LE(headers.length, 16);
  let at = FIXED_BYTES;
  at += bytes.write(key, at, keyLength);
  if (value !== null) {
    bytes.set(value, at);
    at += value.length;
  }
  for (const { name, nameLength, content } of headers) {
    bytes.writeUInt16LE(nameLength, at);
    bytes.writeUInt32LE(content.length, at + 2);
    at += HEADER_FIXED_BYTES;
    at += bytes.write(name, at, nameLength);
    bytes.set(content, at);
    at += content.length;
  }
  return bytes;
}

/** When the record in these bytes was written, ms since the epoch. */
export function timestampOf(bytes: Buffer): number {
  return bytes.readDoubleLE(0);
}

/** The key of the record in these bytes. */
export function keyOf(bytes: Buffer): Buffer {
  return bytes.subarray(FIXED_BYTES, FIXED_BYTES + Math.max(0, bytes.readInt32LE(8)));
}

/** The record in these bytes; it shares their memory. */
export function decodeRecord(place: TopicPartition, offset: number, bytes: Buffer): StoredRecord {
  const keyLength = bytes.readInt32LE(8);
  const valueLength = bytes.readInt32LE(12);
  let at = FIXED_BYTES;
  const take = (length: number): Uint8Array => bytes.subarray(at, (at += length));
  const key = keyLength === NULL_LENGTH ? null : take(keyLength);
  const value = valueLength === NULL_LENGTH ? null : take(valueLength);
  const headers: Record<string, Uint8Array> = {};
  for (let left = bytes.readUInt16LE(16); left > 0; left--) {
    const nameLength = bytes.readUInt16LE(at);
    const contentLength = bytes.readUInt32LE(at + 2);
    at += HEADER_FIXED_BYTES;
    const name = bytes.toString('utf8', at, (at += nameLength));
    headers[name] = take(contentLength);
  }
  const { topic, partition } = place;
  return { topic, partition, offset, timestamp: bytes.readDoubleLE(0), key, value, headers };
}
