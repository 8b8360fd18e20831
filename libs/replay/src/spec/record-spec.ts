import { parseDefinition, type FileFault } from '#definitions';
import { createDefinitions, type Definition } from '#journey';
import { type Played } from '../player.js';
import { readSpec, startOf } from './read-spec.js';
import { type SpecFiles } from './run-spec.js';
import { ScenarioRun } from './scenario-run.js';

/** What scenarios came to, as records. */
export interface RecordedSpec {
  readonly definition: Definition;
  /** Of each scenario its records in order, timers' too, and what each did. */
  readonly scenarios: readonly (readonly Played[])[];
}

/** A recording, or the faults for which there is none. */
export type SpecRecording =
  | { readonly recorded: RecordedSpec; readonly faults: readonly [] }
  | { readonly recorded: undefined; readonly faults: readonly FileFault[] };

/**
 * Plays the scenarios of a spec file with the definition as it is, each on a virtual time of its own, and keeps the records:
 * traffic that reaches everything its journey can do. Nothing that a scenario expects is asked. Throws `ImpossibleStep` for
 * a step that cannot be done; never for what the files say.
 */
export function recordSpec({ definition: { file, text }, spec }: SpecFiles): SpecRecording {
  const { definition, faults } = parseDefinition(text, file);
  if (definition === undefined) return { recorded: undefined, faults };
  const read = readSpec(spec.text, spec.file, definition.source);
  if (read.spec === undefined) return { recorded: undefined, faults: read.faults };
  const definitions = createDefinitions([definition]);
  const starts = startOf(read.spec);
  const scenarios = read.spec.scenarios.map(({ given, when }) => {
    const run = new ScenarioRun(
      definitions,
      definition,
      { note: ({ actions }) => actions },
      starts,
    );
    return [...given, ...when].flatMap(({ step }) => run.perform(step));
  });
  return { recorded: { definition, scenarios }, faults: [] };
}
