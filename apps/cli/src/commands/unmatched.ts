import type { Command } from 'commander';
import { type InboxPage, type Replay } from '#client';
import { answerOf, apiOf, type ApiOptions } from '../api-client.js';
import { jsonOption } from '../json-option.js';
import { withApi } from './api-options.js';

interface ListOptions extends ApiOptions {
  readonly reason?: string;
  readonly type?: string;
  readonly definition?: string;
  readonly since?: string;
  readonly closed?: boolean;
  readonly limit: string;
  readonly json?: boolean;
}

interface ActOptions extends ApiOptions {
  readonly reason: string;
}

interface ReplayOptions extends ActOptions {
  readonly edit?: string;
  readonly dryRun?: boolean;
}

type Edit = NonNullable<Replay['edit']>;
type Entry = InboxPage['entries'][number];

/** `throughline unmatched`: interactions that nothing took, and what is done about them. */
export function unmatchedCommand(program: Command): void {
  const unmatched = program
    .command('unmatched')
    .description('interactions that nothing took: list, show, replay or discard them');

  withApi(unmatched.command('list', { isDefault: true }))
    .description('those that wait, latest first')
    .option('--reason <reason>', 'e.g. no-definition, guard-false')
    .option('--type <type>', 'the event type')
    .option('--definition <name>', 'only what this journey definition knows')
    .option('--since <time>', 'came at or after, RFC 3339')
    .option('--closed', 'those that were replayed or discarded')
    .option('--limit <number>', 'at most', '50')
    .option('--json', 'print the answer as JSON')
    .action(list);

  withApi(unmatched.command('show'))
    .description('what was sent, why nothing took it, and what it would come to now')
    .argument('<id>')
    .option('--reveal <why>', 'show personal values, too; name and reason are logged')
    .action(async (id: string, { reveal, ...api }: ApiOptions & { readonly reveal?: string }) => {
      const params = { path: { id }, query: reveal === undefined ? {} : { reveal } };
      const shown = await answerOf(apiOf(api).GET('/v1/unmatched/{id}', { params }));
      console.log(JSON.stringify(shown, null, 2));
    });

  withApi(unmatched.command('replay'))
    .description('send it again, edited or as it was')
    .argument('<id>')
    .requiredOption('--reason <why>', 'kept with your name')
    .option('--edit <json>', 'what replaces its own, e.g. {"type":"application.started"}')
    .option('--dry-run', 'only tell what it would come to')
    .action(replay);

  withApi(unmatched.command('discard'))
    .description('take it out of the inbox')
    .argument('<id>')
    .requiredOption('--reason <why>', 'kept with your name')
    .action(async (id: string, { reason, ...api }: ActOptions) => {
      const call = { params: { path: { id } }, body: { reason } };
      await answerOf(apiOf(api).POST('/v1/unmatched/{id}/discard', call));
      console.log(`discarded ${id}`);
    });
}

async function list(options: ListOptions): Promise<void> {
  const { reason, type, definition, since, closed, limit } = options;
  const query = {
    status: closed ? ('closed' as const) : ('open' as const),
    limit: Number(limit),
    ...(reason !== undefined && { reason }),
    ...(type !== undefined && { type }),
    ...(definition !== undefined && { definition }),
    ...(since !== undefined && { since }),
  };
  const page = await answerOf(apiOf(options).GET('/v1/unmatched', { params: { query } }));
  if (options.json) {
    console.log(JSON.stringify(page));
    return;
  }
  for (const entry of page.entries) {
    console.log(`${entry.at} ${entry.id.padEnd(12)} ${entry.type.padEnd(32)} ${becameOf(entry)}`);
  }
  const counts = Object.entries(page.counts).map(([name, count]) => `${count} ${name}`);
  console.log(counts.length === 0 ? 'nothing waits' : `waiting: ${counts.join(', ')}`);
}

async function replay(id: string, options: ReplayOptions): Promise<void> {
  const { reason, dryRun = false, edit } = options;
  const body = {
    reason,
    dryRun,
    ...(edit !== undefined && { edit: jsonOption('--edit', edit) as Edit }),
  };
  const { id: sent, foreseen } = await answerOf(
    apiOf(options).POST('/v1/unmatched/{id}/replay', { params: { path: { id } }, body }),
  );
  const { kind = 'sent', reason: why = null, detail = null } = foreseen?.disposition ?? {};
  const becomes = [kind, why, detail].filter((one) => one !== null).join(': ');
  console.log(`${dryRun ? 'would be sent' : 'sent'} as ${sent}: ${becomes}`);
}

function becameOf({ status, reason, detail }: Entry): string {
  const why = detail === null ? reason : `${reason}: ${detail}`;
  return status === 'open' ? why : `${status} (${why})`;
}
