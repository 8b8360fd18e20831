import { checkShape, readYaml, type FileFault, type YamlFile } from '#definitions';
import { parseDuration, type DefinitionFault, type DefinitionSource } from '#journey';
import { didYouMean } from '#statechart';
import { StepPlacer, type Report } from './step-placer.js';
import {
  type Expectation,
  type Path,
  type PlacedStep,
  type SpecSource,
  type Step,
  type Steps,
} from './spec.js';

/** A scenario with its named steps put in place. */
export interface Scenario {
  readonly name: string;
  readonly path: Path;
  readonly given: readonly PlacedStep[];
  readonly when: readonly PlacedStep[];
  readonly then: readonly { readonly expectation: Expectation; readonly path: Path }[];
}

export interface Spec {
  readonly source: SpecSource;
  readonly scenarios: readonly Scenario[];
  readonly locate: YamlFile['locate'];
}

const STARTS = '2026-01-05T09:00:00Z';

/** The time each scenario begins at, ms since the epoch. */
export function startOf({ source }: Spec): number {
  return Date.parse(source.starts ?? STARTS);
}

export type ReadSpec =
  | { readonly spec: Spec; readonly faults: readonly [] }
  | { readonly spec: undefined; readonly faults: readonly FileFault[] };

/**
 * Reads a spec file about a definition: YAML, then shape (JSON Schema), then meaning: names of steps, states, fields and
 * outcomes. Every fault at once, in the order of the file, which is only named in them. Never throws.
 */
export function readSpec(text: string, file: string, definition: DefinitionSource): ReadSpec {
  const yaml = readYaml(text, file);
  if (yaml.faults.length > 0) return refused(yaml.faults);
  const shape = checkShape(yaml.value, 'journey-spec.schema.json');
  if (shape.length > 0) {
    return refused(shape.map(({ at, blocking: _, ...fault }) => yaml.locate(fault, at)));
  }
  const source = yaml.value as SpecSource;
  const faults: FileFault[] = [];
  const report: Report = (path, message, at) => {
    const fault: DefinitionFault = { path, message, severity: 'error' };
    faults.push(yaml.locate(fault, at));
  };
  checkHead(source, definition, report);
  const scenarios = placeScenarios(source, report);
  const names = namesOf(definition);
  for (const { given, when, then } of scenarios) {
    for (const { expectation, path } of then) checkExpectation(expectation, path, names, report);
    checkSteps([...given, ...when], names, report);
  }
  return faults.length > 0
    ? refused(faults)
    : { spec: { source, scenarios, locate: yaml.locate }, faults: [] };
}

function refused(faults: readonly FileFault[]): ReadSpec {
  const told = new Set<string>();
  const once = faults.filter(({ line, column, message }) => {
    const key = `${line}:${column} ${message}`;
    if (told.has(key)) return false;
    told.add(key);
    return true;
  });
  return {
    spec: undefined,
    faults: once.sort((a, b) => a.line - b.line || a.column - b.column),
  };
}

function checkHead(source: SpecSource, definition: DefinitionSource, report: Report): void {
  for (const key of ['journey', 'version'] as const) {
    if (source[key] === definition[key]) continue;
    report([key], `the definition beside this file is \`${key}: ${definition[key]}\``);
  }
  const seen = new Set<string>();
  source.scenarios.forEach(({ name }, index) => {
    if (seen.has(name)) report(['scenarios', index, 'name'], 'another scenario has this name');
    seen.add(name);
  });
}

function placeScenarios(source: SpecSource, report: Report): readonly Scenario[] {
  const blocks = source.steps ?? {};
  const placer = new StepPlacer(blocks, report);
  const placed = (steps: Steps | undefined, path: Path): readonly PlacedStep[] =>
    steps === undefined ? [] : placer.place(steps, path);
  // A block that no scenario uses is read, too.
  for (const [name, steps] of Object.entries(blocks)) placed(steps, ['steps', name]);
  return source.scenarios.map(({ name, given, when, then }, index) => {
    const path = ['scenarios', index];
    return {
      name,
      path,
      given: placed(given, [...path, 'given']),
      when: placed(when, [...path, 'when']),
      then: [then].flat().map((expectation, at) => ({ expectation, path: [...path, 'then', at] })),
    };
  });
}

interface Names {
  readonly states: readonly string[];
  readonly fields: readonly string[];
  readonly outcomes: readonly string[];
}

function namesOf({ states, fields }: DefinitionSource): Names {
  const names: string[] = [];
  // An operator's `cancel` has this outcome in every journey.
  const outcomes = ['cancelled'];
  const visit = (inside: DefinitionSource['states']): void => {
    for (const [name, state] of Object.entries(inside)) {
      names.push(name);
      if (state.type === 'final') outcomes.push(state.outcome ?? name);
      visit(state.states ?? {});
    }
  };
  visit(states);
  return { states: names, fields: Object.keys(fields ?? {}), outcomes };
}

function checkSteps(steps: readonly PlacedStep[], names: Names, report: Report): void {
  const ids = new Set<string>();
  for (const { step, path } of steps) {
    if ('again' in step && !ids.has(step.again)) {
      report(
        [...path, 'again'],
        `no event before has the id \`${step.again}\`${didYouMean(step.again, [...ids])}`,
      );
    }
    if ('event' in step && step.id !== undefined) {
      if (ids.has(step.id))
        report([...path, 'id'], 'an event before has this id; send it once more with `again`');
      ids.add(step.id);
    }
    checkTimes(step, path, report);
    if (step.expect !== undefined) {
      checkExpectation(step.expect, [...path, 'expect'], names, report);
    }
  }
}

function checkTimes(step: Step, path: Path, report: Report): void {
  if ('at' in step && 'after' in step)
    report([...path, 'after'], 'a step has `at` or `after`, not both');
  const durations = { after: undefined, wait: undefined, late: undefined, ...step };
  for (const key of ['after', 'wait', 'late'] as const) {
    const text = durations[key];
    if (text === undefined) continue;
    const parsed = parseDuration(text);
    if ('fault' in parsed) report([...path, key], parsed.fault);
  }
}

function checkExpectation(
  expectation: Expectation,
  path: Path,
  names: Names,
  report: Report,
): void {
  const known = (name: string, among: readonly string[], what: string, ...at: Path): void => {
    if (among.includes(name)) return;
    report(
      [...path, ...at],
      `${what} \`${name}\` does not exist${didYouMean(name, among)}`,
      'value',
    );
  };
  [expectation.state ?? []]
    .flat()
    .forEach((name, index) => known(name, names.states, 'state', 'state', index));
  if (expectation.outcome !== undefined)
    known(expectation.outcome, names.outcomes, 'outcome', 'outcome');
  for (const name of Object.keys(expectation.fields ?? {})) {
    if (!names.fields.includes(name)) {
      report(
        [...path, 'fields', name],
        `field \`${name}\` does not exist${didYouMean(name, names.fields)}`,
        'key',
      );
    }
  }
  const { continuation = {} } = expectation;
  for (const key of ['needs', 'collected', 'verified', 'missing', 'stale'] as const) {
    continuation[key]?.forEach((name, index) =>
      known(name, names.fields, 'field', 'continuation', key, index),
    );
  }
}
