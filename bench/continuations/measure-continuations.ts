import { type LoadStep, openLoop, percentileMs } from '../load/open-loop.ts';
import type { Report } from '../measure/finding.ts';
import { cpuOf } from '../measure/process-cpu.ts';
import { spread } from '../measure/statistics.ts';
import type { Options } from '../options.ts';
import type { Stack } from '../services/infrastructure.ts';
import { withGateway } from '../services/with-gateway.ts';
import { OpenCustomers } from './open-customers.ts';

/** Open journeys of each customer who is asked about. */
const JOURNEYS = [1, 10] as const;
const CUSTOMERS = 500;
/** Asks a second, and interactions a second that come in meanwhile. */
const ASKED = 100;
const TOLD = 50;
const WARM_UP_SECONDS = 5;
/** p99 of a hand-off in the design, of which asking is one part, ms. */
const GOAL_MS = 30;
const ENOUGH_FOR_P999 = 10_000;

/**
 * `GET /v1/continuations` on a fixed schedule while interactions of the same customers come in on another: how long the
 * person on the phone waits. On the embedded stack all is one process; on Kafka and Redis gateway and orchestrator are two.
 */
export async function measureContinuations(
  stack: Stack,
  options: Options,
  report: Report,
): Promise<void> {
  await withGateway(stack, async ({ pool, pid, key }) => {
    for (const journeys of JOURNEYS) {
      const of = { name: `c${journeys}`, journeys, count: CUSTOMERS };
      const customers = new OpenCustomers(pool, key, of);
      await customers.open();
      await underLoad(customers, pid, options, (finding) =>
        report({ ...finding, section: `continuations, ${stack.name}, ${journeys} open` }),
      );
    }
  });
}

async function underLoad(
  customers: OpenCustomers,
  pid: number,
  options: Options,
  report: (finding: Omit<Parameters<Report>[0], 'section'>) => void,
): Promise<void> {
  await both(customers, WARM_UP_SECONDS);
  const asked: LoadStep[] = [];
  const told: LoadStep[] = [];
  const costs: number[] = [];
  for (let run = 0; run < options.runs; run++) {
    const before = cpuOf(pid) ?? Number.NaN;
    const step = await both(customers, options.seconds);
    costs.push(((cpuOf(pid) ?? Number.NaN) - before) / step.asked.operations);
    asked.push(step.asked);
    told.push(step.told);
  }
  const note = noteOf(asked, told);
  for (const percentile of [50, 99, 99.9]) {
    report({
      what: `p${percentile} of GET /v1/continuations`,
      unit: 'ms',
      measured: spread(asked.map((one) => percentileMs(one, percentile))),
      ...(percentile === 99 ? { goal: { at: 'most', value: GOAL_MS } as const } : {}),
      note,
    });
  }
  if (costs.some((cost) => Number.isNaN(cost))) return;
  report({
    what: 'CPU per ask, with the interactions taken in beside it',
    unit: 'µs',
    measured: spread(costs),
  });
}

/** Both schedules at once, neither waiting for the other. */
async function both(
  customers: OpenCustomers,
  seconds: number,
): Promise<{ readonly asked: LoadStep; readonly told: LoadStep }> {
  const [asked, told] = await Promise.all([
    openLoop(ASKED, seconds, (index) => customers.ask(index)),
    openLoop(TOLD, seconds, (index) => customers.tell(index)),
  ]);
  return { asked, told };
}

function noteOf(asked: readonly LoadStep[], told: readonly LoadStep[]): string {
  const sum = (steps: readonly LoadStep[], of: (step: LoadStep) => number): number =>
    steps.reduce((total, step) => total + of(step), 0);
  const firstFailure = [...asked, ...told].find((one) => one.firstFailure !== undefined);
  const asks = sum(asked, (step) => step.operations);
  return [
    `${ASKED} asks and ${TOLD} interactions a second of ${CUSTOMERS} customers`,
    `${asks} asks, ${sum(asked, (step) => step.failed)} failed; ` +
      `${sum(told, (step) => step.operations)} interactions, ${sum(told, (step) => step.failed)} failed`,
    ...(firstFailure?.firstFailure === undefined ? [] : [firstFailure.firstFailure]),
    ...(asks < ENOUGH_FOR_P999 ? [`only ${asks} asks: p99.9 is close to the slowest`] : []),
  ].join('; ');
}
