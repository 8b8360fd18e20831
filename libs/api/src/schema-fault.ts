import { type ErrorObject } from 'ajv';
import { type Fault, pointerStep } from '#ports';

/** What a schema found wrong, in words, with the pointer to where it is. */
export function schemaFault(error: ErrorObject): Fault {
  const params = error.params as Readonly<Record<string, unknown>>;
  const below = (name: string): string => error.instancePath + pointerStep(String(params[name]));
  switch (error.keyword) {
    case 'required':
      return { pointer: below('missingProperty'), detail: 'is missing' };
    case 'additionalProperties':
      return { pointer: below('additionalProperty'), detail: 'unknown field' };
    case 'enum':
      return {
        pointer: error.instancePath,
        detail: `must be one of ${(params['allowedValues'] as readonly string[]).join(', ')}`,
      };
    case 'pattern': {
      const printable = String(params['pattern']).includes('\\p{C}');
      const detail = `must match ${String(params['pattern'])}`;
      const words = 'is empty, or has control characters or invisible ones';
      return { pointer: error.instancePath, detail: printable ? words : detail };
    }
    default:
      return { pointer: error.instancePath, detail: error.message ?? 'is not valid' };
  }
}
