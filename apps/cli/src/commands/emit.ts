import { identifierIn } from '#customers';
import type { Command } from 'commander';
import { type OutcomeView } from '#api';
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
  /** False: nobody waits for what becomes of it. */
  readonly wait: string | false;
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
    .option('--wait <time>', 'how long to wait for what becomes of it, e.g. 500ms', '2s')
    .option('--no-wait', 'only have it accepted')
    .action(async (type: string, options: EmitOptions) => {
      const body = interactionOf(type, options);
      const params = options.wait === false ? {} : { query: { wait: options.wait } };
      const answer = await answerOf(apiOf(options).POST('/v1/interactions', { body, params }));
      for (const { id, subjectId, disposition } of answer.accepted) {
        console.log(`accepted ${id} for subject ${subjectId}`);
        if (disposition !== undefined) console.log(asText(disposition));
      }
    });
}

/** What became of it; null: nobody said so in time. */
function asText(outcome: OutcomeView | null): string {
  if (outcome === null) return 'not folded yet; it will be';
  const { kind, reason, detail, journeys } = outcome;
  const why = [reason, detail].filter((part) => part !== null).join(': ');
  const where = journeys.map(
    ({ journeyId, definition, status, stateTitle }) =>
      `  ${definition} ${journeyId}: ${status === 'open' ? stateTitle : status}`,
  );
  return [why === '' ? kind : `${kind}, ${why}`, ...where].join('\n');
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
