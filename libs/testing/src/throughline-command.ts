import { join } from 'node:path';
import { type ChildProcessHandle, runNode } from './child-process.js';

const MAIN = join(import.meta.dirname, '../../../dist/apps/cli/src/main.js');

/** What a command came to. */
export interface CommandResult {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly lines: readonly string[];
  readonly errors: string;
}

/** Starts `throughline …` in a process of its own, as `npm run build` made it. */
export function startThroughline(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ChildProcessHandle {
  return runNode([MAIN, ...args], { LOG_LEVEL: 'warn', ...env });
}

/** Runs `throughline …` to its end. */
export async function throughline(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<CommandResult> {
  const command = startThroughline(args, env);
  const code = await command.exited;
  return { code, lines: command.lines, errors: command.errors() };
}
