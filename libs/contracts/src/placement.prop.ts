import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type JourneyId, partitionOf, SHARDS, shardOf, shardsOf, subjectOf } from './index.js';

const subjects = fc.string({
  unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz234567'),
  minLength: 20,
  maxLength: 20,
});
const partitionCounts = fc.constantFrom(1, 2, 4, 8, 16, 32, 64, 128, 256);

describe('placement', () => {
  it('puts a journey on the shard of the subject it started with', () => {
    fc.assert(
      fc.property(subjects, subjects, (subject, rest) => {
        const journey = `${subject}.${rest.slice(0, 8)}`;
        expect(shardOf(journey)).toBe(shardOf(subject));
        expect(subjectOf(journey as JourneyId)).toBe(subject);
      }),
    );
  });

  it('gives every key a partition, and that partition its shard', () => {
    fc.assert(
      fc.property(fc.string(), partitionCounts, (key, partitions) => {
        const partition = partitionOf(key, partitions);
        expect(partition).toBeLessThan(partitions);
        expect(shardsOf(partition, partitions)).toContain(shardOf(key));
      }),
    );
  });

  it('gives every shard to one partition', () => {
    fc.assert(
      fc.property(partitionCounts, (partitions) => {
        const shards = Array.from({ length: partitions }, (_, p) => shardsOf(p, partitions)).flat();
        expect(shards.sort((a, b) => a - b)).toEqual(Array.from({ length: SHARDS }, (_, s) => s));
      }),
    );
  });

  it('spreads subjects evenly', () => {
    const counts = new Array<number>(SHARDS).fill(0);
    for (const subject of fc.sample(subjects, { numRuns: 25_600, seed: 1 })) {
      const shard = shardOf(subject);
      counts[shard] = (counts[shard] ?? 0) + 1;
    }
    expect(Math.min(...counts)).toBeGreaterThan(50);
    expect(Math.max(...counts)).toBeLessThan(160);
  });

  it('never changes: stored state and other programs depend on it', () => {
    expect(['', 'a', 'abcdefghijklmnopqrst', 'zzzzzzzzzzzzzzzzzzzz'].map(shardOf)).toEqual([
      1, 199, 181, 249,
    ]);
  });
});
