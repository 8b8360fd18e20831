#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installationRoot } from '#config';
import { Refusal, systemRefusal, ThroughlineError } from '#ports';
import { Command } from 'commander';
import { backtestCommand } from './commands/backtest.js';
import { checkCommand } from './commands/check.js';
import { conflictsCommand } from './commands/conflicts.js';
import { deployCommand } from './commands/deploy.js';
import { commandCommand } from './commands/command.js';
import { devCommand } from './commands/dev.js';
import { emitCommand } from './commands/emit.js';
import { eraseCommand } from './commands/erase.js';
import { exportCommand } from './commands/export.js';
import { figuresCommand } from './commands/figures.js';
import { importMachineCommand } from './commands/import-machine.js';
import { importCommand } from './commands/import.js';
import { inspectCommand } from './commands/inspect.js';
import { keysCommand } from './commands/keys.js';
import { migrateCommand } from './commands/migrate.js';
import { tailCommand } from './commands/tail.js';
import { testCommand } from './commands/test.js';
import { unmatchedCommand } from './commands/unmatched.js';
import { validateCommand } from './commands/validate.js';
import { endQuietlyUnread } from './end-quietly-unread.js';
import { Failure } from './failure.js';
import { refusedHere } from './refused.js';
import { UnreadableFile } from './import/source-row.js';

const { version } = JSON.parse(readFileSync(join(installationRoot(), 'package.json'), 'utf8')) as {
  readonly version: string;
};
const program = new Command('throughline')
  .version(version)
  .description('one journey, every channel')
  .showHelpAfterError()
  .configureHelp({ sortSubcommands: true });

const commands = [
  backtestCommand,
  checkCommand,
  commandCommand,
  conflictsCommand,
  deployCommand,
  devCommand,
  emitCommand,
  eraseCommand,
  exportCommand,
  figuresCommand,
  importCommand,
  importMachineCommand,
  inspectCommand,
  keysCommand,
  migrateCommand,
  tailCommand,
  testCommand,
  unmatchedCommand,
  validateCommand,
];
for (const add of commands) add(program);

endQuietlyUnread(process.stdout);

try {
  await program.parseAsync();
} catch (thrown) {
  const error = thrown instanceof Refusal ? refusedHere(thrown) : thrown;
  const told =
    error instanceof Failure ||
    error instanceof ThroughlineError ||
    error instanceof UnreadableFile;
  console.error(systemRefusal(error) ?? (told ? error.message : error));
  process.exitCode = error instanceof Failure ? error.exitCode : 1;
}
