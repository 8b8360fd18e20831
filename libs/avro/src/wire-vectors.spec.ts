import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { hasCode } from '#ports';
import { realMaterial } from '#testing';
import { readFrame, readMessageIndexes, SCHEMA_ID_HEADER } from './index.js';

interface Vector {
  readonly name: string;
  readonly hex?: string;
  readonly id?: number;
  readonly guid?: string;
  readonly payload_hex?: string;
  readonly indexes_hex?: string;
  readonly indexes?: readonly number[];
  readonly bytes_read?: number;
  readonly error?: boolean;
}

const file = realMaterial('avro', 'confluent_wire_vectors.json');
const vectors =
  file === undefined
    ? []
    : (JSON.parse(readFileSync(file, 'utf8')) as { vectors: readonly Vector[] }).vectors;
const named = (list: readonly Vector[]): [string, Vector][] => list.map((v) => [v.name, v]);
const framed = vectors.filter((vector) => vector.hex !== undefined);
const bare = vectors.filter((vector) => vector.indexes_hex !== undefined);

(file === undefined ? describe.skip : describe)('the wire format of Confluent’s clients', () => {
  it('has vectors of both sorts', () => {
    expect(framed.length + bare.length).toBe(vectors.length);
    expect(framed.length).toBeGreaterThanOrEqual(5);
    expect(bare.length).toBeGreaterThanOrEqual(3);
  });

  it.each(named(framed))('in the value: %s', (_name, vector) => {
    const bytes = Buffer.from(vector.hex ?? '', 'hex');
    const { schema, start } = readFrame(bytes);
    expect(schema).toBe(vector.id ?? vector.guid);
    if (vector.payload_hex !== undefined) {
      expect(bytes.subarray(start).toString('hex')).toBe(vector.payload_hex);
    }
    if (vector.indexes !== undefined) {
      expect(readMessageIndexes(bytes, start)).toEqual({
        indexes: vector.indexes,
        bytesRead: bytes.length - start,
      });
    }
  });

  it.each(named(framed.filter(({ indexes, payload_hex }) => !indexes && !payload_hex)))(
    'in the header: %s',
    (_name, vector) => {
      const header = Buffer.from(vector.hex ?? '', 'hex');
      const frame = readFrame(Buffer.from([2, 4]), { [SCHEMA_ID_HEADER]: header });
      expect(frame).toEqual({ schema: vector.id ?? vector.guid, start: 0 });
    },
  );

  it.each(named(bare))('message indexes: %s', (_name, vector) => {
    const bytes = Buffer.from(vector.indexes_hex ?? '', 'hex');
    const read = (): unknown => readMessageIndexes(bytes);
    if (vector.error === true) {
      expect(read).toThrow(expect.objectContaining({ code: 'UNREADABLE' }));
    } else {
      expect(read()).toEqual({ indexes: vector.indexes, bytesRead: vector.bytes_read });
    }
  });
});

describe('message indexes', () => {
  it.each(['', '02', 'ffffffffff0f'])('that are %p throw', (hex) => {
    try {
      readMessageIndexes(Buffer.from(hex, 'hex'));
      throw new Error('nothing was thrown');
    } catch (error) {
      expect(hasCode(error, 'UNREADABLE')).toBe(true);
    }
  });
});
