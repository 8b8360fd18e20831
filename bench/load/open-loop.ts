import { build, type Histogram } from 'hdr-histogram-js';

/** What came of one step of an open-loop load. */
export interface LoadStep {
  /** Operations asked for a second. */
  readonly rate: number;
  readonly operations: number;
  readonly failed: number;
  readonly firstFailure: string | undefined;
  /** Latency of what succeeded, µs, from the scheduled time. */
  readonly latency: Histogram;
}

/** Ends when everything that was begun has come to an end, which `operation` must make sure of. */
export async function openLoop(
  rate: number,
  seconds: number,
  operation: (index: number) => Promise<void>,
): Promise<LoadStep> {
  const operations = Math.max(1, Math.round(rate * seconds));
  const latency = microsecondHistogram();
  let failed = 0;
  let firstFailure: string | undefined;
  const pending: Promise<void>[] = [];
  const began = performance.now();
  for (let index = 0; index < operations;) {
    // The schedule does not wait for answers: an operation that is late because others were slow counts as late.
    for (; index < operations && began + (index * 1_000) / rate <= performance.now(); index++) {
      const scheduled = began + (index * 1_000) / rate;
      pending.push(
        operation(index).then(
          () =>
            latency.recordValue(Math.max(1, Math.round((performance.now() - scheduled) * 1_000))),
          (error: unknown) => {
            failed += 1;
            firstFailure ??= String(error);
          },
        ),
      );
    }
    await new Promise((wake) => setTimeout(wake, 1));
  }
  await Promise.all(pending);
  return { rate, operations, failed, firstFailure, latency };
}

/** Up to two minutes, three digits exact. */
export function microsecondHistogram(): Histogram {
  return build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: 120_000_000,
    numberOfSignificantValueDigits: 3,
  });
}

export function percentileMs(step: LoadStep, percentile: number): number {
  return step.latency.getValueAtPercentile(percentile) / 1_000;
}
