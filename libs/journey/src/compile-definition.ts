import { type Definition } from './compiled-definition.js';
import { type DefinitionFault, type DefinitionSource } from './definition.js';

/** `definition` is there unless one of the faults is an error. */
export type CompiledDefinition =
  | { readonly definition: Definition; readonly faults: readonly DefinitionFault[] }
  | { readonly definition: undefined; readonly faults: readonly DefinitionFault[] };

/** Compiles a definition file's content, or tells all its faults at once. Never throws. */
export function compileDefinition(_source: DefinitionSource): CompiledDefinition {
  throw new Error('not built yet');
}
