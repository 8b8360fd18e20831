/** What the process that decides is asked. */
export interface DecideJob {
  readonly journey: 'card-application' | 'loan-application';
  readonly runs: number;
  /** Card applications to make; a loan log is as long as it is. */
  readonly events: number;
  readonly subjects: number;
}

export interface DecideResult {
  /** Where the records are from. */
  readonly source: string;
  readonly records: number;
  /** Processor time of the whole process (collector and compiler threads too) per record, µs; one per run. */
  readonly cpuMicros: readonly number[];
  /** By the clock on the wall per record, µs; one per run. */
  readonly wallMicros: readonly number[];
  /** Decisions of the last run by disposition, to see that the records did something. */
  readonly dispositions: Readonly<Record<string, number>>;
}
