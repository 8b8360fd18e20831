import { join } from 'node:path';
import { type Finding, type Report } from '../measure/finding.ts';
import { spread } from '../measure/statistics.ts';
import { type Options } from '../options.ts';
import { type StackName, startRedis } from '../services/infrastructure.ts';
import { askWorker } from '../services/worker.ts';
import { inFreshDirectory } from '../services/workspace.ts';
import { type MemoryJob, type MemoryResult } from './memory-job.ts';

const PROCESS = join(import.meta.dirname, 'memory-process.ts');
const JOURNEYS_DIR = join(import.meta.dirname, '..', 'journeys');

/** What an open journey with ten fields and one timer takes in Redis, and in the embedded store. */
export async function measureMemory(options: Options, report: Report): Promise<void> {
  const redis = await startRedis();
  try {
    const goal = { at: 'most', value: 400 } as const;
    await measure('kafka-redis', { REDIS_URL: redis.url }, options, (one) =>
      report({ ...one, goal }),
    );
  } finally {
    await redis.stop();
  }
  await measure('embedded', {}, options, report);
}

async function measure(
  stack: StackName,
  env: Readonly<Record<string, string>>,
  { journeys }: Options,
  report: Report,
): Promise<void> {
  await inFreshDirectory(async (directory) => {
    const result = await askWorker<MemoryJob, MemoryResult>(PROCESS, {
      env: { ...env, DATA_DIR: directory, JOURNEYS_DIR },
      journeys,
    });
    const parts = Object.entries(result.byKey).map(([kind, bytes]) => `${kind} ${bytes}`);
    const finding: Finding = {
      section: 'memory of an open journey (10 fields, 1 timer)',
      what: stack === 'embedded' ? 'embedded, bytes on disk' : 'Redis, bytes of used_memory',
      unit: 'B',
      measured: spread([result.bytesPerJourney]),
      note: `${journeys} journeys over the embedded log; encoded state ${Math.round(result.stateBytes)} B; ${parts.join(', ')}`,
    };
    report(finding);
  });
}
