import { loadConfig } from '#config';
import { LIVE_CLOCK, Topics } from '#contracts';
import { type ContinuityFigures, ContinuityTally, type WayFigures } from '#journey';
import { recordsOf } from '#history';
import { hasCode, readAs } from '#ports';
import type { Command } from 'commander';
import { duration, figure } from '../words.js';
import { Failure } from '../failure.js';
import { openForALook, type ReadableInstallation } from '../installation.js';
import { time } from './time-option.js';

interface FiguresOptions {
  readonly definition?: string;
  readonly since?: number;
  readonly clock: string;
  readonly json?: boolean;
}

/** `throughline figures`: how well customers were carried on, from everything that was told of their journeys. */
export function figuresCommand(program: Command): void {
  program
    .command('figures')
    .description(
      'continuity figures: who had to begin again, was asked again, was handed off, and how long it took to go on',
    )
    .option('--definition <name>', 'only journeys of this definition, all versions')
    .option('--since <time>', 'count only what was told then or later (ISO 8601)', time)
    .option('--clock <name>', "of an import: its journeys, not today's", LIVE_CLOCK)
    .option('--json', 'print the figures as JSON, times in ms')
    .action(async (options: FiguresOptions) => {
      const installation = await openForALook(loadConfig());
      try {
        print(await read(installation, options), options);
      } finally {
        await installation.close();
      }
    });
}

async function read(
  { log, codec }: ReadableInstallation,
  { definition, since = -Infinity, clock }: FiguresOptions,
): Promise<readonly ContinuityFigures[]> {
  const tally = new ContinuityTally();
  const partitions = await log.partitions(Topics.journeyEvents).catch((error: unknown) => {
    if (hasCode(error, 'NOT_FOUND')) return 0;
    throw error;
  });
  let unreadable = 0;
  for (let partition = 0; partition < partitions; partition++) {
    for await (const record of recordsOf(log, codec, Topics.journeyEvents, partition)) {
      const event = readAs(codec, 'JourneyEvent', record);
      if (event === undefined) unreadable += 1;
      else if (
        event.time >= since &&
        event.clock === clock &&
        (definition === undefined || event.definition === definition)
      ) {
        tally.add(event);
      }
    }
  }
  if (unreadable > 0)
    console.error(`${unreadable} records are no journey events; they are left out`);
  return tally.figures();
}

function print(figures: readonly ContinuityFigures[], { json, definition }: FiguresOptions): void {
  if (json === true) {
    console.log(JSON.stringify({ definitions: figures }));
    return;
  }
  if (figures.length === 0) {
    const whose = definition === undefined ? 'any journey' : `a journey \`${definition}\``;
    throw new Failure(`Nothing was told of ${whose} in that time, on that clock.`);
  }
  console.log(figures.flatMap(linesOf).join('\n'));
}

function linesOf(of: ContinuityFigures): readonly string[] {
  const { restarts, repeated, recognised, ways } = of;
  const fields = Object.entries(repeated.fields).map(([name, count]) => `${name} ${figure(count)}`);
  return [
    of.definition,
    `  journeys        ${figure(of.journeys)}, ${figure(of.started)} started`,
    `  begun again     ${percent(restarts.rate)} of beginnings: ${figure(restarts.anew)} anew, ${figure(restarts.wentOn)} went on with the open journey`,
    `  asked again     in ${figure(repeated.journeys)} journeys (${percent(repeated.rate)})${fields.length === 0 ? '' : `: ${fields.join(', ')}`}`,
    `  recognised      ${figure(recognised)} callers`,
    ...ways.flatMap(linesOfWay),
    '',
  ];
}

function linesOfWay({ from, to, handOffs, timeToResume }: WayFigures): readonly string[] {
  const way = `  ${from} → ${to}`;
  const { made, redeemed, expired, redemptionRate } = handOffs;
  const { count, shortest, median, p90, longest } = timeToResume;
  const lines: string[] = [];
  if (made + redeemed + expired > 0) {
    lines.push(
      `${way}   hand-offs: ${figure(made)} made, ${figure(redeemed)} used, ${figure(expired)} expired (${percent(redemptionRate)} used)`,
    );
  }
  if (count > 0) {
    lines.push(
      `${way}   taken up again ${figure(count)}×: after ${duration(median)}, nine of ten within ${duration(p90)}, ${duration(shortest)} to ${duration(longest)}`,
    );
  }
  return lines;
}

function percent(rate: number | null): string {
  return rate === null ? '–' : `${(100 * rate).toFixed(1)} %`;
}
