/** How long something took, over all that took it. Times in ms; null: none did. */
export interface Spread {
  readonly count: number;
  readonly mean: number | null;
  readonly median: number | null;
  /** Nine of ten took no longer. */
  readonly p90: number | null;
  readonly longest: number | null;
}

/** Quantiles by the nearest rank: each is a time that something really took. Means are rounded to the ms. */
export function spreadOf(times: readonly number[]): Spread {
  const count = times.length;
  if (count === 0) return { count, mean: null, median: null, p90: null, longest: null };
  const sorted = Float64Array.from(times).sort();
  const rank = (share: number): number => sorted[Math.ceil(share * count) - 1] ?? 0;
  const sum = sorted.reduce((total, time) => total + time, 0);
  return {
    count,
    mean: Math.round(sum / count),
    median: rank(0.5),
    p90: rank(0.9),
    longest: rank(1),
  };
}
