/** A number from 0 up to, not including, 1. */
export type Random = () => number;

/** The same sequence for the same seed (mulberry32), so that every run measures the same records. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Which of `count` customers comes next. */
export type Choice = () => number;

/** All equally often. */
export function uniform(count: number, random: Random): Choice {
  return () => Math.floor(random() * count);
}

/** The k-th most frequent customer comes 1/k as often as the most frequent one. */
export function zipf(count: number, random: Random): Choice {
  const cumulative = new Float64Array(count);
  let sum = 0;
  for (let rank = 0; rank < count; rank++) cumulative[rank] = sum += 1 / (rank + 1);
  return () => {
    const wanted = random() * sum;
    let [low, high] = [0, count - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((cumulative[middle] ?? 0) < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}
