import { startChild, stopChild } from './children.ts';

/** Where the answer of a worker is told from what else a process may send. */
interface Answer {
  readonly result?: unknown;
  readonly error?: string;
}

export interface WorkerOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Directory for a CPU profile of the whole process. */
  readonly profile?: string;
  /** Further options of Node's own. */
  readonly flags?: readonly string[];
}

/**
 * Runs a file of the benchmark in a process of its own, hands it a job and resolves with its result, which both travel as
 * JSON. Rejects with what the worker threw, or said last before it ended.
 */
export async function askWorker<Job, Result>(
  file: string,
  job: Job,
  { env = {}, profile, flags = [] }: WorkerOptions = {},
): Promise<Result> {
  const profiling = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
  const child = startChild(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', ...profiling, ...flags, file],
    {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    },
  );
  const said: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  try {
    return await new Promise<Result>((resolve, reject) => {
      child.once('message', ({ result, error }: Answer) => {
        if (error === undefined) resolve(result as Result);
        else reject(new Error(error));
      });
      child.once('error', reject);
      child.once('exit', (code) =>
        reject(new Error(`the worker ended (${code}): ${said.join('').slice(-2_000)}`)),
      );
      child.send(job as object);
    });
  } finally {
    await stopChild(child);
  }
}

/** The other end: does one job, answers, and ends when the answer is read. */
export function answerJob<Job, Result>(work: (job: Job) => Promise<Result>): void {
  process.once('disconnect', () => process.exit(1));
  // Told to end: exit in order, so that a profile is written.
  process.once('SIGTERM', () => process.exit(0));
  process.once('message', (job) => {
    work(job as Job).then(
      (result) => process.send?.({ result }),
      (error: unknown) =>
        process.send?.({ error: error instanceof Error ? error.stack : String(error) }),
    );
  });
}
