import { applyDecorators } from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { type Static, type TObject } from 'typebox';
import { schemaFault } from '#api';
import { type Fault, refuse } from '#ports';
import { schemaObject } from './schema-object.js';

const ajv = new Ajv({ allErrors: true, coerceTypes: true, useDefaults: true });
addFormats.default(ajv, { mode: 'fast', formats: ['date-time'] });

/** Reads a query string: `read` gives it typed or throws `invalid-parameter` with every fault; `describe` documents it. */
export interface Query<T> {
  readonly read: (query: unknown) => T;
  readonly describe: () => MethodDecorator & ClassDecorator;
}

/** A query string of this shape. Unknown parameters are faults: a misspelt filter must not be no filter. */
export function queryOf<S extends TObject>(schema: S): Query<Static<S>> {
  const isValid = ajv.compile<Static<S>>(schema);
  const names = Object.keys(schema.properties);
  const read = (query: unknown): Static<S> => {
    const given: unknown = { ...(query as object) };
    if (isValid(given)) return given;
    const faults = (isValid.errors ?? []).map((error): Fault => {
      const fault = schemaFault(error);
      if (error.keyword !== 'additionalProperties') return fault;
      return { ...fault, detail: `unknown parameter; taken are ${names.join(', ')}` };
    });
    return refuse('invalid-parameter', 'The query has the faults listed.', faults);
  };
  const describe = () =>
    applyDecorators(
      ...names.map((name) => {
        const property = schema.properties[name];
        if (property === undefined) throw new TypeError(name);
        const required = schema.required?.includes(name) ?? false;
        const { description } = property as { readonly description?: string };
        return ApiQuery({
          name,
          required,
          schema: schemaObject(property),
          ...(description === undefined ? {} : { description }),
        });
      }),
    );
  return { read, describe };
}
