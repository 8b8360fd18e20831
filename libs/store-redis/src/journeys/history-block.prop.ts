import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeHistoryBlocks, encodeHistoryBlock } from './history-block.js';

const block = fc.record({
  partition: fc.nat(1_023),
  offsets: fc
    .uniqueArray(fc.maxSafeNat(), { maxLength: 20 })
    .map((offsets) => offsets.sort((a, b) => a - b)),
});

describe('history blocks', () => {
  it('give back every offset with its partition, in the order they were appended', () => {
    fc.assert(
      fc.property(fc.array(block), (blocks) => {
        const encoded = blocks.map(({ partition, offsets }) =>
          encodeHistoryBlock(partition, offsets),
        );
        expect(decodeHistoryBlocks(Buffer.concat(encoded))).toEqual(
          blocks.flatMap(({ partition, offsets }) =>
            offsets.map((offset) => ({ partition, offset })),
          ),
        );
      }),
    );
  });

  it('that end too early are corrupt, not shorter', () => {
    const whole = encodeHistoryBlock(3, [5_000_000_000, 5_000_000_007]);
    for (let length = 1; length < whole.length; length++) {
      expect(() => decodeHistoryBlocks(whole.subarray(0, length))).toThrow(
        expect.objectContaining({ code: 'CORRUPT' }),
      );
    }
  });
});
