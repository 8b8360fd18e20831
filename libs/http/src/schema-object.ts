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

/** All components there are once the controllers are loaded, by name. */
export function components(): Schemas {
  return Object.fromEntries([...named].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
