/** What several runs of one measurement came to. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly runs: readonly number[];
}

/** Median, least and greatest of one number per run. Throws on an empty list. */
export function spread(runs: readonly number[]): Spread {
  const sorted = runs.toSorted((a, b) => a - b);
  const [min, max] = [sorted[0], sorted.at(-1)];
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  if (min === undefined || max === undefined || low === undefined || high === undefined) {
    throw new Error('nothing was measured: there was not a single run');
  }
  return { median: (low + high) / 2, min, max, runs };
}
