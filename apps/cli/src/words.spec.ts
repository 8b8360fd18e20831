import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { duration } from './words.js';

const LEAST: Readonly<Record<string, number>> = { h: 24, min: 60, s: 60, ms: 1_000 };

describe('a duration in words', () => {
  it('has two units at most, and never as many of one as make the next', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e12, noNaN: true }), (ms) => {
        const parts = [...duration(ms).matchAll(/(\d+) (d|h|min|s|ms)/g)];
        expect(parts.length).toBeGreaterThan(0);
        expect(parts.length).toBeLessThanOrEqual(2);
        for (const [, many, unit = ''] of parts) {
          expect(Number(many)).toBeLessThan(LEAST[unit] ?? Infinity);
        }
      }),
    );
  });
});
