import { readFile, stat } from 'node:fs/promises';
import { loadDefinitions, parseDefinition, type FileFault } from '#definitions';
import type { Command } from 'commander';
import { Failure } from '../failure.js';

/** `throughline validate`: every fault of the definition files at once, with the line it is on. */
export function validateCommand(program: Command): void {
  program
    .command('validate')
    .description('check journey definitions: files, or folders of <name>/v<N>.yaml')
    .argument('<path...>')
    .action(async (paths: string[]) => {
      let errors = 0;
      for (const path of paths) errors += await validate(path);
      if (errors > 0) throw new Failure(`${errors} ${errors === 1 ? 'error' : 'errors'}`);
    });
}

async function validate(path: string): Promise<number> {
  const faults = await faultsOf(path);
  for (const fault of faults) console.log(await shown(fault));
  const errors = faults.filter((fault) => fault.severity === 'error').length;
  if (errors === 0) console.log(`${path}: good`);
  return errors;
}

async function faultsOf(path: string): Promise<readonly FileFault[]> {
  const found = await stat(path).catch(() => {
    throw new Failure(`${path}: no such file or folder.`, 2);
  });
  if (found.isDirectory()) return (await loadDefinitions(path)).faults;
  return parseDefinition(await readFile(path, 'utf8'), path).faults;
}

async function shown(fault: FileFault): Promise<string> {
  const lines = (await readFile(fault.file, 'utf8').catch(() => '')).split(/\r?\n/);
  const source = lines[fault.line - 1] ?? '';
  const gutter = String(fault.line).padStart(5);
  const mark = `${' '.repeat(gutter.length)} | ${' '.repeat(Math.max(0, fault.column - 1))}^`;
  return `${fault.file}:${fault.line}:${fault.column} ${fault.severity}: ${fault.message}\n${gutter} | ${source}\n${mark}`;
}
