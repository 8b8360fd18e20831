import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ThroughlineError } from '#ports';

/** One schema file, `<kebab-name>.v<N>.avsc`, made self-contained. */
export interface SchemaFile {
  /** File name. */
  readonly file: string;
  /** File name without version and ending. */
  readonly stem: string;
  /** From 1. */
  readonly version: number;
  /** Full name of the record, with its namespace: also its registry subject (RecordName strategy). */
  readonly fullName: string;
  /** The schema as JSON text, with every referenced type written out at its first use. */
  readonly text: string;
  /** What it refers to, as `<stem>.v<N>`. */
  readonly references: readonly string[];
  /** The file as it stands. */
  readonly source: string;
}

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = { readonly [key: string]: Json };

const FILE_NAME = /^([a-z][a-z0-9-]*)\.v([1-9]\d*)\.avsc$/;
const PRIMITIVES = new Set([
  'null',
  'boolean',
  'int',
  'long',
  'float',
  'double',
  'bytes',
  'string',
]);

/** `schemas/avro` of the installation this module belongs to. Throws `NOT_FOUND`. */
export function schemasDirectory(): string {
  for (let directory = import.meta.dirname; ; directory = dirname(directory)) {
    const candidate = join(directory, 'schemas', 'avro');
    if (existsSync(candidate)) return candidate;
    if (dirname(directory) === directory) {
      throw new ThroughlineError(
        'NOT_FOUND',
        `No schemas/avro above ${import.meta.dirname}. Pass the directory of the schema files.`,
      );
    }
  }
}

/**
 * Every schema of a directory, by name and then version. A file that uses types of another names it, with its version,
 * in a top-level `references`: so what a version means never changes when the other gets a new one.
 * Throws `INVALID` naming the file.
 */
export function loadSchemaFiles(directory: string): readonly SchemaFile[] {
  const loader = new Loader(directory);
  const files = readdirSync(directory).filter((name) => name.endsWith('.avsc'));
  return files
    .map((file) => loader.load(file.slice(0, -'.avsc'.length)))
    .sort((a, b) => compare(a.stem, b.stem) || a.version - b.version);
}

/** The newest version of every schema. */
export function newestOf(files: readonly SchemaFile[]): readonly SchemaFile[] {
  const newest = new Map<string, SchemaFile>();
  for (const file of files) {
    const held = newest.get(file.stem);
    if (held === undefined || held.version < file.version) newest.set(file.stem, file);
  }
  return [...newest.values()];
}

class Loader {
  private readonly loaded = new Map<string, SchemaFile>();
  private readonly loading = new Set<string>();
  private readonly directory: string;

  constructor(directory: string) {
    this.directory = directory;
  }

  /** `key` is `<stem>.v<N>`. */
  load(key: string): SchemaFile {
    const held = this.loaded.get(key);
    if (held !== undefined) return held;
    const file = `${key}.avsc`;
    const name = FILE_NAME.exec(file);
    if (!name) throw invalid(file, 'must be called <kebab-name>.v<number>.avsc');
    if (this.loading.has(key)) throw invalid(file, 'refers to itself, directly or through others');
    this.loading.add(key);
    const source = this.read(file);
    const schema = parse(file, source);
    const references = referencesOf(file, schema);
    const inlined = selfContained(
      file,
      schema,
      references.map((reference) => this.load(reference)),
    );
    this.loading.delete(key);
    const result: SchemaFile = {
      file,
      stem: name[1] ?? '',
      version: Number(name[2]),
      fullName: qualified(String(schema['name']), schema['namespace']),
      text: JSON.stringify(inlined),
      references,
      source,
    };
    this.loaded.set(key, result);
    return result;
  }

  private read(file: string): string {
    try {
      return readFileSync(join(this.directory, file), 'utf8');
    } catch (cause) {
      throw new ThroughlineError('INVALID', `${join(this.directory, file)} cannot be read.`, {
        cause,
      });
    }
  }
}

function parse(file: string, source: string): JsonObject {
  let schema: Json;
  try {
    schema = JSON.parse(source) as Json;
  } catch (cause) {
    throw new ThroughlineError('INVALID', `${file} is not JSON.`, { cause });
  }
  if (!isObject(schema) || schema['type'] !== 'record' || typeof schema['name'] !== 'string') {
    throw invalid(file, 'must hold one record with a name');
  }
  return schema;
}

function referencesOf(file: string, schema: JsonObject): readonly string[] {
  const references = schema['references'] ?? [];
  if (
    !Array.isArray(references) ||
    !references.every((reference) => typeof reference === 'string')
  ) {
    throw invalid(file, '`references` must be a list of "<name>.v<N>"');
  }
  return references as readonly string[];
}

function selfContained(file: string, schema: JsonObject, referenced: readonly SchemaFile[]): Json {
  const known = new Map(
    referenced.map((other) => [other.fullName, JSON.parse(other.text) as Json]),
  );
  const defined = new Set<string>();

  function written(type: Json, namespace: Json | undefined): Json {
    if (typeof type === 'string') return PRIMITIVES.has(type) ? type : named(type, namespace);
    if (Array.isArray(type)) return type.map((branch: Json) => written(branch, namespace));
    return isObject(type) ? complex(type, namespace) : type;
  }

  function named(type: string, namespace: Json | undefined): Json {
    const name = qualified(type, namespace);
    if (defined.has(name)) return name;
    const other = known.get(name);
    if (other === undefined) {
      throw invalid(file, `uses ${name}: name the file that defines it in \`references\``);
    }
    return written(other, undefined);
  }

  function complex(type: JsonObject, namespace: Json | undefined): Json {
    const inner = type['namespace'] ?? namespace;
    if (typeof type['name'] === 'string') {
      const name = qualified(type['name'], inner);
      if (defined.has(name)) return name;
      defined.add(name);
    }
    const result: Record<string, Json> = { ...type };
    delete result['references'];
    if (Array.isArray(type['fields'])) {
      result['fields'] = type['fields'].map((field: JsonObject) => ({
        ...field,
        type: written(field['type'] ?? null, inner),
      }));
    }
    for (const part of ['items', 'values'] as const) {
      if (type[part] !== undefined) result[part] = written(type[part], inner);
    }
    return result;
  }

  return written(schema, undefined);
}

function qualified(name: string, namespace: Json | undefined): string {
  return name.includes('.') || typeof namespace !== 'string' || namespace === ''
    ? name
    : `${namespace}.${name}`;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(file: string, message: string): ThroughlineError {
  return new ThroughlineError('INVALID', `Schema file ${file} ${message}.`);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
