import { checkShape, type FileFault, readYaml } from '#definitions';
import { type Expectation, faultOf } from './expectation.js';

/** An expectations file as parsed: `schemas/backtest-expectations.schema.json`. */
interface ExpectationsSource {
  readonly journey: string;
  readonly expect: readonly Expectation[];
}

export type ReadExpectations =
  | { readonly expectations: readonly Expectation[]; readonly faults: readonly [] }
  | { readonly expectations: undefined; readonly faults: readonly FileFault[] };

/** Reads a file of expectations about backtests of `journey`. Every fault at once; never throws. */
export function readExpectations(text: string, file: string, journey: string): ReadExpectations {
  const yaml = readYaml(text, file);
  if (yaml.faults.length > 0) return { expectations: undefined, faults: yaml.faults };
  const shape = checkShape(yaml.value, 'backtest-expectations.schema.json');
  const faults = shape.map(({ at, blocking: _, ...fault }) => yaml.locate(fault, at));
  if (faults.length > 0) return { expectations: undefined, faults };
  const source = yaml.value as ExpectationsSource;
  const report = (path: readonly (string | number)[], message: string): void => {
    faults.push(yaml.locate({ path, message, severity: 'error' }));
  };
  if (source.journey !== journey) report(['journey'], `the backtest is of \`${journey}\``);
  source.expect.forEach((expectation, index) => {
    const fault = faultOf(expectation);
    if (fault !== undefined) report(['expect', index, 'that'], fault);
  });
  if (faults.length > 0) return { expectations: undefined, faults };
  return { expectations: source.expect, faults: [] };
}
