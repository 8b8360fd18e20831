import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ThroughlineError } from '#ports';
import { type SpecFiles } from './run-spec.js';

/** A definition file and, if there is one, the spec file beside it. */
export interface SpecPaths {
  readonly definition: string;
  readonly spec: string | undefined;
}

const DEFINITION = /^v[1-9]\d{0,6}[.]yaml$/;
const SPEC = /[.]spec[.]yaml$/;
/** What looks like a version's spec. */
const VERSION_SPEC = /^v[1-9]\d{0,6}[.]spec[.]yaml$/;

/**
 * Finds definitions with their specs: below a folder of journeys (`<name>/v<N>.yaml`), in one journey's folder, or by the
 * name of either file. Throws `NOT_FOUND` for a path that is not there, or a spec without its definition.
 */
export async function findSpecs(path: string): Promise<readonly SpecPaths[]> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new ThroughlineError('NOT_FOUND', `${path}: no such file or folder.`, { cause });
  });
  if (!found.isDirectory()) return [await pairOf(path)];
  const entries = await readdir(path, { withFileTypes: true });
  const names = entries.map(({ name }) => name).sort(byVersion);
  const specs = names.filter((name) => VERSION_SPEC.test(name));
  const here = names.filter((name) => DEFINITION.test(name));
  const orphans = specs.filter((name) => !here.includes(name.replace(SPEC, '.yaml')));
  const inFolders = entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(path, name))
    .sort()
    .map(findSpecs);
  return [
    ...(await Promise.all([...here, ...orphans].map((name) => pairOf(join(path, name))))),
    ...(await Promise.all(inFolders)).flat(),
  ];
}

/** Reads both files. */
export async function readSpecFiles(definition: string, spec: string): Promise<SpecFiles> {
  const read = async (file: string) => ({ file, text: await readFile(file, 'utf8') });
  return { definition: await read(definition), spec: await read(spec) };
}

async function pairOf(path: string): Promise<SpecPaths> {
  const definition = path.replace(SPEC, '.yaml');
  const spec = definition.replace(/[.]yaml$/, '.spec.yaml');
  if (!(await exists(definition))) {
    const message = `${path}: the definition it is about, ${definition}, is not there.`;
    throw new ThroughlineError('NOT_FOUND', message);
  }
  return { definition, spec: (await exists(spec)) ? spec : undefined };
}

function exists(file: string): Promise<boolean> {
  return stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
}

/** v2 before v10. */
function byVersion(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true });
}
