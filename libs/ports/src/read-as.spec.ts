import { expect, it } from '@jest/globals';
import { type RecordCodec } from './codec.js';
import { ThroughlineError } from './errors.js';
import { readAs } from './read-as.js';

const RECORD = { value: new Uint8Array(), headers: {} };

function codecThat(decode: () => unknown): RecordCodec {
  return { decode } as unknown as RecordCodec;
}

function failing(code: 'UNREADABLE' | 'UNKNOWN_SCHEMA' | 'BUG'): RecordCodec {
  return codecThat(() => {
    throw new ThroughlineError(code, 'no');
  });
}

it('what a record holds is read if it is of the name that is asked for', () => {
  const codec = codecThat(() => ({ name: 'Disposition', value: { id: 'di-0-1' } }));
  expect(readAs(codec, 'Disposition', RECORD)).toEqual({ id: 'di-0-1' });
  expect(readAs(codec, 'JourneyEvent', RECORD)).toBeUndefined();
});

it('a record that cannot be read is passed over, and a fault of ours is not', () => {
  expect(readAs(failing('UNREADABLE'), 'Disposition', RECORD)).toBeUndefined();
  expect(readAs(failing('UNKNOWN_SCHEMA'), 'Disposition', RECORD)).toBeUndefined();
  expect(() => readAs(failing('BUG'), 'Disposition', RECORD)).toThrow('no');
});
