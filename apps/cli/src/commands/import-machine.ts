import { readFile } from 'node:fs/promises';
import { fromXStateMachine, parseDefinition } from '#definitions';
import { type Command } from 'commander';
import { Failure } from '../failure.js';
import { write } from './export.js';

interface ImportMachineOptions {
  readonly journey: string;
  readonly startsOn?: string[];
  readonly title?: string;
  readonly out?: string;
}

/** `throughline import-machine`: a journey definition made of an XState machine. */
export function importMachineCommand(program: Command): void {
  program
    .command('import-machine')
    .description(
      'make a journey definition of an XState machine in JSON, and say what could not come over',
    )
    .argument('<json>', 'the machine, as `createMachine` takes it, with guards and actions by name')
    .requiredOption('--journey <name>', 'what the journey is called')
    .option('--starts-on <event...>', 'the events that start it; a machine of `export` knows them')
    .option('--title <text>', 'what people call it')
    .option('--out <file>', 'where to write the definition; else it is printed')
    .action(importMachine);
}

async function importMachine(file: string, options: ImportMachineOptions): Promise<void> {
  const { journey, startsOn, title, out } = options;
  const { yaml, faults } = fromXStateMachine(await readMachine(file), {
    journey,
    ...(startsOn !== undefined && { startsOn }),
    ...(title !== undefined && { title }),
  });
  for (const { path, message, severity } of faults) {
    console.error(`${file} ${['', ...path].join('/')} ${severity}: ${message}`);
  }
  if (yaml === undefined) throw new Failure(`${file}: no journey could be made of it.`);
  if (out === undefined) process.stdout.write(yaml);
  else await write(out, yaml);
  const name = out ?? `${journey}.yaml`;
  for (const { line, column, message, severity } of parseDefinition(yaml, name).faults) {
    console.error(`${name}:${line}:${column} ${severity}: ${message}`);
  }
}

async function readMachine(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Failure(`${file}: no such file.`, 2);
  });
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Failure(`${file} is not JSON: ${String(error)}`);
  }
}
