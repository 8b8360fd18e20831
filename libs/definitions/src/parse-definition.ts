import { compileDefinition, type Definition, type DefinitionSource } from '#journey';
import { checkShape } from './definition-schema.js';
import { type FileFault } from './file-fault.js';
import { readYaml } from './yaml-file.js';

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
  const compiled = compileDefinition(yaml.value as DefinitionSource);
  faults.push(...compiled.faults.map((fault) => yaml.locate(fault)));
  if (compiled.definition === undefined || shape.length > 0) return { faults: inOrder(faults) };
  return { definition: compiled.definition, faults: inOrder(faults) };
}

function inOrder(faults: readonly FileFault[]): FileFault[] {
  return faults.toSorted((a, b) => a.line - b.line || a.column - b.column);
}
