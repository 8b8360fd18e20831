import type { Command } from 'commander';
import { type ApiOptions, call } from '../api-client.js';
import { jsonOption } from '../json-option.js';
import { withApi } from './api-options.js';

interface CommandOptions extends ApiOptions {
  readonly reason: string;
  readonly data?: string;
  readonly id?: string;
}

/** `throughline command`: what an operator does to a journey. */
export function commandCommand(program: Command): void {
  withApi(program.command('command'))
    .description('act on a journey: advance, cancel, pause, resume, note, migrate')
    .argument('<journey>', 'its id')
    .argument('<command>', 'advance, cancel, pause, resume, note or migrate')
    .requiredOption('--reason <why>', 'kept with your name')
    .option('--data <json>', 'what the command needs, e.g. {"target":"identity"} to advance')
    .option('--id <id>', 'dedupe key; made up when absent')
    .action(async (journey: string, command: string, options: CommandOptions) => {
      const { reason, data, id } = options;
      const path = `/v1/journeys/${encodeURIComponent(journey)}/commands`;
      const accepted = (await call(options, 'POST', path, {
        command,
        reason,
        ...(data === undefined ? {} : { data: jsonOption('--data', data) }),
        ...(id === undefined ? {} : { id }),
      })) as { readonly id: string; readonly operator: string };
      console.log(`${command} accepted as ${accepted.id}, by ${accepted.operator}`);
    });
}
