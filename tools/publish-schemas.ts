/**
 * Puts every version of every schema into the registry that SCHEMA_REGISTRY_URL names. Doing it again changes nothing.
 *
 * Runs on the sources with `node --import ./libs/testing/src/run-sources.mjs tools/publish-schemas.ts`, or on what
 * `npm run build` made without the `--import`.
 */
import { registerAll, restRegistry } from '#avro';
import { loadConfig } from '#config';

const { schemaRegistryUrl: url } = loadConfig();
if (url === undefined) {
  console.error('SCHEMA_REGISTRY_URL is not set: it says which registry to publish to.');
  process.exit(1);
}
for (const { file, subject, id } of await registerAll(restRegistry({ url }))) {
  console.log(`${file} is ${subject} with id ${id}.`);
}
