import { identifierIn } from '#customers';
import type { Command } from 'commander';
import { type ApiOptions, call } from '../api-client.js';
import { Failure } from '../failure.js';
import { withApi } from './api-options.js';

interface InspectOptions extends ApiOptions {
  readonly json?: boolean;
}

interface Journey {
  readonly journeyId: string;
  readonly definition: string;
  readonly version: number;
  readonly status: string;
  /** Absent while it is open. */
  readonly outcome?: string | null;
  readonly stateTitle: string;
  readonly lastChannel: string;
  readonly lastSeen: string;
  readonly fields?: Readonly<
    Record<string, { readonly value: unknown; readonly from: { readonly channel: string } }>
  >;
}

interface HistoryEntry {
  readonly time: string;
  readonly type: string;
  readonly channel?: string;
  readonly disposition: { readonly kind: string; readonly reason: string | null };
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
  const path = `/v1/journeys/${encodeURIComponent(id)}`;
  const journey = (await call(options, 'GET', path)) as Journey;
  const { entries } = (await call(options, 'GET', `${path}/history`)) as {
    entries: readonly HistoryEntry[];
  };
  if (options.json) {
    console.log(JSON.stringify({ journey, entries }));
    return;
  }
  printJourney(journey);
  for (const [name, { value, from }] of Object.entries(journey.fields ?? {})) {
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
  const query = new URLSearchParams({ ...identifier });
  const answer = (await call(options, 'GET', `/v1/subjects?${query.toString()}`)) as {
    subjectId: string;
    journeys: readonly Journey[];
  };
  if (options.json) {
    console.log(JSON.stringify(answer));
    return;
  }
  console.log(`subject ${answer.subjectId}`);
  answer.journeys.forEach(printJourney);
}

function printJourney(journey: Journey): void {
  const status = journey.outcome ? `${journey.status} (${journey.outcome})` : journey.status;
  console.log(
    `${journey.journeyId} ${journey.definition} v${journey.version} ${status}: ${journey.stateTitle}; last on ${journey.lastChannel} at ${journey.lastSeen}`,
  );
}
