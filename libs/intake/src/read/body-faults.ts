import { Ajv, type ErrorObject } from 'ajv';
import addFormats from 'ajv-formats';
import { schemaFault, type InteractionBody, InteractionSchema } from '#api';
import { type Fault } from '#ports';

const MAX_FAULTS = 50;

const ajv = new Ajv({ allErrors: true, strict: true, strictTypes: false });
addFormats.default(ajv, { mode: 'fast', formats: ['date-time', 'uri-reference'] });
const isInteractionBody = ajv.compile<InteractionBody>(InteractionSchema);
const FIELDS = Object.keys(InteractionSchema.properties);

/** All faults of a body against `InteractionSchema`, or the body. */
export function checkBody(
  body: unknown,
):
  | { readonly body: InteractionBody; readonly faults?: undefined }
  | { readonly body?: undefined; readonly faults: readonly Fault[] } {
  if (isInteractionBody(body)) return { body };
  return { faults: (isInteractionBody.errors ?? []).slice(0, MAX_FAULTS).map(toFault) };
}

function toFault(error: ErrorObject): Fault {
  const fault = schemaFault(error);
  const { pointer } = fault;
  switch (error.keyword) {
    case 'additionalProperties': {
      if (error.instancePath !== '') return fault;
      return { pointer, detail: `unknown field; an interaction has ${FIELDS.join(', ')}` };
    }
    case 'pattern':
      return { pointer, detail: patternDetail(error) };
    case 'minProperties':
    case 'maxProperties':
      return { pointer, detail: 'give either id or correlation' };
    default:
      return fault;
  }
}

function patternDetail(error: ErrorObject): string {
  const field = error.instancePath.split('/').at(-1);
  const { pattern } = error.params as { readonly pattern: string };
  if (field === 'id' && pattern.includes('a-z2-7')) return 'is not the id of a journey';
  if (pattern.includes('\\p{C}')) return 'has control characters or invisible ones';
  return `must match ${pattern}`;
}
