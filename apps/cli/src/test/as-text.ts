import type { Coverage, Place, Reach, ScenarioResult, SpecResult, Spot } from '#replay';
import type { Tested } from './tested.js';

/** Results as a test runner prints them: scenarios, failures with the line to look at, then coverage by version. */
export function asText(tested: readonly Tested[]): string {
  const blocks = tested.map((one) => [...resultLines(one), ''].join('\n'));
  return [...blocks, summaryLine(tested)].join('\n');
}

function resultLines({ definition, spec, run }: Tested): readonly string[] {
  if (spec === undefined || run === undefined) {
    return [`${definition}: no spec; write ${definition.replace(/[.]yaml$/, '.spec.yaml')}`];
  }
  if (run.result === undefined) {
    return [
      `${spec}: not run`,
      ...run.faults.map((fault) => `  ${at(fault)} ${fault.severity}: ${fault.message}`),
    ];
  }
  const { result } = run;
  return [
    `${result.journey}@${result.version}  ${spec}`,
    ...result.scenarios.flatMap(scenarioLines),
    ...coverageLines(result),
  ];
}

function scenarioLines({ name, failures }: ScenarioResult): readonly string[] {
  if (failures.length === 0) return [`  ✓ ${name}`];
  return [
    `  ✕ ${name}`,
    ...failures.flatMap((failure) => [
      `      ${failure.message}`,
      `        after ${failure.step} (${failure.disposition})`,
      `        ${at(failure)}`,
    ]),
  ];
}

function coverageLines({ coverage, spotOf }: SpecResult): readonly string[] {
  const { states, transitions, dispositionsMissed } = coverage;
  const missed = ({ label, ...place }: Place): string =>
    `    not reached: ${label}  ${at(spotOf({ label, ...place }))}`;
  return [
    `  ${share('states', states)}, ${share('transitions', transitions)}`,
    ...[...states.missed, ...transitions.missed].map(missed),
    ...dispositionsMissed.map((kind) => `    not reached: disposition ${kind}`),
  ];
}

function share(what: string, { of, missed }: Reach): string {
  return `${what} ${of - missed.length}/${of}`;
}

function summaryLine(tested: readonly Tested[]): string {
  const results = tested.flatMap(({ run }) => run?.result ?? []);
  const scenarios = results.flatMap((result) => result.scenarios);
  const failed = scenarios.filter(({ failures }) => failures.length > 0).length;
  const faulty = tested.filter(({ run }) => run !== undefined && run.result === undefined).length;
  const sum = (of: (coverage: Coverage) => Reach): Reach => ({
    of: results.reduce((total, { coverage }) => total + of(coverage).of, 0),
    missed: results.flatMap(({ coverage }) => of(coverage).missed),
  });
  return [
    `${scenarios.length - failed} passed, ${failed} failed`,
    ...(faulty > 0 ? [`${faulty} ${faulty === 1 ? 'file' : 'files'} not run`] : []),
    share(
      'states',
      sum(({ states }) => states),
    ),
    share(
      'transitions',
      sum(({ transitions }) => transitions),
    ),
  ].join('; ');
}

function at({ file, line, column }: Spot): string {
  return `${file}:${line}:${column}`;
}
