/**
 * Writes the table of environment variables into the README, between its two `config` markers.
 * `--check` writes nothing and fails when the table is not current. Needs `npm run build` first.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeConfig } from '#config';

const README = join(import.meta.dirname, '..', 'README.md');
const BEGIN = '<!-- config -->';
const END = '<!-- /config -->';

const cell = (text: string): string => text.replaceAll('|', '\\|');
const rows = describeConfig().map(({ name, default: fallback, range, doc }) => {
  const shown = fallback === undefined ? '' : `\`${fallback}\``;
  return `| \`${name}\` | ${shown} | ${cell(range)} | ${cell(doc)} |`;
});
const table = [
  '| variable | default | values | what it decides |',
  '|---|---|---|---|',
  ...rows,
].join('\n');

const readme = readFileSync(README, 'utf8');
const [before, rest] = readme.split(BEGIN);
const after = rest?.split(END)[1];
if (before === undefined || after === undefined)
  throw new Error(`${README} lacks the markers ${BEGIN} and ${END}`);
const current = `${before}${BEGIN}\n\n${table}\n\n${END}${after}`;

if (!process.argv.includes('--check')) writeFileSync(README, current);
else if (readme !== current) {
  console.error(
    `The table of variables in ${README} is not current: run \`npm run generate\` and commit the result.`,
  );
  process.exit(1);
}
