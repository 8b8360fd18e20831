import { Ajv, type ErrorObject } from 'ajv';
import addFormats from 'ajv-formats';
import { type Fault, pointerStep } from '../http/problem.js';
import { type InteractionBody, InteractionSchema } from './interaction-schema.js';

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
  const params = error.params as Readonly<Record<string, unknown>>;
  switch (error.keyword) {
    case 'required':
      return {
        pointer: error.instancePath + pointerStep(String(params['missingProperty'])),
        detail: 'is missing',
      };
    case 'additionalProperties':
      return {
        pointer: error.instancePath + pointerStep(String(params['additionalProperty'])),
        detail:
          error.instancePath === ''
            ? `unknown field; an interaction has ${FIELDS.join(', ')}`
            : 'unknown field',
      };
    case 'enum':
      return {
        pointer: error.instancePath,
        detail: `must be one of ${(params['allowedValues'] as readonly string[]).join(', ')}`,
      };
    case 'pattern':
      return { pointer: error.instancePath, detail: patternDetail(error) };
    case 'minProperties':
    case 'maxProperties':
      return { pointer: error.instancePath, detail: 'give either id or correlation' };
    default:
      return { pointer: error.instancePath, detail: error.message ?? 'is not valid' };
  }
}

function patternDetail(error: ErrorObject): string {
  const field = error.instancePath.split('/').at(-1);
  const { pattern } = error.params as { readonly pattern: string };
  if (field === 'id' && pattern.includes('a-z2-7')) return 'is not the id of a journey';
  if (pattern.includes('\\p{C}')) return 'has control characters or invisible ones';
  return `must match ${pattern}`;
}
