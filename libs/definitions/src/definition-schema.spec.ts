import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  type ActionSource,
  type DefinitionSource,
  type FieldSource,
  type InvokeSource,
  type StateSource,
  type TransitionSource,
} from '#journey';
import { checkShape } from './definition-schema.js';

/** Every property, and whether it must be there: the compiler holds this list to the type. */
type Properties<T> = {
  readonly [K in keyof Required<T>]: T extends Record<K, T[K]> ? true : false;
};
type KeyOfAny<T> = T extends unknown ? keyof T : never;

const definition: Properties<DefinitionSource> = {
  journey: true,
  version: true,
  title: true,
  description: false,
  startsOn: true,
  correlation: false,
  onMerge: false,
  onErase: false,
  lateness: false,
  stalledAfter: false,
  fields: false,
  initial: true,
  states: true,
  ignore: false,
};
const correlation: Properties<NonNullable<DefinitionSource['correlation']>> = {
  by: true,
  concurrency: false,
};
const lateness: Properties<NonNullable<DefinitionSource['lateness']>> = {
  accept: true,
  then: true,
};
const field: Properties<FieldSource> = {
  type: true,
  format: false,
  enum: false,
  minimum: false,
  maximum: false,
  minLength: false,
  maxLength: false,
  title: false,
  pii: false,
  from: true,
  path: false,
  verifiedBy: false,
  staleAfter: false,
  prefer: false,
  identifies: false,
  recognise: false,
};
const state: Properties<StateSource> = {
  title: false,
  type: false,
  outcome: false,
  good: false,
  compensate: false,
  channels: false,
  needs: false,
  backstage: false,
  defer: false,
  entry: false,
  exit: false,
  on: false,
  always: false,
  after: false,
  onDone: false,
  invoke: false,
  initial: false,
  states: false,
  history: false,
  target: false,
};
const invoke: Properties<InvokeSource> = {
  service: true,
  id: false,
  input: false,
  timeout: false,
  retry: false,
  onDone: false,
  onError: false,
  compensate: false,
};
const retry: Properties<NonNullable<InvokeSource['retry']>> = { attempts: true, backoff: false };
const compensation: Properties<NonNullable<InvokeSource['compensate']>> = {
  service: true,
  input: false,
};
const transition: Properties<TransitionSource> = {
  target: false,
  guard: false,
  actions: false,
  internal: false,
  label: false,
  needs: false,
  lateness: false,
};
const action: { readonly [K in KeyOfAny<ActionSource>]: false } = {
  notify: false,
  call: false,
  task: false,
  emit: false,
  raise: false,
  input: false,
};

/** The choices a property has, held to its type. */
const choices: Readonly<Record<string, readonly string[]>> = {
  'field type': all<FieldSource['type']>({
    string: true,
    number: true,
    integer: true,
    boolean: true,
    object: true,
    array: true,
  }),
  'field format': all<NonNullable<FieldSource['format']>>({
    email: true,
    phone: true,
    date: true,
    'date-time': true,
    time: true,
    uri: true,
    uuid: true,
  }),
  'state type': all<NonNullable<StateSource['type']>>({
    final: true,
    parallel: true,
    history: true,
  }),
  'state history': all<NonNullable<StateSource['history']>>({ shallow: true, deep: true }),
};

function all<T extends string>(words: Readonly<Record<T, true>>): readonly string[] {
  return Object.keys(words);
}

interface Property {
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly $ref?: string;
  readonly examples?: readonly unknown[];
}

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, Property>>;
  readonly required?: readonly string[];
  readonly $defs?: Readonly<Record<string, ObjectSchema>>;
}

const root = JSON.parse(
  readFileSync(
    join(import.meta.dirname, '../../../schemas/journey-definition.schema.json'),
    'utf8',
  ),
) as ObjectSchema;

const objects: readonly [string, ObjectSchema | undefined, Readonly<Record<string, boolean>>][] = [
  ['a definition', root, definition],
  ['a correlation', root.$defs?.['correlation'], correlation],
  ['lateness', root.$defs?.['lateness'], lateness],
  ['a field', root.$defs?.['field'], field],
  ['a state', root.$defs?.['state'], state],
  ['a transition', root.$defs?.['transition'], transition],
  ['an invocation', root.$defs?.['invoke'], invoke],
  ['a retry rule', root.$defs?.['retry'], retry],
  ['a compensation', root.$defs?.['compensation'], compensation],
  ['an action', root.$defs?.['action'], action],
];

describe.each(objects)('the schema of %s', (_, schema, properties) => {
  it('has the properties of its type, and wants the same ones', () => {
    expect(Object.keys(schema?.properties ?? {}).sort()).toEqual(Object.keys(properties).sort());
    const required = Object.keys(properties).filter((name) => properties[name] === true);
    expect([...(schema?.required ?? [])].sort()).toEqual(required.sort());
  });

  it('explains every property to an editor', () => {
    for (const [name, property] of Object.entries(schema?.properties ?? {})) {
      const reference = property.$ref?.split('/').at(-1) ?? '';
      const described =
        property.description ?? (root.$defs?.[reference] as Property | undefined)?.description;
      expect(`${name}: ${described ?? ''}`).toMatch(/: .{10,}/);
    }
  });
});

describe('the choices an editor offers', () => {
  it.each(Object.entries(choices))('for a %s are those of its type', (of, words) => {
    const [owner = '', property = ''] = of.split(' ');
    expect(root.$defs?.[owner]?.properties?.[property]?.enum).toEqual(words);
  });
});

describe('what the schema gives as an example', () => {
  const state = (over: StateSource): unknown => ({
    journey: 'sample',
    version: 1,
    title: 'A sample',
    startsOn: ['sample.started'],
    initial: 'only',
    states: { only: over },
  });
  const propertiesOf = (name: string) =>
    Object.entries(root.$defs?.[name]?.properties ?? {}).flatMap(([property, { examples = [] }]) =>
      examples.map((example): [string, unknown] => [property, example]),
    );

  it.each(propertiesOf('state'))(
    'for a state’s `%s` is of the right shape',
    (property, example) => {
      expect(checkShape(state({ [property]: example }))).toEqual([]);
    },
  );

  it.each(propertiesOf('invoke'))(
    'for a call’s `%s` is of the right shape',
    (property, example) => {
      const invoke = { service: 'credit-check', [property]: example };
      expect(checkShape(state({ invoke }))).toEqual([]);
    },
  );

  it.each(propertiesOf('field'))(
    'for a field’s `%s` is of the right shape',
    (property, example) => {
      const field = { type: 'string', from: ['a.b'], [property]: example };
      expect(checkShape({ ...(state({}) as object), fields: { field } })).toEqual([]);
    },
  );
});
