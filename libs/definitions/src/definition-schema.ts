import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { type DefinitionFault } from '#journey';
import { ThroughlineError } from '#ports';
import { didYouMean } from '#statechart';

const SCHEMA = join('schemas', 'journey-definition.schema.json');

/** A fault of shape. `blocking`: what stands there cannot be compiled; otherwise it is only unknown. */
export interface ShapeFault extends DefinitionFault {
  readonly blocking: boolean;
  readonly at: 'value' | 'key';
}

interface Described {
  readonly title?: unknown;
  readonly description?: unknown;
}

let validate: ValidateFunction | undefined;

/** Checks a definition file's content against its JSON Schema; every fault at once, in words of the domain. */
export function checkShape(value: unknown): readonly ShapeFault[] {
  validate ??= new Ajv2020({
    allErrors: true,
    verbose: true,
    strict: true,
    strictTypes: false,
    strictRequired: false,
  }).compile(readSchema());
  if (validate(value)) return [];
  return (validate.errors ?? []).flatMap((error) => translate(error) ?? []);
}

/** The schema lies beside `libs`, or beside `dist`. */
function readSchema(): object {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const file = join(folder, SCHEMA);
    if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as object;
    if (folder === dirname(folder)) {
      throw new ThroughlineError('NOT_FOUND', `${SCHEMA} is not in this installation.`);
    }
  }
}

/** Undefined: another fault says the same better. */
function translate(error: ErrorObject): ShapeFault | undefined {
  // Parts of a choice, and the name of a key that `propertyNames` reports as a whole.
  if (/\/oneOf\/|\/if$/.test(error.schemaPath) || error.keyword === 'if') return undefined;
  if (error.propertyName !== undefined && error.keyword !== 'propertyNames') return undefined;
  const path = pathOf(error.instancePath);
  const fault = (message: string, extra: Partial<ShapeFault> = {}): ShapeFault => ({
    path,
    message,
    severity: 'error',
    blocking: true,
    at: 'value',
    ...extra,
  });
  switch (error.keyword) {
    case 'additionalProperties':
      return fault(unknownProperty(error), {
        path: [...path, String(error.params['additionalProperty'])],
        blocking: false,
        at: 'key',
      });
    case 'propertyNames': {
      const name = String(error.params['propertyName']);
      const schema = namedSchema(error.parentSchema?.['propertyNames']);
      return fault(notA(name, schema), { path: [...path, name], at: 'key' });
    }
    case 'required':
      return fault(`${subject(error)} needs \`${String(error.params['missingProperty'])}\``);
    case 'type':
      return fault(`${label(path)} must be ${TYPES[String(error.params['type'])] ?? 'different'}`);
    case 'enum':
      return fault(notOneOf(error));
    case 'pattern':
    case 'maxLength':
    case 'minLength':
      return fault(notA(String(error.data), error.parentSchema as Described));
    case 'oneOf':
      return fault(`${subject(error)} has exactly one of notify, call, task, emit`);
    case 'uniqueItems':
      return fault(`${label(path)} names the same thing twice`);
    case 'minItems':
    case 'minProperties':
      return fault(`${label(path)} must not be empty`);
    default:
      return fault(`${label(path)} ${error.message ?? 'does not fit'}`);
  }
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a block of names and values',
};

/** JSON pointer to path; numbers only where they index a list, which names in a definition cannot look like. */
function pathOf(pointer: string): (string | number)[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

function label(path: readonly (string | number)[]): string {
  const name = path.findLast((part) => typeof part === 'string');
  return name === undefined ? 'the definition' : `\`${name}\``;
}

function subject(error: ErrorObject): string {
  const title: unknown = error.parentSchema?.['title'];
  return typeof title === 'string' ? title : label(pathOf(error.instancePath));
}

function unknownProperty(error: ErrorObject): string {
  const name = String(error.params['additionalProperty']);
  const known = Object.keys((error.parentSchema?.['properties'] ?? {}) as object);
  const suggestion = didYouMean(name, known);
  const hint = suggestion === '' ? `; it may have: ${known.join(', ')}` : suggestion;
  return `${subject(error)} has no \`${name}\`${hint}`;
}

function notOneOf(error: ErrorObject): string {
  const allowed = (error.params['allowedValues'] as unknown[]).map(String);
  const hint = didYouMean(String(error.data), allowed);
  const name = label(pathOf(error.instancePath));
  return `${name} must be ${allowed.join(', or ')}, not \`${String(error.data)}\`${hint}`;
}

function notA(value: string, schema: Described = {}): string {
  const shown = value.length > 64 ? `${value.slice(0, 64)}…` : value;
  const { title, description } = schema;
  return `\`${shown}\` is not ${String(title ?? 'allowed here')}: ${String(description ?? '')}`;
}

function namedSchema(schema: unknown): Described {
  const reference = (schema as { $ref?: string } | undefined)?.$ref;
  const name = reference?.split('/').at(-1) ?? '';
  const { $defs } = (validate?.schema ?? {}) as { $defs?: Record<string, object> };
  return $defs?.[name] ?? {};
}
