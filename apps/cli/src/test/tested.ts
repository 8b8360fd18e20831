import { isComplete, type SpecRun } from '#replay';

/** What the test of one definition came to. */
export interface Tested {
  readonly definition: string;
  /** Undefined: there is no spec file. */
  readonly spec: string | undefined;
  readonly run: SpecRun | undefined;
}

/** A fault in a file, or a scenario that fails. */
export function hasFailed({ run }: Tested): boolean {
  if (run === undefined) return false;
  if (run.result === undefined) return true;
  return run.result.scenarios.some(({ failures }) => failures.length > 0);
}

/** Something in the definition is reached by no scenario. */
export function isUncovered({ run }: Tested): boolean {
  return run?.result === undefined || !isComplete(run.result.coverage);
}
