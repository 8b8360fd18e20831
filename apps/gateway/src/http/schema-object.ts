import { type OpenAPIObject } from '@nestjs/swagger';
import { type TSchema } from 'typebox';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
type SchemaObject = Exclude<Schemas[string], { $ref: string }>;

/** A TypeBox schema as the OpenAPI decorators want it: both are JSON Schema, only their types differ. */
export function schemaObject(schema: TSchema): SchemaObject {
  return schema as unknown as SchemaObject;
}
