import {
  compileDefinition,
  type Definition,
  type DefinitionSource,
  type StateSource,
} from '#journey';
import { checkShape } from './definition-schema.js';
import { type FileFault, inOrder } from './file-fault.js';
import { readYaml } from './yaml-file.js';

/** So many states a journey may have, all levels together: more than anyone can follow. */
const MAX_STATES = 1_000;

export interface ParsedDefinition {
  /** There unless one of the faults is an error. */
  readonly definition?: Definition;
  /** In the order of the file. */
  readonly faults: readonly FileFault[];
}

/**
 * Reads a journey definition: YAML, then shape (JSON Schema), then meaning (`compileDefinition`). Unknown properties do
 * not hide faults of meaning. `file` is only named in the faults. Never throws.
 */
export function parseDefinition(text: string, file: string): ParsedDefinition {
  const yaml = readYaml(text, file);
  if (yaml.faults.length > 0) return { faults: inOrder(yaml.faults) };
  const shape = checkShape(yaml.value);
  const faults = shape.map(({ at, blocking: _, ...fault }) => yaml.locate(fault, at));
  if (shape.some(({ blocking }) => blocking)) return { faults: inOrder(faults) };
  const states = countStates(yaml.value as DefinitionSource);
  if (states > MAX_STATES) {
    const message = `a journey has at most ${MAX_STATES} states, this one has ${states}; make parts of it journeys of their own`;
    faults.push(yaml.locate({ path: ['states'], message, severity: 'error' }));
    return { faults: inOrder(faults) };
  }
  const compiled = compileDefinition(yaml.value as DefinitionSource);
  faults.push(...compiled.faults.map((fault) => yaml.locate(fault)));
  if (compiled.definition === undefined || shape.length > 0) return { faults: inOrder(faults) };
  return { definition: compiled.definition, faults: inOrder(faults) };
}

function countStates({ states = {} }: Pick<StateSource, 'states'>): number {
  return Object.values(states).reduce((sum, state) => sum + 1 + countStates(state), 0);
}
