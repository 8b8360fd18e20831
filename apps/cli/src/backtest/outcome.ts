import { type BacktestReport, type Judged, type LogReading } from '#replay';

/** What a run of the command came to. */
export interface BacktestOutcome {
  readonly report: BacktestReport;
  readonly expectations: readonly Judged[];
  readonly source: {
    /** A file, or `log`. */
    readonly name: string;
    /** Of a log. */
    readonly reading: LogReading | undefined;
    /** Of a hundred customers, so many. */
    readonly percent: number;
  };
  /** The draft's file, where it was given as one. */
  readonly draftFile: string | undefined;
}

/** An expectation that does not hold, or a version that cannot be played to the end. */
export function hasFailed({ report, expectations }: BacktestOutcome): boolean {
  return report.faults.length > 0 || expectations.some(({ held }) => !held);
}

/** The documented shape: the report, then what was expected of it. */
export function asJson({ report, expectations, source, draftFile }: BacktestOutcome): object {
  const { name, reading = null, percent } = source;
  return {
    source: { name, percent, reading },
    draftFile: draftFile ?? null,
    ...report,
    expectations: expectations.map(({ fault, ...judged }) => ({ ...judged, fault: fault ?? null })),
  };
}
