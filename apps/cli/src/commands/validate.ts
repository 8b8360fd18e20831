import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type DefinitionText,
  type FileFault,
  loadDefinitions,
  parseDefinition,
  readDefinitionStream,
  readDefinitionText,
} from '#definitions';
import type { Command } from 'commander';
import { Failure } from '../failure.js';
import { paintFor, showFault } from '../validate/show-fault.js';

interface Options {
  readonly json?: boolean;
  readonly strict?: boolean;
}

/** What was found at one path of the command line. */
interface Checked {
  readonly path: string;
  readonly faults: readonly FileFault[];
  /** The text of a file, as far as it could be read; asked for files with faults only. */
  readonly text: (file: string) => Promise<string | undefined>;
}

/** `throughline validate`: every fault of the definition files at once, with the line it is on. */
export function validateCommand(program: Command): void {
  program
    .command('validate')
    .description(
      'check journey definitions: files, folders of v<N>.yaml or of <name>/v<N>.yaml, or - for standard input',
    )
    .argument('<path...>')
    .option('--json', 'print the faults as one JSON document')
    .option('--strict', 'fail on warnings, too')
    .action(async (paths: string[], { json = false, strict = false }: Options) => {
      const checked: Checked[] = [];
      for (const path of paths) checked.push(...(await check(path)));
      const faults = checked.flatMap((one) => one.faults);
      const errors = faults.filter(({ severity }) => severity === 'error').length;
      const warnings = faults.length - errors;
      if (json) console.log(JSON.stringify({ errors, warnings, faults }, null, 2));
      else for (const one of checked) await print(one);
      if (errors > 0 || (strict && warnings > 0)) throw new Failure(summary(errors, warnings));
    });
}

async function check(path: string): Promise<readonly Checked[]> {
  if (path === '-') return [checkText(path, await readDefinitionStream(process.stdin, path))];
  const found = await stat(path).catch(() => {
    throw new Failure(`${path}: no such file or folder.`, 2);
  });
  if (!found.isDirectory()) return [checkText(path, await readDefinitionText(path))];
  const versions = (await readdir(path)).filter((entry) => /^v[1-9]\d*[.]yaml$/.test(entry));
  if (versions.length === 0) return [await checkFolder(path)];
  const files = versions.sort().map((entry) => join(path, entry));
  return Promise.all(files.map(async (file) => checkText(file, await readDefinitionText(file))));
}

async function checkFolder(path: string): Promise<Checked> {
  const { definitions, faults } = await loadDefinitions(path);
  if (definitions.length + faults.length === 0) {
    throw new Failure(`${path}: there is no <name>/v<N>.yaml in this folder.`, 2);
  }
  const texts = new Map<string, Promise<DefinitionText>>();
  const text = async (file: string): Promise<string | undefined> => {
    const reading = texts.get(file) ?? readDefinitionText(file);
    texts.set(file, reading);
    const read = await reading;
    return 'text' in read ? read.text : undefined;
  };
  return { path, faults, text };
}

function checkText(path: string, read: DefinitionText): Checked {
  const text = 'text' in read ? read.text : undefined;
  const faults = 'text' in read ? parseDefinition(read.text, path).faults : [read.fault];
  return { path, faults, text: () => Promise.resolve(text) };
}

async function print({ path, faults, text }: Checked): Promise<void> {
  const paint = paintFor(process.stdout);
  for (const fault of faults) console.log(showFault(fault, await text(fault.file), paint));
  const errors = faults.filter(({ severity }) => severity === 'error').length;
  if (errors > 0) return;
  const but = faults.length > 0 ? `, but ${summary(0, faults.length)}` : '';
  console.log(`${path}: ${paint('green', 'good')}${but}`);
}

function summary(errors: number, warnings: number): string {
  const count = (number: number, word: string): string[] =>
    number === 0 ? [] : [`${number} ${word}${number === 1 ? '' : 's'}`];
  return [...count(errors, 'error'), ...count(warnings, 'warning')].join(', ');
}
