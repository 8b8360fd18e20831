import { access } from 'node:fs/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { loadConfig } from '#config';
import { Identifiers, openIdentifierHash, type UnlinkedInteraction } from '#customers';
import { startOrchestrator } from '#orchestration';
import { Failure } from '../failure.js';
import { appendHistory } from '../import/append-history.js';
import { Checkpoint } from '../import/checkpoint.js';
import { reportImport, type ImportReport } from '../import/import-report.js';
import { loadMapping, type Mapping } from '../import/mapping.js';
import { withProgress } from '../import/progress-bar.js';
import { readUnlinked } from '../import/read-unlinked.js';
import { logEnds, sentSince } from '../import/sent-since.js';
import { untilApplied } from '../import/until-applied.js';
import { type Installation, openInstallation } from '../installation.js';

interface ImportOptions {
  readonly mapping: string;
  readonly doubleEvery: number;
  readonly orchestrator: boolean;
  readonly json?: boolean;
}

/** `throughline import`: what happened in the past, through the same journeys. */
export function importCommand(program: Command): void {
  program
    .command('import')
    .description(
      'send the events of a historical file through the journeys, in the order they happened',
    )
    .argument('<file>', 'XES, CSV or NDJSON, also gzipped')
    .requiredOption(
      '--mapping <file>',
      'how an event becomes an interaction (schemas/import-mapping.schema.json)',
    )
    .option('--double-every <n>', 'a drill: send every nth event twice', wholeNumber, 0)
    .option('--no-orchestrator', 'only append to the log; orchestrators are running elsewhere')
    .option('--json', 'print the report as JSON')
    .action(importFile);
}

function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('give a whole number.');
}

async function importFile(file: string, options: ImportOptions): Promise<void> {
  const config = loadConfig();
  const mapping = await loadMapping(options.mapping);
  await access(file).catch(() => {
    throw new Failure(`${file}: no such file.`, 2);
  });
  const checkpoint = await Checkpoint.open(config.dataDir, mapping.name, [file, options.mapping]);
  const installation = await openInstallation(config);
  const signal = stopSignal();
  try {
    const hash = await openIdentifierHash(installation.identities, config.identitySecret);
    const identifiers = new Identifiers(hash, config.identifiers);
    const history = await readUnlinked(
      file,
      mapping,
      {
        identifiers,
        definitions: installation.catalogue.current(),
      },
      signal,
    );
    const orchestrator = options.orchestrator
      ? await startOrchestrator({
          ...installation,
          store: installation.journeys,
        })
      : undefined;
    try {
      const work = run(installation, {
        mapping,
        checkpoint,
        history,
        identifiers,
        doubleEvery: options.doubleEvery,
        signal,
      });
      await Promise.race([work, ...(orchestrator ? [orchestrator.ended.then(() => work)] : [])]);
    } finally {
      await orchestrator?.close();
    }
    print(await reportImport(installation, mapping.name), history.length, options.json ?? false);
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new Failure('Stopped. The same command goes on from where it was.', 130);
  } finally {
    await installation.close();
  }
}

/** Aborts on Ctrl-C and when told to end, so that what is under way is finished, and the terminal is as it was before. */
function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  return stop.signal;
}

interface Run {
  readonly mapping: Mapping;
  readonly checkpoint: Checkpoint;
  readonly history: readonly UnlinkedInteraction[];
  readonly identifiers: Identifiers;
  readonly doubleEvery: number;
  readonly signal: AbortSignal;
}

async function run(installation: Installation, work: Run): Promise<void> {
  const { mapping, checkpoint, history, signal } = work;
  if (!checkpoint.complete) await send(installation, work);
  const end = history.at(-1)?.time ?? 0;
  await withProgress('applying {bar} {value}/{total} records', async (bar) => {
    let most = 0;
    bar.start(0, 0);
    const show = (behind: number): void => {
      most = Math.max(most, behind);
      bar.setTotal(most);
      bar.update(most - behind);
    };
    await untilApplied(installation, mapping.name, end, show, signal);
  });
}

/** Appends what is not in the log, noting after each chunk how far it has come. */
async function send(
  { log, codec, catalogue, identities, clock }: Installation,
  { mapping, checkpoint, history, identifiers, doubleEvery, signal }: Run,
): Promise<void> {
  const { next: from, ends } = checkpoint;
  const sent = ends && (await sentSince({ log, codec }, mapping.name, ends));
  if (ends === undefined) await checkpoint.save(from, await logEnds(log));
  const resolving = { store: identities, identifiers, clock };
  const target = { log, codec, catalogue, resolving };
  await withProgress(
    'sending  {bar} {value}/{total} events, {eta_formatted} to go',
    async (bar) => {
      bar.start(history.length, from);
      await appendHistory(history, target, {
        clock: mapping.name,
        from,
        sent: sent ?? new Set(),
        doubleEvery,
        signal,
        progress: async (next) => {
          await checkpoint.save(next, await logEnds(log));
          bar.update(next);
        },
      });
      await checkpoint.save(history.length, await logEnds(log), true);
    },
  );
}

function print(report: ImportReport, events: number, json: boolean): void {
  if (json) {
    console.log(JSON.stringify({ events, ...report }));
    return;
  }
  console.log(`${events} events`);
  for (const [definition, outcomes] of Object.entries(report.journeys)) {
    const total = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
    console.log(`${definition}: ${total} journeys started`);
    for (const [outcome, count] of Object.entries(outcomes))
      console.log(`  ${outcome.padEnd(12)} ${count}`);
  }
  console.log('dispositions');
  for (const [kind, count] of Object.entries(report.dispositions))
    console.log(`  ${kind.padEnd(24)} ${count}`);
}
