import { identifierIn } from '#customers';
import type { Command } from 'commander';
import { type BlockValues, type Conflict, type ConflictDecided, type ConflictPage } from '#client';
import { answerOf, apiOf, type ApiOptions } from '../api-client.js';
import { Failure } from '../failure.js';
import { withApi } from './api-options.js';

interface ListOptions extends ApiOptions {
  readonly decided?: boolean;
  readonly limit: string;
  readonly cursor?: string;
  readonly json?: boolean;
}

interface DecideOptions extends ApiOptions {
  readonly reason: string;
  readonly json?: boolean;
}

interface MergeOptions extends DecideOptions {
  readonly winner?: string;
  readonly preview?: boolean;
  readonly allowTogether?: boolean;
}

type Row = ConflictPage['conflicts'][number];
type Ruling = NonNullable<Row['ruling']>;
type Identifier = Pick<
  Conflict['evidence'][number]['identifiers'][number],
  'key' | 'scheme' | 'verified' | 'standing'
>;

/** `throughline conflicts`: customers who share something, and what is decided of them. */
export function conflictsCommand(program: Command): void {
  const conflicts = program
    .command('conflicts')
    .description('customers who share something: list, show, merge, keep apart, block or reopen');

  withApi(conflicts.command('list', { isDefault: true }))
    .description('those that wait, latest first')
    .option('--decided', 'those that were decided')
    .option('--limit <number>', 'at most', '50')
    .option('--cursor <cursor>', 'where the page before ended')
    .option('--json', 'print the answer as JSON')
    .action(list);

  withApi(conflicts.command('show'))
    .description('the evidence on both sides')
    .argument('<id>')
    .option('--json', 'print the answer as JSON')
    .action(show);

  decision(conflicts, 'merge', 'they are one customer')
    .option('--winner <subject>', 'who the other one becomes; else the one that is known longer')
    .option('--preview', 'only tell what it would do')
    .option('--allow-together', 'even if they are kept apart')
    .action(merge);

  decision(conflicts, 'keep-apart', 'they are two people, whatever they share').action(
    async (id: string, options: DecideOptions) => {
      const { reason } = options;
      const call = { params: { path: { id } }, body: { reason } };
      tell(id, options, await answerOf(apiOf(options).POST('/v1/conflicts/{id}/keep-apart', call)));
    },
  );

  decision(conflicts, 'block', 'what they share names nobody')
    .argument('<value...>', 'a key that `show` prints, or scheme=value, e.g. phone=+61412345678')
    .action(async (id: string, values: readonly string[], options: DecideOptions) => {
      const { reason } = options;
      const identifiers = values.map(choiceOf);
      const call = { params: { path: { id } }, body: { identifiers, reason } };
      tell(id, options, await answerOf(apiOf(options).POST('/v1/conflicts/{id}/block', call)));
    });

  decision(conflicts, 'reopen', 'take back what was decided').action(
    async (id: string, options: DecideOptions) => {
      const { reason } = options;
      const call = { params: { path: { id } }, body: { reason } };
      tell(id, options, await answerOf(apiOf(options).POST('/v1/conflicts/{id}/reopen', call)));
    },
  );
}

function decision(conflicts: Command, name: string, description: string): Command {
  return withApi(conflicts.command(name))
    .description(description)
    .argument('<id>')
    .requiredOption('--reason <why>', 'kept with your name')
    .option('--json', 'print the answer as JSON');
}

function choiceOf(text: string): BlockValues['identifiers'][number] {
  if (!text.includes('=')) return { key: text };
  const identifier = identifierIn(text);
  if (identifier === undefined) throw new Failure(`${text} is not scheme=value.`, 2);
  return identifier;
}

async function list(options: ListOptions): Promise<void> {
  const { decided, limit, cursor } = options;
  const status = decided ? ('decided' as const) : ('open' as const);
  const query = { status, limit: Number(limit), ...(cursor !== undefined && { cursor }) };
  const page = await answerOf(apiOf(options).GET('/v1/conflicts', { params: { query } }));
  if (options.json) {
    console.log(JSON.stringify(page));
    return;
  }
  for (const row of page.conflicts) console.log(lineOf(row));
  if (page.conflicts.length === 0) console.log(decided ? 'nothing was decided' : 'nothing waits');
  if (page.cursor !== null) console.log(`more: --cursor ${page.cursor}`);
}

function lineOf({ id, one, schemes, times, lastAt, ruling }: Row): string {
  const what = `${schemes.join(', ')} (${times}×)`;
  const became = ruling === null ? (one ? 'one customer meanwhile' : '') : inWords(ruling);
  return [lastAt, id, what, became].filter((part) => part !== '').join('  ');
}

function inWords({ decision: what, operator, reason, at }: Ruling): string {
  return `${what} by ${operator} at ${at}: ${reason}`;
}

async function show(id: string, options: ApiOptions & { readonly json?: boolean }): Promise<void> {
  const shown = await answerOf(
    apiOf(options).GET('/v1/conflicts/{id}', { params: { path: { id } } }),
  );
  if (options.json) {
    console.log(JSON.stringify(shown));
    return;
  }
  const { ruling, inForce, one, evidence, sides, fields } = shown;
  const status = ruling === null ? 'open' : inWords(ruling);
  console.log(status + (inForce === false ? '; not in force' : ''));
  if (one) console.log('both are one customer');
  for (const { at, channel, interactionId, identifiers } of evidence) {
    console.log(`\n${at} ${channel} ${interactionId}`);
    for (const came of identifiers)
      console.log(`  ${valueOf(came)} of ${came.subjectId ?? 'nobody'}`);
  }
  for (const side of sides) {
    const became = side.was === side.subjectId ? '' : `, now ${side.subjectId}`;
    console.log(`\n${side.was}${became}, known since ${side.knownSince ?? '?'}`);
    for (const link of side.identifiers) console.log(`  ${valueOf(link)} since ${link.linkedAt}`);
    for (const journey of side.journeys) {
      console.log(
        `  ${journey.journeyId} ${journey.title} ${journey.status}: ${journey.stateTitle}`,
      );
    }
  }
  console.log(`\nthey agree in: ${fields.agree.join(', ') || '-'}`);
  console.log(`they differ in: ${fields.differ.join(', ') || '-'}`);
}

function valueOf({ key, scheme, verified, standing }: Identifier): string {
  const marks = [verified ? 'verified' : '', standing ?? ''].filter((mark) => mark !== '');
  return [key, scheme, ...marks].join(' ');
}

async function merge(id: string, options: MergeOptions): Promise<void> {
  const { reason, winner, preview = false, allowTogether = false } = options;
  const body = { reason, preview, allowTogether, ...(winner !== undefined && { winner }) };
  const answer = await answerOf(
    apiOf(options).POST('/v1/conflicts/{id}/merge', { params: { path: { id } }, body }),
  );
  if ('conflict' in answer) {
    tell(id, options, answer);
    return;
  }
  if (options.json) {
    console.log(JSON.stringify(answer));
    return;
  }
  console.log(`${answer.loser} would become ${answer.winner}`);
  for (const detail of answer.details ?? []) console.log(`  ${detail}`);
}

function tell(id: string, { json }: DecideOptions, answer: ConflictDecided): void {
  if (json) {
    console.log(JSON.stringify(answer));
    return;
  }
  const { ruling, merged } = answer;
  console.log(`${id} ${ruling === null ? 'is open again' : inWords(ruling)}`);
  if (merged !== undefined) console.log(`${merged.loser} became ${merged.winner}`);
}
