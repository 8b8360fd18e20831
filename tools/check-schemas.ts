/**
 * Checks schemas/avro: every version against all earlier ones, references, and that nothing released was edited.
 * `--release` adds the files that are new to schemas/avro/released.json, when nothing else is wrong.
 *
 * Runs on the sources with `node --import ./libs/testing/src/run-sources.mjs tools/check-schemas.ts`, or on what
 * `npm run build` made without the `--import`.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkSchemas, loadSchemaFiles, releaseSchemas, type Releases } from '#avro';

const DIRECTORY = join(import.meta.dirname, '..', 'schemas', 'avro');
const RELEASED = join(DIRECTORY, 'released.json');

const files = loadSchemaFiles(DIRECTORY);
let releases = existsSync(RELEASED) ? (JSON.parse(readFileSync(RELEASED, 'utf8')) as Releases) : {};
const released = Object.keys(releases).length;
const releasing = process.argv.includes('--release');
if (releasing) releases = releaseSchemas(files, releases);

const faults = checkSchemas(files, releases);
if (faults.length > 0) {
  console.error(`schemas/avro is not sound:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
  process.exit(1);
}
if (releasing) {
  writeFileSync(RELEASED, `${JSON.stringify(releases, Object.keys(releases).sort(), 2)}\n`);
  console.log(`${Object.keys(releases).length - released} schema files released.`);
} else {
  console.log(`${files.length} schema files are sound.`);
}
