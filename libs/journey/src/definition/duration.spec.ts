import { describe, expect, it } from '@jest/globals';
import { parseDuration } from './duration.js';

describe('a duration', () => {
  it.each([
    ['PT30S', 30_000],
    ['PT1.5S', 1_500],
    ['PT30M', 1_800_000],
    ['PT24H', 86_400_000],
    ['P14D', 1_209_600_000],
    ['P2W', 1_209_600_000],
    ['P1DT12H', 129_600_000],
  ])('%s is %i ms', (text, ms) => {
    expect(parseDuration(text)).toEqual({ ms });
  });

  it.each(['P1M', 'P1Y', 'P1Y2M3DT4H'])('%s has no fixed length', (text) => {
    expect(parseDuration(text)).toEqual({ fault: expect.stringContaining('months or years') });
  });

  it.each(['', 'P', 'PT', '30 minutes', 'P1DT', '-P1D', 'PT0.1234S'])('`%s` is none', (text) => {
    expect(parseDuration(text)).toEqual({ fault: expect.stringContaining('is not a duration') });
  });

  it.each(['PT0S', 'PT0.5S', 'P0D'])('%s is too short for a timer', (text) => {
    expect(parseDuration(text)).toEqual({ fault: expect.stringContaining('shorter') });
  });

  it('has an end', () => {
    expect(parseDuration('P99999W')).toEqual({ fault: expect.stringContaining('a hundred years') });
  });
});
