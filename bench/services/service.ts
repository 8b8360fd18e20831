import type { ChildProcess } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { makeKey } from '#security';
import { killChild, startChild, stopChild } from './children.ts';

const APPS = join(import.meta.dirname, '..', '..', 'dist', 'apps');
const START_TIMEOUT_MS = 60_000;

/** One of our services in a process of its own, as `npm run build` made it. */
export interface Service {
  /** `http://host:port`. */
  readonly address: string;
  readonly pid: number;
  /** ms from its start to the line that says it is ready. */
  readonly readyAfterMs: number;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

/** Starts a service on a free port; resolves when it says that it is ready, rejects with what it said instead. */
export function startService(
  app: 'backbone' | 'gateway' | 'orchestrator',
  env: Readonly<Record<string, string>>,
): Promise<Service> {
  const file = join(APPS, app, 'src', 'main.js');
  return startUntilReady(process.execPath, ['--disable-warning=ExperimentalWarning', file], env);
}

/** The same for any command that starts one. */
export async function startUntilReady(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Service> {
  const began = performance.now();
  const child = startChild(program, args, {
    env: { ...process.env, PORT: '0', LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  try {
    const address = await firstAddress(child, args.join(' '));
    return {
      address,
      pid: child.pid ?? -1,
      readyAfterMs: performance.now() - began,
      stop: () => stopChild(child),
      kill: () => killChild(child),
    };
  } catch (error) {
    await killChild(child);
    throw error;
  }
}

/** The address in the first line that has one. Reads on afterwards, so that the child never waits for us. */
function firstAddress(child: ChildProcess, what: string): Promise<string> {
  const said: string[] = [];
  return new Promise<string>((resolve, reject) => {
    const fail = (why: string): void => {
      clearTimeout(timer);
      reject(new Error(`${what} did not start, ${why}: ${said.slice(-20).join('\n')}`));
    };
    const timer = setTimeout(() => fail('or not in time'), START_TIMEOUT_MS);
    const hear = (line: string): void => {
      if (said.length < 100) said.push(line);
      const url = /(http:\/\/[^/\s]+)/.exec(line)?.[1];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve(url);
    };
    if (child.stdout !== null) createInterface({ input: child.stdout }).on('line', hear);
    child.stderr?.on('data', (chunk: Buffer) => said.push(chunk.toString()));
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code) => fail(`it ended with ${code}`));
  });
}

/** Puts a channel key for everything into a data directory that has none, and returns it. */
export async function giveKey(dataDirectory: string): Promise<string> {
  const { key, stored } = makeKey('bench', { channels: ['*'], types: ['*'] }, Date.now());
  await mkdir(dataDirectory, { recursive: true });
  await writeFile(join(dataDirectory, 'channel-keys.json'), JSON.stringify([stored]), {
    mode: 0o600,
  });
  return key;
}

/** Resolves when `/health/ready` says 200: every part of the service works. */
export async function untilHealthy(address: string): Promise<void> {
  for (const deadline = Date.now() + START_TIMEOUT_MS; ;) {
    const response = await fetch(`${address}/health/ready`).catch(() => undefined);
    const text = await response?.text();
    if (response?.status === 200) return;
    if (Date.now() > deadline) throw new Error(`${address} is not ready: ${text ?? 'no answer'}`);
    await new Promise((wake) => setTimeout(wake, 10));
  }
}
