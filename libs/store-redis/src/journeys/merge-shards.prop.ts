import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mergeShards } from './merge-shards.js';

interface Place {
  readonly shard: number;
  readonly at: number;
}

describe('rows merged from many shards', () => {
  it('are the first of all rows, however they are spread and however few a fetch gives', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.nat(50), { maxLength: 30 }), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 9 }),
        async (spread, limit, most) => {
          const shards = spread.map((rows) => rows.sort((a, b) => a - b));
          const fetch = async (places: readonly Place[], count: number) =>
            places.map(({ shard, at }) => {
              const all = shards[shard] ?? [];
              const rows = all.slice(at, at + Math.min(count, most));
              const end = at + rows.length;
              return { rows, next: end === all.length ? undefined : { shard, at: end } };
            });
          const starts = shards.map((_, shard): Place => ({ shard, at: 0 }));
          const merged = await mergeShards(starts, limit, fetch, (a, b) => a - b);
          const expected = shards.flat().sort((a, b) => a - b);
          expect(merged).toEqual(expected.slice(0, limit));
        },
      ),
    );
  });

  it('cost few round trips: a fair share is asked for at once', async () => {
    let trips = 0;
    const rows = Array.from({ length: 256 }, (_, shard) =>
      Array.from({ length: 50 }, (_, i) => i * 256 + shard),
    );
    const fetch = async (places: readonly Place[], count: number) => {
      trips++;
      return places.map(({ shard, at }) => ({
        rows: rows[shard]?.slice(at, at + count) ?? [],
        next: { shard, at: at + count },
      }));
    };
    const starts = rows.map((_, shard): Place => ({ shard, at: 0 }));
    expect(await mergeShards(starts, 200, fetch, (a, b) => a - b)).toHaveLength(200);
    expect(trips).toBe(1);
  });
});
