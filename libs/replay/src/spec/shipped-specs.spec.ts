import { describe, expect, it } from '@jest/globals';
import { join, relative } from 'node:path';
import { runSpec } from './run-spec.js';
import { findSpecs, readSpecFiles } from './spec-files.js';

const JOURNEYS = join(import.meta.dirname, '../../../../journeys');
const shipped = await findSpecs(JOURNEYS);

describe.each(
  shipped.map(
    ({ definition, spec }) => [relative(JOURNEYS, definition), definition, spec] as const,
  ),
)('%s', (_, definition, spec) => {
  it('has a spec', () => {
    expect(spec).toBeDefined();
  });

  if (spec === undefined) return;
  it('does what its spec says, and the spec reaches everything', async () => {
    const { result, faults } = runSpec(await readSpecFiles(definition, spec));
    expect(faults).toEqual([]);
    const told = result?.scenarios.flatMap(({ name, failures }) =>
      failures.map(({ message, step, line }) => `line ${line}: ${name}: ${message} after ${step}`),
    );
    expect(told).toEqual([]);
    const { states, transitions, dispositionsMissed } = result?.coverage ?? {};
    const missed = [...(states?.missed ?? []), ...(transitions?.missed ?? [])];
    expect(missed.map(({ label }) => label)).toEqual([]);
    expect(dispositionsMissed).toEqual([]);
  });
});
