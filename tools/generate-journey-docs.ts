/**
 * Writes docs/journeys: a page for each journey under journeys/, from its newest version, and a page that leads to them.
 * `--check` writes nothing and fails when a page is not current, or is of a journey that is no more.
 *
 * Runs on the sources with `node --import ./libs/testing/src/run-sources.mjs tools/generate-journey-docs.ts`, or on what
 * `npm run build` made without the `--import`.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadDefinitions } from '#definitions';
import { type Definition } from '#journey';
import { indexPage, journeyPage } from './journey-docs/page.ts';

const ROOT = join(import.meta.dirname, '..');
const TARGET = join(ROOT, 'docs', 'journeys');

const { definitions, faults } = await loadDefinitions(join(ROOT, 'journeys'));
for (const { file, line, message } of faults) console.error(`${file}:${line} ${message}`);
if (faults.length > 0) process.exit(1);

const versions = new Map<string, Definition[]>();
for (const one of definitions) versions.set(one.name, [...(versions.get(one.name) ?? []), one]);
const newest = [...versions.values()].flatMap((all) => all.at(-1) ?? []);
const pages = new Map([
  ['README.md', indexPage(newest)],
  ...[...versions].map(([name, all]): [string, string] => [`${name}.md`, journeyPage(all)]),
]);

mkdirSync(TARGET, { recursive: true });
const there = readdirSync(TARGET);
const stale = there.filter((file) => !pages.has(file));
const changed = [...pages].filter(
  ([file, text]) => !there.includes(file) || readFileSync(join(TARGET, file), 'utf8') !== text,
);
if (process.argv.includes('--check')) {
  const wrong = [...changed.map(([file]) => file), ...stale];
  if (wrong.length > 0) {
    console.error(
      `${TARGET}: ${wrong.join(', ')} not current: run \`npm run generate\` and commit the result.`,
    );
    process.exit(1);
  }
} else {
  for (const [file, text] of changed) writeFileSync(join(TARGET, file), text);
  for (const file of stale) rmSync(join(TARGET, file));
}
