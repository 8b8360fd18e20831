import { findKnee } from '../load/find-knee.ts';
import { type LoadStep, microsecondHistogram, openLoop, percentileMs } from '../load/open-loop.ts';
import type { Report } from '../measure/finding.ts';
import { spread } from '../measure/statistics.ts';
import type { Options } from '../options.ts';
import type { Stack } from '../services/infrastructure.ts';
import { withGateway } from '../services/with-gateway.ts';
import { Customers } from './customers.ts';

/** Hand-offs of one run below which a p99 is close to the slowest one. */
const ENOUGH_FOR_P99 = 1_000;
const SHARES = [25, 50, 75] as const;
const STEP_SECONDS = 3;

/**
 * A web event is sent to the gateway; how long until the phone's side reads the continuation it leads to, under an open
 * loop at shares of the knee. On the embedded stack all is one process; on Kafka and Redis gateway and orchestrator are two.
 */
export async function measureHandOff(
  stack: Stack,
  options: Options,
  report: Report,
): Promise<void> {
  await withGateway(stack, ({ pool, key }) =>
    underLoad(stack, new Customers(pool, key, 10), options, report),
  );
}

async function underLoad(
  stack: Stack,
  customers: Customers,
  options: Options,
  report: Report,
): Promise<void> {
  const section = `hand-off, ${stack.name}`;
  await step(customers, 50, 2 * STEP_SECONDS); // warm-up
  const knee = await findKnee((rate) => step(customers, rate, STEP_SECONDS));
  if (knee === undefined) {
    const notMeasured = 'not even the lowest rate was kept up';
    report({ section, what: 'knee, hand-offs/s', unit: '/s', notMeasured });
    return;
  }
  report({ section, what: 'knee, hand-offs/s', unit: '/s', measured: spread([knee]) });
  for (const share of SHARES) {
    const steps: HandOffStep[] = [];
    for (let run = 0; run < options.runs; run++) {
      steps.push(await step(customers, (knee * share) / 100, options.seconds));
    }
    tell(section, share, steps, report);
  }
}

interface HandOffStep extends LoadStep {
  /** The same without what the accepting took: from the gateway's 202 on. */
  readonly fromAccepted: LoadStep;
}

async function step(customers: Customers, rate: number, seconds: number): Promise<HandOffStep> {
  await customers.prepare(Math.ceil(rate * seconds) + 1);
  const latency = microsecondHistogram();
  const all = await openLoop(rate, seconds, async () => {
    let acceptedAt = 0;
    await customers.handOver(() => (acceptedAt = performance.now()));
    latency.recordValue(Math.max(1, Math.round((performance.now() - acceptedAt) * 1_000)));
  });
  return { ...all, fromAccepted: { ...all, latency } };
}

function tell(section: string, share: number, steps: readonly HandOffStep[], report: Report): void {
  const failed = steps.reduce((sum, one) => sum + one.failed, 0);
  const operations = steps.reduce((sum, one) => sum + one.operations, 0);
  const firstFailure = steps.find((one) => one.firstFailure !== undefined)?.firstFailure;
  const perRun = steps[0]?.operations ?? 0;
  const note = [
    `${operations} hand-offs, ${failed} failed`,
    ...(firstFailure === undefined ? [] : [firstFailure]),
    ...(perRun < ENOUGH_FOR_P99 ? [`only ${perRun} in a run: p99 is close to the slowest`] : []),
  ].join('; ');
  const at = `at ${share} % of the knee`;
  const line = (what: string, percentile: number, of: (one: HandOffStep) => LoadStep): void =>
    report({
      section,
      what: `${what} ${at}`,
      unit: 'ms',
      measured: spread(steps.map((one) => percentileMs(of(one), percentile))),
      ...(percentile === 99 && share === 50 && what === 'p99'
        ? { goal: { at: 'most', value: 30 } }
        : {}),
      note,
    });
  line('p50', 50, (one) => one);
  line('p99', 99, (one) => one);
  line('p50 from the 202 on', 50, (one) => one.fromAccepted);
  line('p99 from the 202 on', 99, (one) => one.fromAccepted);
}
