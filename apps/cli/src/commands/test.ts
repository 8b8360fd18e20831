import { writeFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { loadConfig } from '#config';
import { findSpecs, readSpecFiles, runSpec, type SpecPaths } from '#replay';
import type { Command } from 'commander';
import { Failure } from '../failure.js';
import { hasFailed, isUncovered, type Tested } from '../test/tested.js';
import { asJson } from '../test/as-json.js';
import { asJunit } from '../test/as-junit.js';
import { asText } from '../test/as-text.js';

interface Options {
  readonly requireCoverage?: boolean;
  readonly json?: boolean;
  readonly junit?: string;
}

/** `throughline test`: the scenarios of the spec files on virtual time, and what no scenario reaches. */
export function testCommand(program: Command): void {
  program
    .command('test')
    .description(
      'run the specs beside journey definitions: v<N>.spec.yaml files, or folders of them',
    )
    .argument('[path...]', 'default: the journeys of this installation (JOURNEYS_DIR)')
    .option('--require-coverage', 'fail when a state or a transition is not reached')
    .option('--json', 'print the results as JSON')
    .option('--junit <file>', 'write the results as JUnit XML, too')
    .action(async (paths: string[], options: Options) => {
      const found = await Promise.all(
        (paths.length > 0 ? paths : [loadConfig().journeysDir]).map(findSpecs),
      );
      const tested: Tested[] = [];
      for (const pair of found.flat()) tested.push(await test(pair));
      if (tested.length === 0) throw new Failure('There are no journey definitions.', 2);
      if (options.junit !== undefined) await writeFile(options.junit, asJunit(tested));
      console.log(options.json ? JSON.stringify(asJson(tested), null, 2) : asText(tested));
      const uncovered = options.requireCoverage === true && tested.some(isUncovered);
      if (tested.some(hasFailed) || uncovered) process.exitCode = 1;
    });
}

async function test({ definition, spec }: SpecPaths): Promise<Tested> {
  const near = {
    definition: nearby(definition),
    spec: spec === undefined ? undefined : nearby(spec),
  };
  if (near.spec === undefined) return { ...near, run: undefined };
  return { ...near, run: runSpec(await readSpecFiles(near.definition, near.spec)) };
}

/** As seen from here, when it is shorter: what a terminal makes a link of. */
function nearby(file: string): string {
  const from = relative(process.cwd(), file);
  return from.length < file.length ? from : file;
}
