/**
 * How far the tests look. By default as far as a change needs; `npm run test:long` sets TEST_DEPTH=deep, for whole logs on
 * every stack and many times the runs of each property.
 */
export const isDeep = process.env['TEST_DEPTH'] === 'deep';

/** How often something is tried: `bounded` times by default, `deep` times (ten times as often unless given) when deep. */
export function runs(bounded: number, deep = 10 * bounded): number {
  return isDeep ? deep : bounded;
}
