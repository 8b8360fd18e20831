import { applyDecorators } from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import Type, { type Static, type TObject } from 'typebox';
import { schemaFault } from '#api';
import { type Fault, refuse } from '#ports';
import { ApiProblem } from './api-problem.js';
import { schemaObject } from './schema-object.js';

const ajv = new Ajv({ allErrors: true, coerceTypes: true, useDefaults: true });
addFormats.default(ajv, { mode: 'fast', formats: ['date-time'] });

/** Reads a query string: `read` gives it typed or throws `invalid-parameter` with every fault; `describe` documents it. */
export interface Query<T> {
  readonly read: (query: unknown) => T;
  readonly describe: () => MethodDecorator & ClassDecorator;
}

/** What a parameter's schema may say beside what it must be. */
interface Described {
  readonly description?: string;
  /** Taken when it is absent. */
  readonly default?: unknown;
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
      ...(names.length === 0 ? [ApiProblem(400, 'It takes no parameters.')] : []),
      ...names.map((name) => {
        const property = schema.properties[name];
        if (property === undefined) throw new TypeError(name);
        const { description, default: usual } = property as Described;
        const required = usual === undefined && (schema.required?.includes(name) ?? false);
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

/** Takes no parameters: a misspelt one, or one of another call, is told. */
export const noQuery = queryOf(Type.Object({}, { additionalProperties: false }));
