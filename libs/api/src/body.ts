import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { type Static, type TObject } from 'typebox';
import { refuse } from '#ports';
import { schemaFault } from './schema-fault.js';

const ajv = new Ajv({ allErrors: true, strict: true, strictTypes: false });
addFormats.default(ajv, { mode: 'fast', formats: ['date-time', 'uri-reference'] });

/** A reader of request bodies of this shape; it throws `invalid-request` with every fault. */
export function bodyOf<S extends TObject>(schema: S): (body: unknown) => Static<S> {
  const isValid = ajv.compile<Static<S>>(schema);
  return (body) => {
    if (body === undefined) refuse('no-body', 'Send a JSON body.');
    if (isValid(body)) return body;
    const faults = (isValid.errors ?? []).map(schemaFault);
    return refuse('invalid-request', 'The body has the faults listed.', faults);
  };
}
