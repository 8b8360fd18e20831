import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type ActionSource, type DefinitionSource } from '#journey';

type FieldSource = NonNullable<DefinitionSource['fields']>[string];
type StateSource = DefinitionSource['states'][string];
type TransitionSource = NonNullable<StateSource['after']>[string];
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
  title: false,
  pii: false,
  from: true,
  path: false,
  verifiedBy: false,
  staleAfter: false,
  prefer: false,
  identifies: false,
};
const state: Properties<StateSource> = {
  title: false,
  type: false,
  outcome: false,
  channels: false,
  needs: false,
  backstage: false,
  defer: false,
  entry: false,
  exit: false,
  on: false,
  always: false,
  after: false,
  initial: false,
  states: false,
};
const transition: Properties<TransitionSource> = {
  target: false,
  guard: false,
  actions: false,
  internal: false,
  label: false,
};
const action: { readonly [K in KeyOfAny<ActionSource>]: false } = {
  notify: false,
  call: false,
  task: false,
  emit: false,
  input: false,
};

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, { readonly description?: string }>>;
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
      const reference = (property as { $ref?: string }).$ref?.split('/').at(-1) ?? '';
      const described =
        property.description ?? (root.$defs?.[reference] as typeof property)?.description;
      expect(`${name}: ${described ?? ''}`).toMatch(/: .{10,}/);
    }
  });
});
