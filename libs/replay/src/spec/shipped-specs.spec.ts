import { describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { isComplete } from './coverage.js';
import { runSpec } from './run-spec.js';
import { findSpecs, readSpecFiles } from './spec-files.js';

const JOURNEYS = join(import.meta.dirname, '../../../../journeys');

describe('the journeys shipped', () => {
  it('do what their specs say, and the specs reach everything', async () => {
    const pairs = await findSpecs(JOURNEYS);
    expect(pairs.length).toBeGreaterThan(0);
    for (const { definition, spec } of pairs) {
      expect({ definition, hasSpec: spec !== undefined }).toEqual({ definition, hasSpec: true });
      const { result, faults } = runSpec(await readSpecFiles(definition, spec ?? ''));
      expect(faults).toEqual([]);
      const failures = result?.scenarios.flatMap((scenario) => scenario.failures) ?? [];
      expect(failures).toEqual([]);
      const { coverage } = result ?? {};
      expect({ definition, coverage }).toEqual({
        definition,
        coverage: expect.objectContaining({ dispositionsMissed: [] }),
      });
      const missed = [...(coverage?.states.missed ?? []), ...(coverage?.transitions.missed ?? [])];
      expect(missed.map(({ label }) => label)).toEqual([]);
      expect(coverage === undefined ? false : isComplete(coverage)).toBe(true);
    }
  });
});
