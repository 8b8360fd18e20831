import { identifierIn } from '#customers';
import type { Command } from 'commander';
import { type JourneySummary } from '#client';
import { answerOf, apiOf, type ApiOptions } from '../api-client.js';
import { Failure } from '../failure.js';
import { withApi } from './api-options.js';

interface InspectOptions extends ApiOptions {
  readonly json?: boolean;
}

/** `throughline inspect`: one journey with its history, or every journey of whoever has an identifier. */
export function inspectCommand(program: Command): void {
  withApi(program.command('inspect'))
    .description('show a journey and all that happened to it, or the journeys of a customer')
    .argument('<journey|scheme=value>', 'a journey id, or an identifier such as phone=+61412345678')
    .option('--json', 'print the answers as JSON')
    .action(async (what: string, options: InspectOptions) => {
      const identifier = identifierIn(what);
      if (identifier === undefined) await inspectJourney(what, options);
      else await inspectCustomer(identifier, options);
    });
}

async function inspectJourney(id: string, options: InspectOptions): Promise<void> {
  if (!id.includes('.'))
    throw new Failure(
      `${id} is neither a journey id nor scheme=value, e.g. email=ana@example.org.`,
      2,
    );
  const [api, params] = [apiOf(options), { path: { id } }];
  const journey = await answerOf(api.GET('/v1/journeys/{id}', { params }));
  const { entries } = await answerOf(api.GET('/v1/journeys/{id}/history', { params }));
  if (options.json) {
    console.log(JSON.stringify({ journey, entries }));
    return;
  }
  printJourney(journey);
  for (const [name, { value, from }] of Object.entries(journey.fields)) {
    console.log(`  ${name.padEnd(16)} ${JSON.stringify(value)} (${from.channel})`);
  }
  for (const entry of entries) {
    const { kind, reason } = entry.disposition;
    const became = reason === null ? kind : `${kind}: ${reason}`;
    console.log(
      `${entry.time} ${(entry.channel ?? '').padEnd(11)} ${entry.type.padEnd(32)} ${became}`,
    );
  }
}

async function inspectCustomer(
  identifier: { readonly scheme: string; readonly value: string },
  options: InspectOptions,
): Promise<void> {
  const query = { ...identifier };
  const answer = await answerOf(apiOf(options).GET('/v1/subjects', { params: { query } }));
  if (options.json) {
    console.log(JSON.stringify(answer));
    return;
  }
  console.log(`subject ${answer.subjectId}`);
  answer.journeys.forEach(printJourney);
}

function printJourney(journey: JourneySummary & { readonly outcome?: string | null }): void {
  const status = journey.outcome ? `${journey.status} (${journey.outcome})` : journey.status;
  console.log(
    `${journey.journeyId} ${journey.definition} v${journey.version} ${status}: ${journey.stateTitle}; last on ${journey.lastChannel} at ${journey.lastSeen}`,
  );
}
