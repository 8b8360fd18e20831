import { type JourneyEvent } from '#client';
import type { Command } from 'commander';
import { type ApiOptions, events } from '../api-client.js';
import { withApi } from './api-options.js';

interface TailOptions extends ApiOptions {
  readonly journey?: string;
  readonly json?: boolean;
}

/** `throughline tail`: what is becoming true of journeys, as it happens. */
export function tailCommand(program: Command): void {
  withApi(program.command('tail'))
    .description('show what happens to journeys, as it happens')
    .option('--journey <id>', 'only this one')
    .option('--json', 'one JSON object a line')
    .action(async (options: TailOptions) => {
      const stop = new AbortController();
      process.once('SIGINT', () => stop.abort());
      const path = options.journey
        ? `/v1/journeys/${encodeURIComponent(options.journey)}/stream`
        : '/v1/stream';
      try {
        for await (const { data } of events(options, path, stop.signal)) {
          console.log(options.json ? data : lineOf(JSON.parse(data) as JourneyEvent));
        }
      } catch (error) {
        if (!stop.signal.aborted) throw error;
      }
    });
}

function lineOf(event: JourneyEvent): string {
  const moved =
    event.from.join() === event.to.join()
      ? event.to.join()
      : `${event.from.join()} → ${event.to.join()}`;
  const outcome = event.outcome ? ` (${event.outcome})` : '';
  const channel = (event.channel ?? '').padEnd(11);
  return `${event.time} ${channel} ${event.type.padEnd(16)} ${event.definition} ${event.journeyId} ${moved}${outcome}`;
}
