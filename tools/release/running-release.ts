import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

const ROOT = join(import.meta.dirname, '..', '..');
const START_MS = 60_000;
const SETTLE_MS = 60_000;

/** An answer of the public API. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** This code's backbone as `npm start` runs it, spoken to as its users do: nothing here knows how it is made. */
export interface RunningRelease {
  call(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Ends it in order. */
  stop(): Promise<void>;
}

/** Starts it; `env` says where its data is. `key` is the development key of its first start, which tells it. */
export async function startRelease(
  env: Readonly<Record<string, string>>,
  key?: string,
): Promise<RunningRelease & { readonly key: string }> {
  const child = spawn(process.execPath, ['dist/apps/backbone/src/main.js'], {
    cwd: ROOT,
    env: { ...process.env, PORT: '0', LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ready = (): boolean =>
    /ready: \S+\/\n/.test(said) && (key !== undefined || /tl_\S+\n/.test(said));
  for (let waited = 0; !ready(); waited += 50) {
    if (waited > START_MS || child.exitCode !== null) throw new Error(`it did not start: ${said}`);
    await setTimeout(50);
  }
  const address = /ready: (\S+)\/\n/.exec(said)?.[1] ?? '';
  const useKey = key ?? /(tl_\S+)\n/.exec(said)?.[1] ?? '';
  return {
    key: useKey,
    async call(method, path, body) {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${useKey}` };
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      const response = await fetch(address + path, { method, headers, ...sent });
      const text = await response.text();
      return { status: response.status, body: text === '' ? null : (JSON.parse(text) as unknown) };
    },
    async stop() {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}

/** Runs `throughline …` of this code to its end. Returns what it printed. */
export async function throughline(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const child = spawn(process.execPath, ['dist/apps/cli/src/main.js', ...args], {
    cwd: ROOT,
    env: { ...process.env, LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  await once(child, 'close');
  return said;
}

/** Asks until the answer is as wanted. */
export async function until<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  for (let waited = 0; waited < SETTLE_MS; waited += 50) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await setTimeout(50);
  }
  throw new Error(`${what} has not come`);
}
