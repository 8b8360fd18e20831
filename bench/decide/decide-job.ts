/** Where records come from. */
export type TrafficSource =
  | { readonly kind: 'scenarios'; readonly definition: string; readonly spec: string }
  | { readonly kind: 'card-applications' }
  | { readonly kind: 'loan-log' };

/** What the process that decides is asked. */
export interface DecideJob {
  readonly traffic: TrafficSource;
  readonly runs: number;
  /** Records to make, at least; a loan log is as long as it is. */
  readonly events: number;
  /** Customers that card applications are of; scenarios bring their own. */
  readonly subjects: number;
  readonly measure: 'time' | 'allocation';
}

export interface DecideResult {
  /** Where the records are from. */
  readonly source: string;
  readonly records: number;
  /** Processor time of the whole process (collector and compiler threads too) per record, µs; one per run. */
  readonly cpuMicros: readonly number[];
  /** By the clock on the wall per record, µs; one per run. */
  readonly wallMicros: readonly number[];
  /** Bytes allocated per record; one per run. Only these, or only the times, are there. */
  readonly allocatedBytes: readonly number[];
  /** Decisions of one run by disposition, to see that the records did something. */
  readonly dispositions: Readonly<Record<string, number>>;
}

export type CompareJob = Pick<DecideJob, 'traffic' | 'runs' | 'events' | 'subjects'>;

/** Processor time per round; the same index is the same round, in which all took turns. */
export interface CompareResult {
  readonly source: string;
  readonly records: number;
  readonly journeys: number;
  readonly steps: number;
  /** Steps that were left out since the engines, or the chart alone and the whole fold, do not agree from there on. */
  readonly leftOut: number;
  /** µs per record. */
  readonly decide: readonly number[];
  /** µs per step. */
  readonly contenders: Readonly<Record<Contender, readonly number[]>>;
}

export const CONTENDERS = [
  'ours, CEL guards',
  'xstate, CEL guards',
  'ours, plain guards',
  'xstate, plain guards',
  'xstate without its actor, plain guards',
] as const;
export type Contender = (typeof CONTENDERS)[number];
