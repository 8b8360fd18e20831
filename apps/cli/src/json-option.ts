import { Failure } from './failure.js';

/** An option's value that is JSON. Throws `Failure` naming the option. */
export function jsonOption(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Failure(`${name} is not JSON: ${why}`, 2);
  }
}
