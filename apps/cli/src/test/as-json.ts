import type { Reach, SpecResult } from '#replay';
import type { Tested } from './tested.js';

/** Results for programs: one entry a definition. */
export function asJson(tested: readonly Tested[]): readonly object[] {
  return tested.map(({ definition, spec = null, run }) => ({
    definition,
    spec,
    faults: run?.faults ?? [],
    ...(run?.result !== undefined && ofResult(run.result)),
  }));
}

function ofResult({ journey, version, scenarios, coverage, spotOf }: SpecResult): object {
  const reach = ({ of, missed }: Reach) => ({
    reached: of - missed.length,
    of,
    missed: missed.map((place) => ({ name: place.label, ...spotOf(place) })),
  });
  return {
    journey,
    version,
    scenarios: scenarios.map(({ failures, ...scenario }) => ({
      ...scenario,
      passed: failures.length === 0,
      failures,
    })),
    coverage: {
      states: reach(coverage.states),
      transitions: reach(coverage.transitions),
      dispositionsMissed: coverage.dispositionsMissed,
    },
  };
}
