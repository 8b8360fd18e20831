export { createCodec, type CodecOptions } from './codec.js';
export {
  checkCompatibility,
  type CompatibilityFault,
  type CompatibilityMode,
  type VersionedSchema,
} from './compatibility.js';
export { type SchemaIdentity } from './canonical-form.js';
export { fileRegistry, identityOfFile } from './file-registry.js';
export { readFrame, readMessageIndexes, SCHEMA_ID_HEADER, type Frame } from './frame.js';
export { registerAll, type Registration } from './register-all.js';
export { restRegistry, type RestRegistryOptions } from './rest-registry.js';
export { loadSchemaFiles, newestOf, schemasDirectory, type SchemaFile } from './schema-files.js';
export { checkSchemas, releaseSchemas, type Releases } from './schema-rules.js';
