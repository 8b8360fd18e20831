import { join } from 'node:path';
import type { Report } from '../measure/finding.ts';
import { spread } from '../measure/statistics.ts';
import type { Options } from '../options.ts';
import type { Stack } from '../services/infrastructure.ts';
import { askWorker } from '../services/worker.ts';
import { inFreshDirectory } from '../services/workspace.ts';
import type { Distribution } from '../traffic/card-applications.ts';
import type { LoopJob, LoopResult, Pass } from './loop-job.ts';

const PROCESS = join(import.meta.dirname, 'loop-process.ts');

/** End to end without the gateway, beside the floor, on one log and store; Zipf and uniform customers. */
export async function measureLoop(stack: Stack, options: Options, report: Report): Promise<void> {
  for (const distribution of ['zipf', 'uniform'] as const) {
    const result = await inFreshDirectory((directory) =>
      askWorker<LoopJob, LoopResult>(
        PROCESS,
        {
          env: { ...stack.env, DATA_DIR: directory, LOG_LEVEL: 'silent' },
          pids: stack.pids,
          distribution,
          runs: options.runs,
          events: options.events,
          subjects: options.subjects,
        },
        options.profile === undefined ? {} : { profile: options.profile },
      ),
    );
    tell(stack, distribution, result, report);
  }
}

const perSecond = ({ records, seconds }: Pass): number => records / seconds;
const perRecord = ({ records, cpuMicros }: Pass): number => cpuMicros / records;

function tell(stack: Stack, distribution: Distribution, result: LoopResult, report: Report): void {
  const { runs, dispositions, problems } = result;
  const section = `loop, ${stack.name}, ${distribution}`;
  const loops = runs.map((run) => run.loop);
  const floors = runs.map((run) => run.floor);
  const [first] = loops;
  const kinds = Object.entries(dispositions).map(([kind, count]) => `${kind} ${count}`);
  report({
    section,
    what: 'loop, events/s',
    unit: '/s',
    measured: spread(loops.map(perSecond)),
    ...(stack.name === 'embedded' ? { goal: { at: 'least', value: 5_000 } } : {}),
    note: `${first?.records} interactions a run, ${first?.outputs} outputs in the first; ${kinds.join(', ')}; waited or begun anew ${problems.length} times${problems.length > 0 ? `, first: ${problems[0]}` : ''}`,
  });
  report({
    section,
    what: 'copy floor, records/s',
    unit: '/s',
    measured: spread(floors.map(perSecond)),
  });
  report({
    section,
    what: 'loop / floor, by the wall',
    unit: '×',
    measured: spread(runs.map(({ loop, floor }) => perSecond(loop) / perSecond(floor))),
    ...(stack.name === 'kafka-redis' ? { goal: { at: 'least', value: 0.5 } } : {}),
  });
  report({
    section,
    what: 'loop, CPU of the orchestrator per event',
    unit: 'µs',
    measured: spread(loops.map(perRecord)),
    goal: { at: 'most', value: 60 },
  });
  report({
    section,
    what: 'copy floor, CPU per record',
    unit: 'µs',
    measured: spread(floors.map(perRecord)),
  });
  report({
    section,
    what: 'floor / loop, by CPU of our process',
    unit: '×',
    measured: spread(runs.map(({ loop, floor }) => perRecord(floor) / perRecord(loop))),
  });
  tellOthers(section, loops, floors, report);
}

/** What the broker and the store spend on it is part of the price. */
function tellOthers(
  section: string,
  loops: readonly Pass[],
  floors: readonly Pass[],
  report: Report,
): void {
  for (const [name, passes] of [
    ['loop', loops],
    ['copy floor', floors],
  ] as const) {
    for (const other of Object.keys(passes[0]?.otherCpuMicros ?? {})) {
      const times = passes.map((pass) => (pass.otherCpuMicros[other] ?? 0) / pass.records);
      report({
        section,
        what: `${name}, CPU of ${other} per event`,
        unit: 'µs',
        measured: spread(times),
      });
    }
  }
}
