import { basename, dirname, join } from 'node:path';
import { installationRoot } from '#config';
import { findSpecs } from '#replay';
import type { Finding, Report } from '../measure/finding.ts';
import { spread } from '../measure/statistics.ts';
import type { Options } from '../options.ts';
import { askWorker } from '../services/worker.ts';
import type {
  CompareJob,
  CompareResult,
  Contender,
  DecideJob,
  DecideResult,
  TrafficSource,
} from './decide-job.ts';

const PROCESS = join(import.meta.dirname, 'decide-process.ts');
const COMPARISON = join(import.meta.dirname, 'compare-process.ts');
const GOAL = { at: 'most', value: 5 } as const;
/** A young generation, in MiB, that what a slice of records allocates fits in. */
const YOUNG = ['--min-semi-space-size=256', '--max-semi-space-size=256'];
const ALONE = 'decide alone';
const COMPARED = 'decide, our chart and XState in turns';

interface Measured {
  readonly name: string;
  readonly traffic: TrafficSource;
}

/** The pure function alone, on every journey that has scenarios and on a bank's real log; and beside XState. */
export async function measureDecide(options: Options, report: Report): Promise<void> {
  const all = await everything();
  for (const one of all) await attempt(one, ALONE, report, () => alone(one, options, report));
  // On made-up card applications the comparison would be that of their scenarios again.
  for (const one of all.filter(({ traffic }) => traffic.kind !== 'card-applications')) {
    await attempt(one, COMPARED, report, () => compared(one, options, report));
  }
}

/** Each version that has a spec file beside it, the applications the loop is measured with, and the bank's log. */
async function everything(): Promise<Measured[]> {
  const found = await findSpecs(join(installationRoot(), 'journeys'));
  const versions = found.flatMap(({ definition, spec }): Measured[] => {
    if (spec === undefined) return [];
    const name = `${basename(dirname(definition))} ${basename(definition, '.yaml')}`;
    return [{ name, traffic: { kind: 'scenarios', definition, spec } }];
  });
  return [
    ...versions,
    { name: 'card applications, made up', traffic: { kind: 'card-applications' } },
    { name: 'loan applications, a bank’s log', traffic: { kind: 'loan-log' } },
  ];
}

async function attempt(
  { name }: Measured,
  section: string,
  report: Report,
  measure: () => Promise<void>,
): Promise<void> {
  try {
    await measure();
  } catch (error) {
    const notMeasured =
      error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    report({ section, what: name, unit: '', notMeasured });
  }
}

async function alone({ name, traffic }: Measured, options: Options, report: Report): Promise<void> {
  const { runs, events, subjects, profile } = options;
  const job = { traffic, runs, events, subjects };
  const timed = await askWorker<DecideJob, DecideResult>(
    PROCESS,
    { ...job, measure: 'time' },
    profile === undefined ? {} : { profile },
  );
  const sized = await askWorker<DecideJob, DecideResult>(
    PROCESS,
    { ...job, measure: 'allocation' },
    { flags: ['--expose-gc', ...YOUNG] },
  );
  const kinds = Object.entries(timed.dispositions).map(([kind, count]) => `${kind} ${count}`);
  const note = `${timed.records} records, ${timed.source}: ${kinds.join(', ')}`;
  const found = (
    what: string,
    unit: string,
    all: readonly number[],
    more: Partial<Finding>,
  ): void =>
    report({ section: ALONE, what: `${name}, ${what}`, unit, measured: spread(all), ...more });
  found('CPU per record', 'µs', timed.cpuMicros, { goal: GOAL, note });
  found('by the wall’s clock', 'µs', timed.wallMicros, {});
  found('allocated per record', 'bytes', sized.allocatedBytes, {});
}

async function compared(
  { name, traffic }: Measured,
  { runs, events, subjects }: Options,
  report: Report,
): Promise<void> {
  const result = await askWorker<CompareJob, CompareResult>(COMPARISON, {
    traffic,
    runs,
    events,
    subjects,
  });
  const { decide, contenders, records, steps, journeys, leftOut } = result;
  const row = (what: string, unit: string, all: readonly number[], note?: string): void =>
    report({
      section: COMPARED,
      what: `${name}, ${what}`,
      unit,
      measured: spread(all),
      ...(note !== undefined && { note }),
    });
  const ratio = (theirs: Contender, ours: readonly number[]): readonly number[] =>
    contenders[theirs].map((micros, round) => micros / (ours[round] ?? NaN));
  const about = `${records} records are ${steps} steps of ${journeys} charts; ${leftOut} steps on which the engines or the fold do not agree are left out`;
  row('decide per record', 'µs', decide, about);
  for (const [contender, micros] of Object.entries(contenders)) {
    row(`${contender}, per step`, 'µs', micros);
  }
  const bare = 'xstate without its actor, plain guards';
  const plain = contenders['ours, plain guards'];
  row(
    'xstate ÷ ours, CEL guards',
    '×',
    ratio('xstate, CEL guards', contenders['ours, CEL guards']),
  );
  row('xstate ÷ ours, plain guards', '×', ratio('xstate, plain guards', plain));
  row('xstate without its actor ÷ ours, plain guards', '×', ratio(bare, plain));
  row(
    'xstate with CEL guards ÷ decide',
    '×',
    ratio('xstate, CEL guards', decide),
    'XState takes the step and nothing else; decide also correlates, captures fields, dedupes, keeps timers, and says what happened',
  );
}
