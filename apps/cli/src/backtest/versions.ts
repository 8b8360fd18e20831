import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type FileFault, loadDefinitions, parseDefinition } from '#definitions';
import { type Definition } from '#journey';
import { Failure } from '../failure.js';

/** Two versions of a journey, and the others beside it. */
export interface Versions {
  readonly live: Definition;
  readonly draft: Definition;
  readonly others: readonly Definition[];
  /** The draft's file, where it was given as one. */
  readonly draftFile: string | undefined;
}

/** Where versions are found. */
export interface Shelf {
  /** What new journeys of this name start on; undefined: nothing. */
  live(name: string): Definition | undefined;
  get(name: string, version: number): Definition | undefined;
  /** What is in force of every journey. */
  readonly inForce: readonly Definition[];
}

/** The files of a folder. The highest version of a name is the live one. Faulty files are told, and left out. */
export async function shelfOfFiles(
  directory: string,
  tell: (line: string) => void,
): Promise<Shelf> {
  const { definitions, faults } = await loadDefinitions(directory);
  for (const fault of faults.filter(isError)) tell(`${lineOf(fault)} (left out)`);
  const latest = new Map(definitions.map((definition) => [definition.name, definition]));
  return {
    live: (name) => latest.get(name),
    get: (name, version) => definitions.find((one) => one.name === name && one.version === version),
    inForce: [...latest.values()],
  };
}

/**
 * Finds what a backtest is of. `draft` and `against` are `<name>@<version>`, `<name>@<file>` or a file. Without `against`
 * the draft is compared with the live version. Throws `Failure` saying what is not there or not right.
 */
export async function findVersions(
  shelf: Shelf,
  journeysDir: string,
  draft: string,
  against: string | undefined,
): Promise<Versions> {
  const found = await find(shelf, journeysDir, draft, undefined);
  const { name, version } = found.definition;
  const live =
    against === undefined
      ? shelf.live(name)
      : (await find(shelf, journeysDir, against, name)).definition;
  if (live === undefined) {
    throw new Failure(`There is no other version of ${name}: name one with --against.`, 2);
  }
  if (live.name !== name) {
    throw new Failure(`--against ${against ?? ''} is of ${live.name}, the draft of ${name}.`, 2);
  }
  if (against === undefined && found.file === undefined && live.version === version) {
    throw new Failure(
      `${name}@${version} is the live version itself: name another with --against, or a draft's file.`,
      2,
    );
  }
  return { live, draft: found.definition, others: shelf.inForce, draftFile: found.file };
}

interface Found {
  readonly definition: Definition;
  readonly file: string | undefined;
}

async function find(
  shelf: Shelf,
  journeysDir: string,
  reference: string,
  nameElse: string | undefined,
): Promise<Found> {
  const [, named = nameElse, place = reference] = /^([a-z][a-z0-9-]*)@(.+)$/.exec(reference) ?? [];
  if (!/^[1-9]\d{0,6}$/.test(place)) {
    const definition = await parseFile(place);
    if (named !== undefined && definition.name !== named) {
      throw new Failure(`${place} is a version of ${definition.name}, not of ${named}.`, 2);
    }
    return { definition, file: place };
  }
  if (named === undefined) {
    throw new Failure(`${reference}: say of which journey, e.g. card-application@${place}.`, 2);
  }
  const known = shelf.get(named, Number(place));
  if (known !== undefined) return { definition: known, file: undefined };
  // On the log's shelf is what was deployed; what is next may lie here already.
  const file = join(journeysDir, named, `v${place}.yaml`);
  return { definition: await parseFile(file), file };
}

async function parseFile(file: string): Promise<Definition> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Failure(
      `${file}: there is no such version. Name a version as <name>@<number>, or its file.`,
      2,
    );
  });
  const { definition, faults } = parseDefinition(text, file);
  if (definition !== undefined) return definition;
  throw new Failure(faults.filter(isError).map(lineOf).join('\n'), 1);
}

function isError({ severity }: FileFault): boolean {
  return severity === 'error';
}

function lineOf({ file, line, column, message }: FileFault): string {
  return `${file}:${line}:${column}: ${message}`;
}
