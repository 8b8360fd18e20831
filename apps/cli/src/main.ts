#!/usr/bin/env node
import { Command } from 'commander';
import { Failure } from './failure.js';
import { checkCommand } from './commands/check.js';
import { emitCommand } from './commands/emit.js';
import { importCommand } from './commands/import.js';
import { tailCommand } from './commands/tail.js';
import { validateCommand } from './commands/validate.js';

const program = new Command('throughline')
  .description('one journey, every channel')
  .showHelpAfterError()
  .configureHelp({ sortSubcommands: true });

for (const add of [checkCommand, emitCommand, importCommand, tailCommand, validateCommand])
  add(program);

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  console.error(error.message);
  process.exitCode = error.exitCode;
}
