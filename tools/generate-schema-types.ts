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

/** Closed sets that a schema spells in the words of a field, each as a constant of the types' file. */
const LISTS: readonly (readonly [record: string, field: string, constant: string])[] = [
  ['JourneyEvent', 'type', 'JOURNEY_EVENT_TYPES'],
  ['Action', 'kind', 'ACTION_KINDS'],
  ['DefinitionDeployment', 'kind', 'DEPLOYMENT_KINDS'],
  ['IdentityEvent', 'kind', 'IDENTITY_EVENT_KINDS'],
  ['Disposition', 'kind', 'DISPOSITION_KINDS'],
];
const lists = new Map<string, string>();

/** The values that a field's words list: `a, b or c.`, or `a; b, which …; or c.` where they are explained. */
function valuesIn(doc: string, of: string): string[] {
  const separator = doc.includes(';') ? ';' : /, | or /;
  const values = doc
    .replace(/\.$/, '')
    .split(separator)
    .map((part) => part.trim().replace(/^or /, ''))
    .map((part) => (separator === ';' ? (/^[a-z-]+/.exec(part)?.[0] ?? '') : part));
  const odd = values.find((value) => !/^[a-z]+(-[a-z]+)*$/.test(value));
  if (odd !== undefined) throw new Error(`${of} lists its values, and \`${odd}\` is none.`);
  return values;
}

function writeList(record: { name: string; fields: Field[] }): void {
  for (const [name, field, constant] of LISTS) {
    if (name !== record.name) continue;
    const doc = record.fields.find((one) => one.name === field)?.doc ?? '';
    const values = valuesIn(doc, `${name}.${field}`).map((value) => `  '${value}',\n`);
    lists.set(
      constant,
      `/** Every \`${field}\` of a \`${name}\`. */\nexport const ${constant} = [\n${values.join('')}] as const;\n`,
    );
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
  writeList(record);
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
const text = `// Generated from schemas/avro by \`npm run generate\`. Do not edit.\n\n${[...written.values(), ...lists.values()].join('\n')}`;

if (process.argv.includes('--check')) {
  if (readFileSync(TARGET, 'utf8') !== text) {
    console.error(`${TARGET} is not current: run \`npm run generate\` and commit the result.`);
    process.exit(1);
  }
} else {
  mkdirSync(join(TARGET, '..'), { recursive: true });
  writeFileSync(TARGET, text);
}
