import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hasCode } from '#ports';
import { decodeOutbox, encodeOutbox } from './outbox.js';
import { OUTPUT_TOPICS, type Output } from './outputs.js';

const text = fc.string({ unit: 'grapheme', maxLength: 40 });
const output: fc.Arbitrary<Output> = fc.record({
  topic: fc.constantFrom(...OUTPUT_TOPICS),
  key: text,
  id: text,
  type: text,
  time: fc.oneof(fc.maxSafeInteger(), fc.constant(Number.MAX_VALUE)),
  value: fc.uint8Array({ maxLength: 60 }),
});
const outputs = fc.array(output, { minLength: 1, maxLength: 6 });

function framed(some: readonly Output[]): Uint8Array {
  const payload = encodeOutbox(some);
  if (payload === undefined) throw new Error('there was something to publish');
  return payload;
}

/** What decoding came to: the outputs, or the code it was refused with. */
function outcome(payload: Uint8Array): unknown {
  try {
    return decodeOutbox(payload);
  } catch (error) {
    return hasCode(error, 'CORRUPT') ? 'CORRUPT' : error;
  }
}

describe('the outbox of a commit', () => {
  it('gives back every output, in order, byte for byte', () => {
    fc.assert(
      fc.property(outputs, fc.nat(9), (some, before) => {
        // As a store hands it out: a part of a larger buffer.
        const payload = framed(some);
        const within = new Uint8Array(before + payload.length + 3);
        within.set(payload, before);
        expect(decodeOutbox(within.subarray(before, before + payload.length))).toEqual(some);
      }),
    );
  });

  it('is nothing when there is nothing to publish', () => {
    expect(encodeOutbox([])).toBeUndefined();
  });

  it('is refused as corrupt wherever it is torn, and when something follows it', () => {
    fc.assert(
      fc.property(outputs, fc.double({ min: 0, max: 1, maxExcluded: true }), (some, part) => {
        const payload = framed(some);
        expect(outcome(payload.subarray(0, Math.floor(payload.length * part)))).toBe('CORRUPT');
        expect(outcome(Uint8Array.from([...payload, 0]))).toBe('CORRUPT');
      }),
    );
  });

  it('of another version, or with a topic nobody knows, is refused as corrupt', () => {
    fc.assert(
      fc.property(
        outputs,
        fc.constantFrom(0, 5),
        fc.integer({ min: OUTPUT_TOPICS.length, max: 255 }),
        (some, at, byte) => {
          const payload = framed(some);
          payload[at] = byte;
          expect(outcome(payload)).toBe('CORRUPT');
        },
      ),
    );
  });

  it('that is foreign bytes never ends in another error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        const found = outcome(Uint8Array.from([1, ...bytes]));
        expect(Array.isArray(found) || found === 'CORRUPT').toBe(true);
      }),
    );
  });
});
