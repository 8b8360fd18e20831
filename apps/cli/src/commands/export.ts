import { readFile, stat, writeFile } from 'node:fs/promises';
import { loadConfig } from '#config';
import {
  differencesInXState,
  loadDefinitions,
  parseDefinition,
  toMermaid,
  toScxml,
  toXStateMachine,
} from '#definitions';
import type { Definition, DefinitionSource } from '#journey';
import { type Command, Option } from 'commander';
import { answerOf, apiOf, type ApiOptions } from '../api-client.js';
import { Failure } from '../failure.js';
import { subjectNamed } from '../subject-named.js';
import { withApi } from './api-options.js';

interface ExportOptions {
  readonly as?: 'mermaid' | 'scxml' | 'xstate';
  readonly out?: string;
}

/** `throughline export`: a journey in a form other tools read, or all that is kept of a person. */
export function exportCommand(program: Command): void {
  const command = program
    .command('export')
    .description('write a journey as a Mermaid diagram, an SCXML document or an XState machine')
    .argument(
      '<journey>',
      'a definition file, or a name of JOURNEYS_DIR: its newest version, or name@version',
    )
    .addOption(new Option('--as <form>', 'the form').choices(['mermaid', 'scxml', 'xstate']))
    .option('--out <file>', 'where to write it; else it is printed')
    .action(exportJourney);

  withApi(command.command('subject'))
    .description('everything that is kept of a person, as JSON')
    .argument('<customer>', 'a subject’s id, or an identifier, e.g. email=ana@example.org')
    .action(exportSubject);
}

/** `--out` is the outer command's. */
async function exportSubject(customer: string, api: ApiOptions, command: Command): Promise<void> {
  const { out } = command.optsWithGlobals<{ readonly out?: string }>();
  const subject = await subjectNamed(api, customer);
  const params = { path: { id: subject } };
  const data = await answerOf(apiOf(api).GET('/v1/subjects/{id}/export', { params }));
  const text = `${JSON.stringify(data, null, 2)}\n`;
  if (out === undefined) process.stdout.write(text);
  else await write(out, text);
}

async function exportJourney(journey: string, { as, out }: ExportOptions): Promise<void> {
  if (as === undefined) throw new Failure('--as says the form: mermaid, scxml or xstate.', 2);
  const isFile = await stat(journey).then(
    (found) => found.isFile(),
    () => false,
  );
  const { source } = isFile ? await fromFile(journey) : await byName(journey);
  const text = FORMS[as](source);
  if (as === 'xstate') {
    for (const difference of differencesInXState(source)) console.error(`note: ${difference}`);
  }
  if (out === undefined) process.stdout.write(text);
  else await write(out, text);
}

const FORMS: Readonly<
  Record<NonNullable<ExportOptions['as']>, (source: DefinitionSource) => string>
> = {
  mermaid: toMermaid,
  scxml: toScxml,
  xstate: (source) => `${JSON.stringify(toXStateMachine(source), null, 2)}\n`,
};

async function fromFile(file: string): Promise<Definition> {
  const { definition, faults } = parseDefinition(await readFile(file, 'utf8'), file);
  if (definition !== undefined) return definition;
  const errors = faults.filter(({ severity }) => severity === 'error').length;
  throw new Failure(`${file} has ${errors} errors; \`throughline validate ${file}\` shows them.`);
}

async function byName(journey: string): Promise<Definition> {
  const { journeysDir } = loadConfig();
  const { definitions } = await loadDefinitions(journeysDir);
  const [name, version] = journey.split('@');
  const found = definitions.findLast(
    (one) => one.name === name && (version === undefined || String(one.version) === version),
  );
  if (found !== undefined) return found;
  const known = definitions.map((one) => `${one.name}@${one.version}`).join(', ');
  throw new Failure(`${journey} is no file, and no journey of ${journeysDir}: ${known}.`, 2);
}

/** Throws a `Failure` when the file cannot be written. */
export async function write(file: string, text: string): Promise<void> {
  await writeFile(file, text).catch((error: unknown) => {
    throw new Failure(`${file} cannot be written: ${String(error)}`);
  });
}
