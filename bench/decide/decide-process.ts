/** `decide` and nothing else: records and states are in memory, nothing is decoded, encoded or stored. */
import { GCProfiler } from 'node:v8';
import { answerJob } from '../services/worker.ts';
import type { DecideJob, DecideResult } from './decide-job.ts';
import { Log } from './fold-all.ts';
import { trafficOf } from './traffic.ts';

/** Until the compiler has seen enough of it. */
const WARM_UP_RECORDS = 200_000;

/** What is allocated for so many records is less than the young generation holds. */
const SLICE = 5_000;

answerJob(async (job: DecideJob): Promise<DecideResult> => {
  const { source, definitions, records } = await trafficOf(job);
  const log = new Log(definitions, records);
  for (let done = 0; done < WARM_UP_RECORDS; done += records.length) foldFromNothing(log);
  const cpuMicros: number[] = [];
  const wallMicros: number[] = [];
  const allocatedBytes: number[] = [];
  for (let run = 0; run < job.runs; run++) {
    if (job.measure === 'allocation') {
      allocatedBytes.push(allocatedBy(log) / records.length);
      continue;
    }
    const cpu = process.cpuUsage();
    const began = performance.now();
    foldFromNothing(log);
    wallMicros.push(((performance.now() - began) * 1_000) / records.length);
    const { user, system } = process.cpuUsage(cpu);
    cpuMicros.push((user + system) / records.length);
  }
  const dispositions = dispositionsOf(log);
  return {
    source,
    records: records.length,
    cpuMicros,
    wallMicros,
    allocatedBytes,
    dispositions,
  };
});

function foldFromNothing(log: Log): void {
  log.reset();
  log.fold();
}

function dispositionsOf(log: Log): Record<string, number> {
  const kinds: Record<string, number> = {};
  log.reset();
  log.fold(0, log.records.length, ({ disposition: { kind } }) => {
    kinds[kind] = (kinds[kind] ?? 0) + 1;
  });
  return kinds;
}

/**
 * Bytes by which the heap grows while the log is folded, slice by slice. The process has a young generation so large that
 * nothing is collected within a slice; where something was, the growth would say too little, and it throws.
 */
function allocatedBy(log: Log): number {
  log.reset();
  let bytes = 0;
  for (let from = 0; from < log.records.length; from += SLICE) {
    collectGarbage();
    const profiler = new GCProfiler();
    profiler.start();
    const before = process.memoryUsage().heapUsed;
    log.fold(from, from + SLICE);
    bytes += process.memoryUsage().heapUsed - before;
    const { length } = profiler.stop()?.statistics ?? [];
    if (length > 0) throw new Error('garbage was collected while it was measured');
  }
  return bytes;
}

function collectGarbage(): void {
  if (globalThis.gc === undefined) throw new Error('the process is not started with --expose-gc');
  globalThis.gc();
}
