export { checkShape, type ShapeFault } from './definition-schema.js';
export { type FileFault } from './file-fault.js';
export { loadDefinitions, type LoadedDefinitions } from './load-definitions.js';
export { type ParsedDefinition, parseDefinition } from './parse-definition.js';
export { readYaml, type YamlFile } from './yaml-file.js';
