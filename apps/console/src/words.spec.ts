import { describe, expect, it } from '@jest/globals';
import { ago, span } from '../page/words.js';

const NOON = Date.parse('2026-01-05T12:00:00Z');
const at = (ms: number): string => new Date(NOON + ms).toISOString();
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

describe('a time span on the page', () => {
  it.each([
    [0.9 * SECOND, ''],
    [2 * SECOND, '2 s'],
    [59.9 * SECOND, '59 s'],
    [MINUTE, '1 min'],
    [HOUR - 1, '59 min'],
    [24 * HOUR - 1, '23 h'],
    [49 * HOUR, '2 d'],
  ])('of %d ms is "%s": never sixty of a unit', (ms, words) => {
    expect(span(at(0), at(ms))).toBe(words);
  });
  it.each([
    [-HOUR + 1, '59 min. ago'],
    [-24 * HOUR + 1, '23 hr. ago'],
    [HOUR - 1, 'in 59 min.'],
    [30 * SECOND, 'just now'],
  ])('%d ms from now is "%s"', (ms, words) => {
    expect(ago(at(ms), NOON)).toBe(words);
  });
});
