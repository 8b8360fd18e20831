import { identifierIn } from '#customers';
import type { Command } from 'commander';
import { type Interaction } from '#client';
import { answerOf, apiOf, type ApiOptions } from '../api-client.js';
import { Failure } from '../failure.js';
import { jsonOption } from '../json-option.js';
import { withApi } from './api-options.js';

interface EmitOptions extends ApiOptions {
  readonly channel: string;
  readonly source: string;
  readonly identifier: readonly string[];
  readonly data?: string;
  readonly id?: string;
  readonly journey?: string;
}

type Data = NonNullable<Interaction['data']>;

/** `throughline emit`: one interaction, as a channel would send it. */
export function emitCommand(program: Command): void {
  withApi(program.command('emit'))
    .description('send one interaction, as a channel would')
    .argument('<type>', 'event type, e.g. application.started')
    .requiredOption('--channel <channel>', 'web, mobile, phone, branch, chat, …')
    .option('--source <uri>', 'who observed it', '//throughline/cli')
    .option('--identifier <scheme=value...>', 'who did it, e.g. email=ana@example.org', [])
    .option('--data <json>', 'what was said, a JSON object')
    .option('--id <id>', 'dedupe key; made up when absent')
    .option('--journey <id>', 'the journey it belongs to, when known')
    .action(async (type: string, options: EmitOptions) => {
      const body = interactionOf(type, options);
      const answer = await answerOf(apiOf(options).POST('/v1/interactions', { body }));
      for (const { id, subjectId } of answer.accepted)
        console.log(`accepted ${id} for subject ${subjectId}`);
    });
}

function interactionOf(type: string, options: EmitOptions): Interaction {
  return {
    type,
    channel: options.channel,
    source: options.source,
    time: new Date().toISOString(),
    identifiers: options.identifier.map(identifierOf),
    ...(options.id ? { id: options.id } : {}),
    ...(options.journey ? { journey: { id: options.journey } } : {}),
    ...(options.data ? { data: jsonOption('--data', options.data) as Data } : {}),
  };
}

function identifierOf(text: string): { scheme: string; value: string } {
  const identifier = identifierIn(text);
  if (identifier !== undefined) return identifier;
  throw new Failure(`--identifier ${text}: write it as scheme=value, e.g. phone=+61412345678.`, 2);
}
