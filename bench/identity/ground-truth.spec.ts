import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { runs } from '#testing';
import { type IdentityLimits, KNOWN_SCHEMES } from '#identity';
import { groundTruth } from './customers.ts';
import { linkAll } from './link-all.ts';
import { score, type Score } from './score.ts';

/** Nothing is ever too much. */
const UNLIMITED: IdentityLimits = {
  schemes: Object.fromEntries(
    KNOWN_SCHEMES.map((scheme) => [scheme, { values: Infinity, subjects: Infinity }]),
  ),
  merges: Infinity,
};

jest.setTimeout(900_000);

async function scored(
  seed: number,
  people: number,
  contacts?: number,
  limits?: IdentityLimits,
): Promise<Score> {
  const directory = await mkdtemp(join(tmpdir(), 'ground-truth-'));
  try {
    const truth = groundTruth(seed, people, contacts);
    return score(truth, await linkAll(truth, directory, limits));
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
      { numRuns: runs(6, 150) },
    );
  });

  it('put together what is one person’s as often as they did, and no oftener what is not', async () => {
    const { precision, recall, strongMerges, falseMerges } = await scored(1, 300);
    expect(strongMerges).toBe(0);
    expect(precision).toBeGreaterThanOrEqual(0.893);
    expect(recall).toBeGreaterThanOrEqual(0.569);
    expect(falseMerges.get('mistyped') ?? 0).toBe(0);
  });

  it('put together less that is not one person’s by their guardrails than without, and what is hardly less often', async () => {
    for (const seed of [1, 2]) {
      const guarded = await scored(seed, 150);
      const free = await scored(seed, 150, undefined, UNLIMITED);
      expect(free).toMatchObject({ shared: 0, limited: 0, strongMerges: 0 });
      expect(guarded.shared).toBeGreaterThan(0);
      expect(guarded.strongMerges).toBe(0);
      expect(guarded.precision).toBeGreaterThanOrEqual(free.precision);
      expect(guarded.recall).toBeGreaterThanOrEqual(free.recall - 0.02);
    }
  });

  it('are the same for the same seed', () => {
    expect(groundTruth(7, 20)).toEqual(groundTruth(7, 20));
    expect(groundTruth(8, 20)).not.toEqual(groundTruth(7, 20));
  });
});
