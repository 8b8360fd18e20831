import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A program of this repository running in a process of its own. */
export interface ChildProcessHandle {
  readonly pid: number;
  /** The lines it wrote to its standard output so far. */
  readonly lines: readonly string[];
  /** What it wrote to its standard error so far. */
  errors(): string;
  signal(signal: NodeJS.Signals): void;
  /** SIGKILL, unless it is gone already. Resolves once it is. */
  kill(): Promise<void>;
  /** Resolves with its exit code, null when a signal ended it. */
  readonly exited: Promise<number | null>;
}

const LOADER = join(import.meta.dirname, 'run-sources.mjs');
const MODULES = join(import.meta.dirname, '..', '..', '..', 'node_modules');
/** The project's own Node. */
export const NODE = join(MODULES, '.bin', 'node');
/** The suites start hundreds of processes that load the same modules. */
const COMPILED = join(MODULES, '.cache', 'compiled');

/** Runs `file` (a path) from its sources with these arguments and environment, added to ours. */
export function runSource(
  file: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): ChildProcessHandle {
  return runNode(['--disable-warning=ExperimentalWarning', '--import', LOADER, file, ...args], env);
}

/** Runs Node with these arguments and environment, added to ours. */
export function runNode(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ChildProcessHandle {
  return runProgram(NODE, args, { NODE_COMPILE_CACHE: COMPILED, ...env });
}

/** Runs a program with these arguments and environment, added to ours. */
export function runProgram(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ChildProcessHandle {
  const child = spawn(program, [...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '', ...env },
  });
  const lines: string[] = [];
  const errors: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk.toString()));
  const exited = once(child, 'close').then(([code]) => code as number | null);
  return {
    pid: child.pid ?? -1,
    lines,
    errors: () => errors.join(''),
    signal: (signal) => void child.kill(signal),
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
    exited,
  };
}
