import type { Command } from 'commander';
import { type Command as Order } from '#client';
import { answerOf, apiOf, type ApiOptions } from '../api-client.js';
import { jsonOption } from '../json-option.js';
import { withApi } from './api-options.js';

interface CommandOptions extends ApiOptions {
  readonly reason: string;
  readonly data?: string;
  readonly id?: string;
}

type Data = NonNullable<Order['data']>;

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
      const body = {
        command: command as Order['command'],
        reason,
        ...(data !== undefined && { data: jsonOption('--data', data) as Data }),
        ...(id !== undefined && { id }),
      };
      const params = { path: { id: journey } };
      const accepted = await answerOf(
        apiOf(options).POST('/v1/journeys/{id}/commands', { params, body }),
      );
      console.log(`${command} accepted as ${accepted.id}, by ${accepted.operator}`);
    });
}
