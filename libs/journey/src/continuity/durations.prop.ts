import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Durations } from './durations.js';

const YEAR = 365 * 86_400_000;

describe('durations', () => {
  it('show quantiles at most two of a hundred above the exact ones, never below; the ends are exact', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: YEAR }), { minLength: 1, maxLength: 200 }), (times) => {
        const durations = new Durations();
        for (const time of times) durations.add(time);
        const shown = durations.shown();
        const sorted = times.toSorted((a, b) => a - b);
        const exact = (share: number): number => sorted[Math.ceil(share * times.length) - 1] ?? 0;
        expect(shown).toMatchObject({
          count: times.length,
          shortest: exact(0.000001),
          longest: exact(1),
        });
        for (const [came, share] of [
          [shown.median, 0.5],
          [shown.p90, 0.9],
        ] as const) {
          expect(came).toBeGreaterThanOrEqual(exact(share));
          expect(came).toBeLessThanOrEqual((exact(share) + 1) * 1.02);
        }
      }),
    );
  });

  it('of nothing are unknown', () => {
    const none = { count: 0, shortest: null, median: null, p90: null, longest: null };
    expect(new Durations().shown()).toEqual(none);
  });
});
