import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { loadConfig } from '#config';
import { checkInstallation, type CheckReport, type UnderWay } from '#checker';
import type { Command } from 'commander';
import { Failure } from '../failure.js';
import { openForALook } from '../installation.js';

interface CheckOptions {
  readonly acknowledged?: string;
  readonly json?: boolean;
}

/** `throughline check`: folds the whole log again and compares it with what is stored and what was published. */
export function checkCommand(program: Command): void {
  program
    .command('check')
    .description(
      'check the installation: is anything lost, doubled, out of order, early or different from its log?',
    )
    .option(
      '--acknowledged <file>',
      'ids of interactions that were answered 202, one a line: each must be in the log',
    )
    .option('--json', 'print the report as JSON')
    .action(async (options: CheckOptions) => {
      const installation = await openForALook(loadConfig());
      try {
        const report = await checkInstallation({
          ...installation,
          store: installation.journeys,
          now: installation.clock.now(),
          ...(options.acknowledged
            ? { acknowledgedInteractions: linesOf(options.acknowledged) }
            : {}),
        });
        print(report, options.json ?? false);
        if (!report.clean) throw new Failure('The installation is not clean.');
      } finally {
        await installation.close();
      }
    });
}

async function* linesOf(file: string): AsyncGenerator<string> {
  for await (const line of createInterface({
    input: createReadStream(file),
    crlfDelay: Infinity,
  })) {
    if (line !== '') yield line;
  }
}

function print(report: CheckReport, json: boolean): void {
  if (json) {
    console.log(JSON.stringify(report));
    return;
  }
  const { counts } = report;
  for (const { code, what, where } of report.findings) console.log(`${code} ${where}: ${what}`);
  for (const [code, count] of Object.entries(report.found))
    console.log(`${code} ${count === 0 ? 'good' : `${count} findings`}`);
  console.log(
    `${counts.records} records, ${counts.subjects} subjects, ${counts.journeys.open} journeys open, ${counts.journeys.ended} ended`,
  );
  console.log(
    `${counts.outputs} outputs, ${counts.repeatedOutputs} of them published again, ${counts.deadLetters} dead letters`,
  );
  const waiting = wordsFor(report.underWay);
  if (waiting !== '') {
    console.log(`${waiting}: nothing of it is lost, start the installation`);
  }
  console.log(`digest ${report.digest}`);
}

/** What the loop has not come to; empty: it has come to everything. */
function wordsFor({ records, outputs, timers }: UnderWay): string {
  const parts = [
    [records, 'record', 'folded'],
    [outputs, 'output', 'published'],
    [timers, 'timer', 'fired'],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, thing, done]) => `${count} ${thing}${count === 1 ? '' : 's'} not ${done} yet`)
    .join(', ');
}
