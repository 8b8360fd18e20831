export { type FileFault } from './file-fault.js';
export { loadDefinitions, type LoadedDefinitions } from './load-definitions.js';
export { type ParsedDefinition, parseDefinition } from './parse-definition.js';
