/** How long something took, over all that took it. ms; null: none did. */
export interface DurationsShown {
  readonly count: number;
  readonly shortest: number | null;
  readonly median: number | null;
  /** Nine of ten took no longer. */
  readonly p90: number | null;
  readonly longest: number | null;
}

/** Each bucket ends this much above where it begins: what is shown of a quantile is at most 2 % above what it was. */
const GROWTH = 1.02;
const LOG_GROWTH = Math.log(GROWTH);

/**
 * Counts durations in buckets, so that any number of them takes the same little room: from 1 ms to a year there are some
 * 1,200. Quantiles are by the nearest rank, rounded up to the end of their bucket; shortest and longest are exact.
 */
export class Durations {
  private readonly buckets = new Map<number, number>();
  private count = 0;
  private shortest = Infinity;
  private longest = 0;

  /** `ms` below zero counts as zero: clocks of senders differ. */
  add(ms: number): void {
    const took = Math.max(0, ms);
    const bucket = Math.ceil(Math.log(took + 1) / LOG_GROWTH);
    this.buckets.set(bucket, (this.buckets.get(bucket) ?? 0) + 1);
    this.count += 1;
    this.shortest = Math.min(this.shortest, took);
    this.longest = Math.max(this.longest, took);
  }

  shown(): DurationsShown {
    const { count, shortest, longest } = this;
    if (count === 0) return { count, shortest: null, median: null, p90: null, longest: null };
    return { count, shortest, median: this.quantile(0.5), p90: this.quantile(0.9), longest };
  }

  private quantile(share: number): number {
    const rank = Math.ceil(share * this.count);
    let seen = 0;
    for (const [bucket, count] of [...this.buckets].toSorted(([a], [b]) => a - b)) {
      seen += count;
      if (seen < rank) continue;
      const end = Math.floor(GROWTH ** bucket) - 1;
      return Math.min(this.longest, Math.max(this.shortest, end));
    }
    return this.longest;
  }
}
