import { createHash } from 'node:crypto';
import { checkCompatibility, type CompatibilityMode } from './compatibility.js';
import { newestOf, type SchemaFile } from './schema-files.js';

/** SHA-256 of every released schema file, by file name. Only ever grows. */
export type Releases = Readonly<Record<string, string>>;

/** What we replay must be readable both ways; what others send us, only by us. */
const MODES: Readonly<Record<string, CompatibilityMode>> = {
  'inbound-interaction': 'BACKWARD_TRANSITIVE',
};

/**
 * Everything wrong with the schema files, in words; empty when all is well. `releases` undefined: what is released is
 * not looked at.
 */
export function checkSchemas(files: readonly SchemaFile[], releases?: Releases): readonly string[] {
  return [
    ...histories(files).flatMap(historyFaults),
    ...newestOf(files).flatMap((file) => referenceFaults(file, files)),
    ...files.flatMap(logicalTypeFaults),
    ...(releases === undefined ? [] : releaseFaults(files, releases)),
  ];
}

/** The releases with the files that were not yet among them. What is there stays as it is. */
export function releaseSchemas(files: readonly SchemaFile[], releases: Releases): Releases {
  const added = files.map((file) => [file.file, contentHash(file)] as const);
  return { ...Object.fromEntries(added), ...releases };
}

function histories(files: readonly SchemaFile[]): readonly (readonly SchemaFile[])[] {
  return [...Map.groupBy(files, (file) => file.stem).values()];
}

function historyFaults(history: readonly SchemaFile[]): string[] {
  const [{ stem } = { stem: '' }] = history;
  const mode = MODES[stem] ?? 'FULL_TRANSITIVE';
  const gaps = history
    .filter((file, index) => file.version !== index + 1)
    .slice(0, 1)
    .map((file) => `${file.file}: the version before it is missing; versions have no gaps.`);
  const breaks = checkCompatibility(history, mode).map(
    ({ reader, writer, message }) =>
      `${stem}: v${reader} cannot read what v${writer} wrote (${message}). ` +
      `${mode} asks for it: give new fields a default, and keep names and types.`,
  );
  return [...gaps, ...breaks];
}

/** A type has one meaning in one deployment: the newest version of a schema uses the newest of those it refers to. */
function referenceFaults(file: SchemaFile, files: readonly SchemaFile[]): string[] {
  const newest = new Set(newestOf(files).map(({ file: name }) => name));
  return file.references
    .filter((reference) => !newest.has(`${reference}.avsc`))
    .map(
      (reference) =>
        `${file.file} refers to ${reference}, which has a newer version: add ${file.stem}.v${file.version + 1}.avsc that refers to the newest.`,
    );
}

/** avsc cannot resolve a logical type inside a union (mtth/avsc#151): times are plain longs. */
function logicalTypeFaults(file: SchemaFile): string[] {
  const visit = (node: unknown, inUnion: boolean): boolean => {
    if (Array.isArray(node)) return node.some((branch) => visit(branch, true));
    if (typeof node !== 'object' || node === null) return false;
    const { type, items, values, fields, logicalType } = node as Record<string, unknown>;
    return (
      (inUnion && logicalType !== undefined) ||
      visit(type, inUnion) ||
      visit(items, false) ||
      visit(values, false) ||
      (Array.isArray(fields) && fields.some((field) => visit(field, false)))
    );
  };
  return visit(JSON.parse(file.text), false)
    ? [`${file.file}: a union holds a logical type. Use the plain type and say the unit in "doc".`]
    : [];
}

function releaseFaults(files: readonly SchemaFile[], releases: Releases): string[] {
  const byName = new Map(files.map((file) => [file.file, file]));
  const gone = Object.keys(releases)
    .filter((name) => !byName.has(name))
    .map((name) => `${name} is released and gone. Restore it: records written with it are kept.`);
  const changed = files.flatMap((file) => {
    const released = releases[file.file];
    if (released === contentHash(file)) return [];
    return released === undefined
      ? [`${file.file} is not released. Once it is final, run \`npm run schemas:release\`.`]
      : [
          `${file.file} is released and was edited. Restore it and add ${file.stem}.v${file.version + 1}.avsc.`,
        ];
  });
  return [...gone, ...changed];
}

/** Of the content, not of its line breaks. */
function contentHash(file: SchemaFile): string {
  return createHash('sha256')
    .update(JSON.stringify(JSON.parse(file.source)))
    .digest('hex');
}
