import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { groundTruth } from './customers.ts';
import { linkAll } from './link-all.ts';
import { score, type Score } from './score.ts';

jest.setTimeout(300_000);

async function scored(seed: number, people: number, contacts?: number): Promise<Score> {
  const directory = await mkdtemp(join(tmpdir(), 'ground-truth-'));
  try {
    const truth = groundTruth(seed, people, contacts);
    return score(truth, await linkAll(truth, directory));
  } finally {
    await rm(directory, { recursive: true });
  }
}

describe('our default rules, against customers whose truth is known', () => {
  it('never put strong identifiers of two people together, whoever shares phones, tablets and typing mistakes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.integer({ min: 2, max: 60 }), async (seed, people) => {
        const { strongMerges } = await scored(seed, people, 10);
        expect(strongMerges).toBe(0);
      }),
      { numRuns: 15 },
    );
  });

  it('put together what is one person’s as often as they did, and no oftener what is not', async () => {
    const { precision, recall, strongMerges, falseMerges } = await scored(1, 300);
    expect(strongMerges).toBe(0);
    expect(precision).toBeGreaterThanOrEqual(0.854);
    expect(recall).toBeGreaterThanOrEqual(0.567);
    expect(falseMerges.get('mistyped') ?? 0).toBe(0);
  });

  it('are the same for the same seed', () => {
    expect(groundTruth(7, 20)).toEqual(groundTruth(7, 20));
    expect(groundTruth(8, 20)).not.toEqual(groundTruth(7, 20));
  });
});
