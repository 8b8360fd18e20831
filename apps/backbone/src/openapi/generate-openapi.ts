// Writes docs/openapi.yaml from the controllers. With --check: fails when the file is not current.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { installationRoot } from '#config';
import { describeApi } from './describe-api.js';

const file = join(installationRoot(), 'docs', 'openapi.yaml');
const text = `# Generated from the controllers by \`npm run generate\`. Do not edit.\n${stringify(
  JSON.parse(JSON.stringify(await describeApi())),
  { aliasDuplicateObjects: false },
)}`;
if (!process.argv.includes('--check')) {
  await writeFile(file, text);
} else if ((await readFile(file, 'utf8').catch(() => '')) !== text) {
  process.stderr.write('docs/openapi.yaml is not current: `npm run generate`\n');
  process.exitCode = 1;
}
