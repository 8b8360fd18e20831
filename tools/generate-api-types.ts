/**
 * Writes libs/client/src/generated/openapi.ts, the types of every call of the public API, from docs/openapi.yaml.
 * `--check` writes nothing and fails when the file is not current.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { parse } from 'yaml';

const ROOT = join(import.meta.dirname, '..');
const SOURCE = join(ROOT, 'docs', 'openapi.yaml');
const TARGET = join(ROOT, 'libs', 'client', 'src', 'generated', 'openapi.ts');

const nodes = await openapiTS(parse(readFileSync(SOURCE, 'utf8')) as OpenAPI3, {
  // A parameter with a default need not be sent; a property of an answer is there all the same.
  defaultNonNullable: false,
  rootTypes: true,
  rootTypesNoSchemaPrefix: true,
});
const text = `// Generated from docs/openapi.yaml by \`npm run generate\`. Do not edit.\n\n${astToString(nodes)}`;

if (process.argv.includes('--check')) {
  if (!existsSync(TARGET) || readFileSync(TARGET, 'utf8') !== text) {
    console.error(`${TARGET} is not current: run \`npm run generate\` and commit the result.`);
    process.exit(1);
  }
} else {
  mkdirSync(join(TARGET, '..'), { recursive: true });
  writeFileSync(TARGET, text);
}
