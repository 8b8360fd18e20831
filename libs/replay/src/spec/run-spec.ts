import { parseDefinition, readYaml, type FileFault } from '#definitions';
import {
  compileDefinition,
  createDefinitions,
  type Definition,
  type DefinitionSource,
  type Definitions,
} from '#journey';
import { CoverageMeter, type Coverage } from './coverage.js';
import { differences } from './expect.js';
import { instrument, type Place } from './instrument.js';
import { readSpec, startOf, type Scenario, type Spec } from './read-spec.js';
import { ImpossibleStep, ScenarioRun, type Told } from './scenario-run.js';
import { describeStep, type Expectation, type Path, type PlacedStep } from './spec.js';

/** A definition file, and the spec file beside it. */
export interface SpecFiles {
  readonly definition: { readonly file: string; readonly text: string };
  readonly spec: { readonly file: string; readonly text: string };
}

/** A line of a file; both count from 1. */
export interface Spot {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface SpecResult {
  readonly journey: string;
  readonly version: number;
  readonly scenarios: readonly ScenarioResult[];
  readonly coverage: Coverage;
  /** Where a state or a transition stands in the definition file. */
  spotOf(place: Place): Spot;
}

export interface ScenarioResult extends Spot {
  readonly name: string;
  /** None: it passed. */
  readonly failures: readonly ScenarioFailure[];
}

/** An expectation that was not met, or a step that could not be done. */
export interface ScenarioFailure extends Spot {
  readonly message: string;
  /** The step after which it was asked: its number in the scenario, from 1, and what it is. */
  readonly step: string;
  /** What became of that step's record. */
  readonly disposition: string;
}

/** A run, or the faults for which there is none. */
export type SpecRun =
  | { readonly result: SpecResult; readonly faults: readonly [] }
  | { readonly result: undefined; readonly faults: readonly FileFault[] };

/** Runs the scenarios of a spec file, each on a virtual time of its own. Never throws for what the files say. */
export function runSpec({ definition, spec }: SpecFiles): SpecRun {
  const parsed = parseDefinition(definition.text, definition.file);
  const errors = parsed.faults.filter(({ severity }) => severity === 'error');
  if (parsed.definition === undefined) return { result: undefined, faults: errors };
  const { source, name: journey, version } = parsed.definition;
  const read = readSpec(spec.text, spec.file, source);
  if (read.spec === undefined) return { result: undefined, faults: read.faults };
  const runner = new SpecRunner(read.spec, source, spec.file);
  const scenarios = read.spec.scenarios.map((scenario) => runner.run(scenario));
  const { locate } = readYaml(definition.text, definition.file);
  const spotOf = ({ path, kind }: Place): Spot => {
    const { file, line, column } = locate(
      { path, message: '', severity: 'error' },
      kind === 'state' ? 'key' : 'value',
    );
    return { file, line, column };
  };
  return {
    result: { journey, version, scenarios, coverage: runner.coverage(), spotOf },
    faults: [],
  };
}

class SpecRunner {
  private readonly meter: CoverageMeter;
  private readonly definition: Definition;
  private readonly definitions: Definitions;

  constructor(
    private readonly spec: Spec,
    source: DefinitionSource,
    private readonly file: string,
  ) {
    const instrumented = instrument(source);
    this.meter = new CoverageMeter(instrumented);
    this.definition = compiled(instrumented.source);
    this.definitions = createDefinitions([this.definition]);
  }

  coverage(): Coverage {
    return this.meter.coverage();
  }

  run(scenario: Scenario): ScenarioResult {
    const starts = startOf(this.spec);
    const run = new ScenarioRun(this.definitions, this.definition, this.meter, starts);
    const failures: ScenarioFailure[] = [];
    const told: Told[] = [];
    const asked = new Asked(run);
    const steps = [...scenario.given, ...scenario.when];
    for (const [index, placed] of steps.entries()) {
      const did = this.step(run, asked, placed, index, failures);
      if (did === undefined) return this.result(scenario, failures);
      if (index >= scenario.given.length) told.push(...did);
    }
    for (const { expectation, path } of scenario.then) {
      failures.push(...this.ask(asked, expectation, path, told));
    }
    return this.result(scenario, failures);
  }

  /** Undefined: it could not be done, and what comes after it makes no sense. */
  private step(
    run: ScenarioRun,
    asked: Asked,
    { step, path }: PlacedStep,
    index: number,
    failures: ScenarioFailure[],
  ): readonly Told[] | undefined {
    asked.after = `step ${index + 1}: ${describeStep(step)}`;
    asked.last = undefined;
    try {
      const told = run.perform(step);
      asked.last = told.at(-1);
      if (step.expect !== undefined) {
        failures.push(...this.ask(asked, step.expect, [...path, 'expect'], told));
      }
      return told;
    } catch (error) {
      failures.push(
        this.failure(asked, path, error instanceof ImpossibleStep ? error.message : String(error)),
      );
      return undefined;
    }
  }

  private ask(
    asked: Asked,
    expectation: Expectation,
    path: Path,
    told: readonly Told[],
  ): ScenarioFailure[] {
    const { run } = asked;
    const customer = expectation.as ?? run.customer;
    const standing = {
      definition: this.definition,
      customer,
      journeys: run.journeys(customer),
      told,
      now: run.now,
    };
    return differences(expectation, standing).map((difference) =>
      this.failure(asked, [...path, ...difference.path], difference.message),
    );
  }

  private failure(asked: Asked, path: Path, message: string): ScenarioFailure {
    return { ...this.spot(path), message, step: asked.after, disposition: asked.disposition };
  }

  private result({ name, path }: Scenario, failures: readonly ScenarioFailure[]): ScenarioResult {
    return { ...this.spot([...path, 'name']), name, failures };
  }

  private spot(path: Path): Spot {
    const { line, column } = this.spec.locate({ path, message: '', severity: 'error' }, 'key');
    return { file: this.file, line, column };
  }
}

/** After which step an expectation is asked. */
class Asked {
  after = '';
  last: Told | undefined;

  constructor(readonly run: ScenarioRun) {}

  get disposition(): string {
    if (this.last === undefined) return 'nothing happened';
    const { kind, reason, detail } = this.last.decision.disposition;
    return [kind, reason, detail].filter((part) => part !== null).join(', ');
  }
}

/** What compiles without marks compiles with them. */
function compiled(source: DefinitionSource): Definition {
  const { definition, faults } = compileDefinition(source);
  if (definition !== undefined) return definition;
  throw new Error(faults.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'));
}
