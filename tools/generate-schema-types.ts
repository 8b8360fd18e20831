/**
 * Writes libs/contracts/src/generated/schemas.ts from the newest version of every schema in schemas/avro.
 * `--check` writes nothing and fails when the file is not current.
 */
import { readdirSync, readFileSync, writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

type Schema = string | Schema[] | { type: Schema; [key: string]: unknown };
interface Field {
  name: string;
  type: Schema;
  doc?: string;
}

const ROOT = join(import.meta.dirname, '..');
const SCHEMAS = join(ROOT, 'schemas', 'avro');
const TARGET = join(ROOT, 'libs', 'contracts', 'src', 'generated', 'schemas.ts');

const PRIMITIVES: Record<string, string> = {
  null: 'null',
  boolean: 'boolean',
  int: 'number',
  long: 'number',
  float: 'number',
  double: 'number',
  string: 'string',
  bytes: 'Uint8Array',
};

const written = new Map<string, string>();
/** The definition each name was written from: a second one of the same name must be the same. */
const definitions = new Map<string, string>();

function typeOf(schema: Schema): string {
  if (typeof schema === 'string') return PRIMITIVES[schema] ?? simpleName(schema);
  if (Array.isArray(schema)) return schema.map(typeOf).join(' | ');
  switch (schema.type) {
    case 'record':
      writeRecord(schema as unknown as { name: string; doc?: string; fields: Field[] });
      return schema['name'] as string;
    case 'array': {
      const item = typeOf(schema['items'] as Schema);
      return `readonly ${item.includes('|') ? `(${item})` : item}[]`;
    }
    case 'map':
      return `{ readonly [name: string]: ${typeOf(schema['values'] as Schema)} }`;
    case 'enum':
      return (schema['symbols'] as string[]).map((symbol) => `'${symbol}'`).join(' | ');
    default:
      return typeOf(schema.type);
  }
}

function writeRecord(record: { name: string; doc?: string; fields: Field[] }): void {
  const definition = JSON.stringify(record);
  const earlier = definitions.get(record.name);
  if (earlier === definition) return;
  if (earlier !== undefined) {
    throw new Error(`Two schemas define ${record.name}, differently. Give one another name.`);
  }
  definitions.set(record.name, definition);
  written.set(record.name, '');
  const fields = record.fields.map((field) => {
    const doc = field.doc ? `  /** ${field.doc} */\n` : '';
    return `${doc}  readonly ${field.name}: ${typeOf(field.type)};`;
  });
  const doc = record.doc ? `/** ${record.doc} */\n` : '';
  written.delete(record.name);
  written.set(record.name, `${doc}export interface ${record.name} {\n${fields.join('\n')}\n}\n`);
}

function simpleName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

function newestVersions(): string[] {
  const newest = new Map<string, number>();
  for (const file of readdirSync(SCHEMAS)) {
    const match = /^([a-z-]+)\.v(\d+)\.avsc$/.exec(file);
    if (!match) continue;
    const [, name = '', version = '0'] = match;
    newest.set(name, Math.max(newest.get(name) ?? 0, Number(version)));
  }
  return [...newest].sort().map(([name, version]) => `${name}.v${version}.avsc`);
}

for (const file of newestVersions()) {
  typeOf(JSON.parse(readFileSync(join(SCHEMAS, file), 'utf8')) as Schema);
}
const text = `// Generated from schemas/avro by \`npm run generate\`. Do not edit.\n\n${[...written.values()].join('\n')}`;

if (process.argv.includes('--check')) {
  if (readFileSync(TARGET, 'utf8') !== text) {
    console.error(`${TARGET} is not current: run \`npm run generate\` and commit the result.`);
    process.exit(1);
  }
} else {
  mkdirSync(join(TARGET, '..'), { recursive: true });
  writeFileSync(TARGET, text);
}
