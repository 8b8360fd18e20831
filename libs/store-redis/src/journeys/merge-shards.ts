/** Some rows of one shard, in order, and where to read on; `next` undefined: that was all. */
interface ShardRows<Row, Place> {
  readonly rows: readonly Row[];
  readonly next: Place | undefined;
}

interface Source<Row, Place> {
  rows: readonly Row[];
  at: number;
  /** Undefined: nothing left to fetch. */
  next: Place | undefined;
}

const LEAST_ROWS = 4;

/**
 * The first `limit` rows of many shards that are each in order. Each shard is asked for about its share; those that turn
 * out to have more of the first are asked again, all that need it in one round trip.
 *
 * `fetch` reads `count` rows or fewer of each place it is given (fewer does not mean the end: `next` does).
 * `compare` orders rows as the shards do.
 */
export async function mergeShards<Row, Place>(
  starts: readonly Place[],
  limit: number,
  fetch: (places: readonly Place[], count: number) => Promise<readonly ShardRows<Row, Place>[]>,
  compare: (a: Row, b: Row) => number,
): Promise<readonly Row[]> {
  const sources = starts.map((next): Source<Row, Place> => ({ rows: [], at: 0, next }));
  const merged: Row[] = [];
  let count = Math.min(limit, Math.max(LEAST_ROWS, Math.ceil((2 * limit) / sources.length)));
  while (merged.length < limit) {
    const dry = sources.filter((s) => s.at === s.rows.length && s.next !== undefined);
    if (dry.length > 0) {
      await refill(dry, count, fetch);
      count = Math.min(limit, count * 2);
      continue;
    }
    const first = firstOf(sources, compare);
    if (first === undefined) break;
    merged.push(first);
  }
  return merged;
}

async function refill<Row, Place>(
  sources: readonly Source<Row, Place>[],
  count: number,
  fetch: (places: readonly Place[], count: number) => Promise<readonly ShardRows<Row, Place>[]>,
): Promise<void> {
  const places = sources.flatMap((source) => (source.next === undefined ? [] : [source.next]));
  const fetched = await fetch(places, count);
  for (const [i, source] of sources.entries()) {
    source.rows = fetched[i]?.rows ?? [];
    source.at = 0;
    source.next = fetched[i]?.next;
  }
}

function firstOf<Row, Place>(
  sources: readonly Source<Row, Place>[],
  compare: (a: Row, b: Row) => number,
): Row | undefined {
  let best: Source<Row, Place> | undefined;
  let bestRow: Row | undefined;
  for (const source of sources) {
    const row = source.rows[source.at];
    if (row !== undefined && (bestRow === undefined || compare(row, bestRow) < 0)) {
      best = source;
      bestRow = row;
    }
  }
  if (best) best.at++;
  return bestRow;
}
