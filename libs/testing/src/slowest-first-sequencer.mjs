import { statSync } from 'node:fs';
import { createRequire } from 'node:module';

const jest = createRequire(createRequire(import.meta.url).resolve('jest'));
const { default: TestSequencer } = createRequire(jest.resolve('jest-cli'))('@jest/test-sequencer');

/** What takes longest by far, so that nothing waits for it at the end. */
const LONGEST = ['bank-log.e2e-spec.ts', 'separate-processes.e2e-spec.ts'];
/** Whole processes take longer than servers, and those longer than what needs neither. */
const KINDS = ['.e2e-spec.ts', '.int-spec.ts', '.prop.ts', '.spec.ts'];

function rank(path) {
  const longest = LONGEST.findIndex((name) => path.endsWith(name));
  if (longest >= 0) return longest;
  return LONGEST.length + KINDS.findIndex((kind) => path.endsWith(kind));
}

/** Keeps both cores at work to the end on a machine that has no timings of an earlier run, as CI's. */
export default class SlowestFirstSequencer extends TestSequencer {
  sort(tests) {
    const size = new Map(tests.map(({ path }) => [path, statSync(path).size]));
    return [...tests].sort(
      (a, b) => rank(a.path) - rank(b.path) || size.get(b.path) - size.get(a.path),
    );
  }
}
