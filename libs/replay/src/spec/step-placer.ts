import { didYouMean } from '#statechart';
import { type Path, type PlacedStep, type Steps } from './spec.js';

/** Takes one fault. */
export type Report = (path: Path, message: string, at?: 'key' | 'value') => void;

/** Steps that all scenarios of a file may come to: named steps that hold others twice grow without bound. */
const MAX_STEPS = 50_000;

/** Puts named steps in the place of their names. */
export class StepPlacer {
  private left = MAX_STEPS;

  constructor(
    private readonly blocks: Readonly<Record<string, Steps>>,
    private readonly report: Report,
  ) {}

  /** `path` leads to the steps from the file's root. A name that means nothing is reported, and left out. */
  place(steps: Steps, path: Path, within: readonly string[] = []): readonly PlacedStep[] {
    const placed: PlacedStep[] = [];
    for (const [index, step] of [steps].flat().entries()) {
      const at = [...path, index];
      this.left -= 1;
      if (this.left === 0) this.report(at, `the scenarios come to more than ${MAX_STEPS} steps`);
      if (this.left <= 0) return [];
      if (typeof step === 'string') placed.push(...this.named(step, at, within));
      else placed.push({ step, path: at });
    }
    return placed;
  }

  private named(name: string, at: Path, within: readonly string[]): readonly PlacedStep[] {
    const block = Object.hasOwn(this.blocks, name) ? this.blocks[name] : undefined;
    if (block === undefined) {
      const known = Object.keys(this.blocks);
      this.report(at, `there are no steps \`${name}\`${didYouMean(name, known)}`);
      return [];
    }
    if (within.includes(name)) {
      this.report(at, `the steps \`${name}\` hold themselves`);
      return [];
    }
    return this.place(block, ['steps', name], [...within, name]);
  }
}
