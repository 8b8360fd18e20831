import { join } from 'node:path';
import { type ChildProcessHandle, NODE, runNode, runProgram } from './child-process.js';

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

/** Starts `throughline …` on a terminal of its own. The first line says its process id: `pid 123`. */
export function onTerminal(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ChildProcessHandle {
  const words = [NODE, MAIN, ...args].map((word) => `'${word}'`).join(' ');
  const command = `sh -c 'echo pid $$; exec "$@"' throughline ${words}`;
  return runProgram(
    'script',
    ['--quiet', '--return', '--flush', '--command', command, '/dev/null'],
    {
      LOG_LEVEL: 'warn',
      ...env,
    },
  );
}

/** Runs a shell's line in which `throughline` is the command, to its end. */
export async function shell(
  line: string,
  env: Readonly<Record<string, string>> = {},
): Promise<CommandResult> {
  const command = runProgram(
    'bash',
    ['-c', `throughline() { '${NODE}' '${MAIN}' "$@"; }; ${line}`],
    {
      LOG_LEVEL: 'warn',
      ...env,
    },
  );
  const code = await command.exited;
  return { code, lines: command.lines, errors: command.errors() };
}
