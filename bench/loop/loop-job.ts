import type { Distribution } from '../traffic/card-applications.ts';

/** What the process that runs loop and floor is asked. */
export interface LoopJob {
  /** Environment variables that say which log and store: as every service reads them. */
  readonly env: Readonly<Record<string, string>>;
  /** Other processes whose processor time is told beside ours, by name. */
  readonly pids: Readonly<Record<string, number>>;
  readonly distribution: Distribution;
  readonly runs: number;
  readonly events: number;
  readonly subjects: number;
}

/** One pass over the preloaded records, from the first batch's arrival to the last acknowledgement. */
export interface Pass {
  readonly records: number;
  readonly seconds: number;
  /** Processor time of this process, all its threads, µs. */
  readonly cpuMicros: number;
  /** Processor time of the others, µs; one that cannot be known is left out. */
  readonly otherCpuMicros: Readonly<Record<string, number>>;
  /** Records appended. */
  readonly outputs: number;
}

export interface LoopResult {
  /** Of the same records: the loop's pass and the floor's, one pair per run. */
  readonly runs: readonly { readonly loop: Pass; readonly floor: Pass }[];
  readonly dispositions: Readonly<Record<string, number>>;
  /** What the loop had to wait for or begin anew in the measured runs. */
  readonly problems: readonly string[];
}
