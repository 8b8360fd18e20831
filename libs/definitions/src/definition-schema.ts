import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { type DefinitionFault } from '#journey';
import { ThroughlineError } from '#ports';
import { didYouMean } from '#statechart';

/** A fault of shape. `blocking`: what stands there cannot be compiled; otherwise it is only unknown. */
export interface ShapeFault extends DefinitionFault {
  readonly blocking: boolean;
  readonly at: 'value' | 'key';
}

interface Described {
  readonly title?: unknown;
  readonly description?: unknown;
}

const validators = new Map<string, ValidateFunction>();

/**
 * Checks a file's content against a JSON Schema of `schemas/`, by default a definition's; every fault at once, in words of
 * the domain. Throws `NOT_FOUND` when the schema is not in this installation.
 */
export function checkShape(
  value: unknown,
  schema = 'journey-definition.schema.json',
): readonly ShapeFault[] {
  const validate = validators.get(schema) ?? compiled(schema);
  if (validate(value)) return [];
  const named = namedSchemas(validate.schema);
  return (validate.errors ?? []).flatMap((error) => translate(error, named) ?? []);
}

function compiled(schema: string): ValidateFunction {
  const validate = new Ajv2020({
    allErrors: true,
    verbose: true,
    strict: true,
    strictTypes: false,
    strictRequired: false,
  }).compile(readSchema(schema));
  validators.set(schema, validate);
  return validate;
}

/** Schemas lie beside `libs`, or beside `dist`. */
function readSchema(schema: string): object {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const file = join(folder, 'schemas', schema);
    if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as object;
    if (folder === dirname(folder)) {
      throw new ThroughlineError('NOT_FOUND', `schemas/${schema} is not in this installation.`);
    }
  }
}

/** Undefined: another fault says the same better. */
function translate(error: ErrorObject, named: NamedSchemas): ShapeFault | undefined {
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
      const schema = namedSchema(error.parentSchema?.['propertyNames'], named);
      return fault(notA(name, schema), { path: [...path, name], at: 'key' });
    }
    case 'required':
      return fault(`${subject(error)} needs \`${String(error.params['missingProperty'])}\``);
    case 'type':
      return fault(`${label(path)} must be ${typeNames(error.params['type'])}`);
    case 'enum':
      return fault(notOneOf(error));
    case 'pattern':
    case 'maxLength':
    case 'minLength':
      return fault(notA(String(error.data), error.parentSchema as Described));
    case 'oneOf':
      return fault(`${subject(error)} has exactly one of ${choices(error).join(', ')}`);
    case 'uniqueItems':
      return fault(`${label(path)} names the same thing twice`);
    case 'not':
      return fault(String((error.parentSchema as Described).description), { at: 'key' });
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
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a block of names and values',
};

function typeNames(types: unknown): string {
  const names = (Array.isArray(types) ? types : [types]).map((type) => TYPES[String(type)]);
  return names.join(' or ');
}

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
  return name === undefined ? 'the file' : `\`${name}\``;
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

type NamedSchemas = Readonly<Record<string, Described>>;

function namedSchemas(schema: unknown): NamedSchemas {
  return (schema as { $defs?: NamedSchemas }).$defs ?? {};
}

function namedSchema(schema: unknown, named: NamedSchemas): Described {
  const reference = (schema as { $ref?: string } | undefined)?.$ref;
  return named[reference?.split('/').at(-1) ?? ''] ?? {};
}

/** What each part of a choice asks for. */
function choices(error: ErrorObject): readonly string[] {
  const parts = error.schema as readonly { required?: readonly string[] }[];
  return parts.flatMap(({ required }) => required ?? []);
}
