import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import { type ErasureReceipt } from '#client';
import { answerOf, apiOf, type ApiOptions } from '../api-client.js';
import { Failure } from '../failure.js';
import { subjectNamed } from '../subject-named.js';
import { withApi } from './api-options.js';

interface EraseOptions extends ApiOptions {
  readonly reason?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** `throughline erase`: forgets a person. */
export function eraseCommand(program: Command): void {
  withApi(program.command('erase'))
    .description('forget a person everywhere, and print the receipt; it cannot be undone')
    .argument('<customer>', 'a subject’s id, or an identifier, e.g. email=ana@example.org')
    .option('--reason <why>', 'kept with your name; that none was given is kept, too')
    .option('--yes', 'do not ask')
    .option('--json', 'print the receipt as JSON')
    .action(erase);
}

async function erase(customer: string, options: EraseOptions): Promise<void> {
  const subject = await subjectNamed(options, customer);
  if (options.yes !== true) await confirm(customer, subject);
  const { reason } = options;
  const query = reason === undefined ? {} : { reason };
  const receipt = await answerOf(
    apiOf(options).DELETE('/v1/subjects/{id}', { params: { path: { id: subject }, query } }),
  );
  console.log(options.json ? JSON.stringify(receipt) : asText(receipt));
  if (receipt.complete) return;
  throw new Failure('Its journeys are not emptied yet. They will be; ask again to see.');
}

/** Throws a `Failure` unless whoever sits there says yes. */
async function confirm(customer: string, subject: string): Promise<void> {
  if (!process.stdin.isTTY) {
    throw new Failure('Nobody is there to be asked. --yes says that you mean it.', 2);
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`Forget ${customer} (${subject}) for ever? [y/N] `);
  terminal.close();
  if (!/^y(es)?$/i.test(answer.trim())) throw new Failure('Nothing was erased.');
}

function asText(receipt: ErasureReceipt): string {
  const { id, subjects, erasedAt, operator, reason, erasedBefore, places } = receipt;
  const when = `${erasedBefore ? 'erased before, ' : 'erased '}${erasedAt} by ${operator}: ${reason ?? 'no reason given'}`;
  const rows = places.map(({ place, erased, remains }) => {
    const stays = remains === undefined ? '' : `\n${' '.repeat(9)}stays: ${remains}`;
    return `${String(erased).padStart(7)}  ${place}${stays}`;
  });
  return [`receipt ${id}`, when, `subjects ${subjects.join(', ')}`, ...rows].join('\n');
}
