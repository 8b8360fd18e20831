import { type OpenAPIObject } from '@nestjs/swagger';
import { type TSchema } from 'typebox';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
type SchemaObject = Exclude<Schemas[string], { $ref: string }>;

const named = new Map<string, SchemaObject>();

/** A TypeBox schema as the OpenAPI decorators want it: both are JSON Schema, only their types differ. */
export function schemaObject(schema: TSchema): SchemaObject {
  return schema as unknown as SchemaObject;
}

/** Puts a schema among the description's components and refers to it. */
export function component(name: string, schema: TSchema): { readonly $ref: string } {
  named.set(name, schemaObject(schema));
  return { $ref: `#/components/schemas/${name}` };
}

/**
 * All components there are once the controllers are loaded, by name. Where one holds what is a component, too, it refers to
 * it: the description, and the types made from it, then tell each shape once.
 */
export function components(): Schemas {
  const names = new Map([...named].map(([name, schema]) => [JSON.stringify(schema), name]));
  const referring = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    const name = names.get(JSON.stringify(value));
    return name === undefined ? within(value) : { $ref: `#/components/schemas/${name}` };
  };
  const within = (value: object): unknown =>
    Array.isArray(value)
      ? value.map(referring)
      : Object.fromEntries(Object.entries(value).map(([key, part]) => [key, referring(part)]));
  const sorted = [...named].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, schema]) => [name, within(schema) as SchemaObject]));
}
