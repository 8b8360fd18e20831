/**
 * Prints the table of environment variables for the README, as Markdown.
 *
 * Runs on the sources with `node --import ./libs/testing/src/run-sources.mjs tools/config-table.ts`, or on what
 * `npm run build` made without the `--import`.
 */
import { describeConfig } from '#config';

const cell = (text: string): string => text.replaceAll('|', '\\|');

console.log('| variable | default | values | what it decides |\n|---|---|---|---|');
for (const { name, default: fallback, range, doc } of describeConfig()) {
  const shown = fallback === undefined ? '' : `\`${fallback}\``;
  console.log(`| \`${name}\` | ${shown} | ${cell(range)} | ${cell(doc)} |`);
}
