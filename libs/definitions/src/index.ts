export {
  Catalogue,
  type CatalogueEntry,
  type CatalogueOptions,
  openCatalogue,
} from './catalogue/catalogue.js';
export {
  deploy,
  type DeployedBy,
  migrationRecord,
  type DeployOutcome,
  type DeployRequest,
  setShare,
  type ShareOutcome,
  type ShareRequest,
} from './catalogue/deploy.js';
export { deployFiles } from './catalogue/deploy-files.js';
export { checkShape, type ShapeFault } from './definition-schema.js';
export {
  type DefinitionText,
  readDefinitionStream,
  readDefinitionText,
} from './definition-text.js';
export { toMermaid } from './export/to-mermaid.js';
export {
  listOf,
  type Place,
  placesOf,
  type Trigger,
  type WayOn,
  waysOn,
} from './export/ways-on.js';
export { SCXML_NAMESPACE, toScxml } from './export/to-scxml.js';
export { toXStateMachine } from './export/to-xstate-machine.js';
export { differencesInXState } from './export/xstate-differences.js';
export * from './export/xstate-machine.js';
export { type FileFault } from './file-fault.js';
export {
  fromXStateMachine,
  type ImportedMachine,
  type JourneyOfMachine,
} from './import/from-xstate-machine.js';
export { loadDefinitions, type LoadedDefinitions } from './load-definitions.js';
export { type ParsedDefinition, parseDefinition } from './parse-definition.js';
export { migrationFaults, type ParsedMigration, parseMigration } from './parse-migration.js';
export { readYaml, type YamlFile } from './yaml-file.js';
