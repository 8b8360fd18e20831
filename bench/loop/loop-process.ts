/** Preloads the log, then lets loop and floor pass over the same records in turn, in one process with one client. */
import { loadConfig } from '#config';
import { openInfrastructure } from '#nest';
import { answerJob } from '../services/worker.ts';
import { copyFloor } from './copy-floor.ts';
import { endsOf } from './ends-of.ts';
import type { LoopJob, LoopResult, Pass } from './loop-job.ts';
import { type Heard, type Infrastructure, loopPass } from './loop-pass.ts';
import { preload } from './preload.ts';

answerJob(async (job: LoopJob): Promise<LoopResult> => {
  const infrastructure = await openInfrastructure(loadConfig(job.env), console.error);
  try {
    const heard: Heard = { dispositions: new Map(), problems: [] };
    const runs: LoopResult['runs'][number][] = [];
    await pairOfPasses(infrastructure, job, -1, { dispositions: new Map(), problems: [] }); // warm-up
    for (let run = 0; run < job.runs; run++) {
      runs.push(await pairOfPasses(infrastructure, job, run, heard));
    }
    return { runs, dispositions: Object.fromEntries(heard.dispositions), problems: heard.problems };
  } finally {
    await infrastructure.close();
  }
});

/** Which goes first alternates, so that neither always finds the records warm. */
async function pairOfPasses(
  infrastructure: Infrastructure,
  job: LoopJob,
  run: number,
  heard: Heard,
): Promise<{ loop: Pass; floor: Pass }> {
  const { log, codec } = infrastructure;
  const { events, subjects, distribution, pids } = job;
  const from = await endsOf(log);
  const name = `${distribution}-${run}-${process.pid}`;
  await preload(log, codec, { events, subjects, distribution, run: name });
  const range = { from, to: await endsOf(log) };
  const copy = (): Promise<Pass> => copyFloor({ log, group: `bench-floor-${name}`, range, pids });
  if (run % 2 !== 0) {
    const floor = await copy();
    return { floor, loop: await loopPass(infrastructure, range, pids, heard) };
  }
  const loop = await loopPass(infrastructure, range, pids, heard);
  return { loop, floor: await copy() };
}
