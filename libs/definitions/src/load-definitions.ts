import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Definition } from '#journey';
import { ThroughlineError } from '#ports';
import { readDefinitionText } from './definition-text.js';
import { type FileFault } from './file-fault.js';
import { type ParsedDefinition, parseDefinition } from './parse-definition.js';
import { readYaml } from './yaml-file.js';

export interface LoadedDefinitions {
  /** By name, then version, rising. */
  readonly definitions: readonly Definition[];
  /** Of all files. A file with an error gives no definition; the others still do. */
  readonly faults: readonly FileFault[];
}

const VERSION_FILE = /^v([1-9]\d{0,6})[.]yaml$/;
/** What looks like a version but would be passed over in silence. */
const NEARLY = /^v\d+[.]ya?ml$/i;

/** A file that lies where a version lies. */
export interface DefinitionFile {
  readonly file: string;
  /** As its path says. */
  readonly name: string;
  readonly version: number;
  /** Undefined: it could not be read; `fault` says why. */
  readonly text: string | undefined;
  readonly fault?: FileFault;
}

/**
 * Reads every `<name>/v<N>.yaml` below a folder; other files lie there undisturbed. A file whose journey or version
 * disagrees with its path is an error. Throws `NOT_FOUND` when the folder cannot be read.
 */
export async function loadDefinitions(directory: string): Promise<LoadedDefinitions> {
  const { files, faults } = await readDefinitionFiles(directory);
  const parsed = files.map(parseDefinitionFile);
  return {
    definitions: parsed.flatMap(({ definition }) => definition ?? []),
    faults: [...faults, ...parsed.flatMap((one) => one.faults)],
  };
}

/** The files of `loadDefinitions` as they lie there, by name, then version, rising; with the faults of file names. */
export async function readDefinitionFiles(directory: string): Promise<{
  readonly files: readonly DefinitionFile[];
  readonly faults: readonly FileFault[];
}> {
  const files: DefinitionFile[] = [];
  const faults: FileFault[] = [];
  for (const name of await foldersOf(directory)) {
    for (const entry of (await readdir(join(directory, name))).sort()) {
      const file = join(directory, name, entry);
      const version = VERSION_FILE.exec(entry)?.[1];
      if (version !== undefined) files.push(await readDefinitionFile(file, name, Number(version)));
      else if (NEARLY.test(entry)) faults.push(misnamed(file));
    }
  }
  files.sort((a, b) => compare(a.name, b.name) || a.version - b.version);
  return { files, faults };
}

/** What is in a file; journey and version must be what its path says. */
export function parseDefinitionFile(file: DefinitionFile): ParsedDefinition {
  const { name, version, text, fault } = file;
  if (text === undefined) return { faults: fault === undefined ? [] : [fault] };
  const parsed = parseDefinition(text, file.file);
  const { definition } = parsed;
  if (definition === undefined) return parsed;
  const { locate } = readYaml(text, file.file);
  const faults = [...parsed.faults];
  const disagree = (path: string, is: string | number, expected: string | number): void => {
    const message = `the file lies in the place of \`${path}: ${expected}\`, but says \`${is}\``;
    faults.push(locate({ path: [path], message, severity: 'error' }));
  };
  if (definition.name !== name) disagree('journey', definition.name, name);
  if (definition.version !== version) disagree('version', definition.version, version);
  return faults.length > parsed.faults.length ? { faults } : parsed;
}

async function foldersOf(directory: string): Promise<string[]> {
  try {
    const entries = await readdir(directory, { withFileTypes: true });
    const folders = await Promise.all(
      entries.map(async (entry) => {
        // A link may lead to a folder, or nowhere.
        const found = entry.isSymbolicLink()
          ? await stat(join(directory, entry.name)).catch(() => entry)
          : entry;
        return found.isDirectory() ? [entry.name] : [];
      }),
    );
    return folders.flat().sort();
  } catch (cause) {
    const message = `No journey definitions: ${directory} cannot be read. Set JOURNEYS_DIR to the folder that holds <name>/v<N>.yaml.`;
    throw new ThroughlineError('NOT_FOUND', message, { cause });
  }
}

async function readDefinitionFile(
  file: string,
  name: string,
  version: number,
): Promise<DefinitionFile> {
  const read = await readDefinitionText(file);
  return { file, name, version, text: undefined, ...read };
}

function misnamed(file: string): FileFault {
  const message = 'not read: a version is called v<N>.yaml, such as v1.yaml';
  return { file, line: 1, column: 1, path: [], message, severity: 'warning' };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
