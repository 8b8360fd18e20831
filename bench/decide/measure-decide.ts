import { join } from 'node:path';
import type { Report } from '../measure/finding.ts';
import { spread } from '../measure/statistics.ts';
import type { Options } from '../options.ts';
import { askWorker } from '../services/worker.ts';
import type { DecideJob, DecideResult } from './decide-job.ts';

const PROCESS = join(import.meta.dirname, 'decide-process.ts');
const GOAL = { at: 'most', value: 5 } as const;

/** The pure function alone, on card applications and on a bank's real log of loan applications. */
export async function measureDecide(options: Options, report: Report): Promise<void> {
  const { runs, events, subjects, profile } = options;
  for (const journey of ['card-application', 'loan-application'] as const) {
    const result = await askWorker<DecideJob, DecideResult>(
      PROCESS,
      { journey, runs, events, subjects },
      profile === undefined ? {} : { profile },
    );
    const section = 'decide alone';
    const kinds = Object.entries(result.dispositions).map(([kind, count]) => `${kind} ${count}`);
    report({
      section,
      what: `${journey}, CPU per record`,
      unit: 'µs',
      measured: spread(result.cpuMicros),
      goal: GOAL,
      note: `${result.records} records, ${result.source}: ${kinds.join(', ')}`,
    });
    report({
      section,
      what: `${journey}, by the wall's clock`,
      unit: 'µs',
      measured: spread(result.wallMicros),
    });
  }
}
