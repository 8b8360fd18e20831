import { readFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { type Migration } from '#client';
import { answerOf, apiOf, type ApiOptions } from '../api-client.js';
import { Failure } from '../failure.js';
import { withApi } from './api-options.js';

interface MigrateOptions extends ApiOptions {
  readonly share: number;
  readonly back?: boolean;
  readonly reason: string;
  readonly json?: boolean;
}

/** `throughline migrate`: running journeys to another version; without `--share` it is only rehearsed. */
export function migrateCommand(program: Command): void {
  withApi(program.command('migrate'))
    .description('rehearse a migration of running journeys, or carry it out on a share of them')
    .argument('<file>', 'migration file (schemas/journey-migration.schema.json)')
    .option(
      '--share <percent>',
      'of the customers whose journeys move; 0 changes nothing',
      percent,
      0,
    )
    .option('--back', 'the way back: from the file’s `to` to its `from`')
    .option('--reason <text>', 'why; kept with each journey', 'migrated by command line')
    .option('--json', 'print the report as JSON')
    .action(async (file: string, options: MigrateOptions) => {
      const text = await readFile(file, 'utf8').catch(() => {
        throw new Failure(`${file}: no such file.`, 2);
      });
      await migrate(file, text, options);
    });
}

function percent(text: string): number {
  const share = Number(text);
  if (/^\d{1,3}$/.test(text) && share <= 100) return share;
  throw new InvalidArgumentError('Give a whole number of percent, 0 to 100.');
}

/** One call moves a bounded number of journeys: calls until none of the share is left. */
async function migrate(file: string, text: string, options: MigrateOptions): Promise<void> {
  const [, name] = /^migration:\s*["']?([a-z][a-z0-9-]*)/m.exec(text) ?? [];
  if (name === undefined) throw new Failure(`${file}: no line says \`migration: <journey>\`.`, 1);
  const { share, back = false, reason } = options;
  const body = { text, share, back, reason };
  const call = { params: { path: { name } }, body };
  const step = (): Promise<Migration> =>
    answerOf(apiOf(options).POST('/v1/definitions/{name}/migrations', call));
  const first = await step();
  if (options.json === true) console.log(JSON.stringify(first, undefined, 2));
  else print(first);
  let { moving, left } = first;
  while (left > 0) {
    const next = await step();
    moving += next.moving;
    left = next.moving === 0 ? 0 : next.left;
  }
  if (share > 0 && options.json !== true) {
    console.log(`${moving} commands are in the log; \`throughline inspect\` shows a journey's`);
  }
}

function print({ rehearsal, share, warnings }: Migration): void {
  for (const { line, column, detail } of warnings) {
    console.log(`${line}:${column} warning: ${detail}`);
  }
  const { journey, from, to, running, moves, leftOut, stays } = rehearsal;
  const { states, dropped, timers } = rehearsal;
  console.log(`${journey}@${from} → @${to}: ${running} running, ${moves.count} can move`);
  for (const one of states) console.log(`  ${one.count}  ${one.from} → ${one.to}`);
  for (const one of stays)
    console.log(`  ${one.count} stay: ${one.reason} (${one.examples[0] ?? ''})`);
  if (leftOut.count > 0) console.log(`  ${leftOut.count} left out by the file's \`only\``);
  for (const one of dropped) console.log(`  ${one.count} lose the value of ${one.field}`);
  const due = Object.entries({
    'at once': timers.atOnce,
    sooner: timers.sooner,
    later: timers.later,
    'never more': timers.gone,
  }).filter(([, { count }]) => count > 0);
  for (const [when, { count }] of due) console.log(`  ${count} have their next timer due ${when}`);
  if (share === 0) console.log('only rehearsed: nothing was changed; --share carries it out');
}
