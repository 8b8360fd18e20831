import type { Spread } from './statistics.ts';

/** One line of the report. */
export interface Finding {
  readonly section: string;
  readonly what: string;
  readonly unit: string;
  /** Absent: it was not measured, and `notMeasured` says why. */
  readonly measured?: Spread;
  readonly notMeasured?: string;
  /** The goal of the design and how to hold the median against it; absent: there is none for this line. */
  readonly goal?: { readonly at: 'least' | 'most'; readonly value: number };
  /** How it was measured, where the line alone could mislead. */
  readonly note?: string;
}

/** Where a section puts what it found. */
export type Report = (finding: Finding) => void;

/** Whether a finding meets its goal; undefined: no goal, or nothing measured. */
export function meetsGoal({ goal, measured }: Finding): boolean | undefined {
  if (goal === undefined || measured === undefined) return undefined;
  return goal.at === 'least' ? measured.median >= goal.value : measured.median <= goal.value;
}
