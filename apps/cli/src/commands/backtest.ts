import { access, readFile, writeFile } from 'node:fs/promises';
import { type Config, loadConfig } from '#config';
import { createDefinitions } from '#journey';
import {
  Backtest,
  type CustomerRecords,
  type Expectation,
  expectationFault,
  judge,
  type LogReading,
  type LogSelection,
  readExpectations,
  recordsOfLog,
} from '#replay';
import { type Command, InvalidArgumentError } from 'commander';
import { asHtml } from '../backtest/html/as-html.js';
import { asText } from '../backtest/as-text.js';
import { recordsOfFile } from '../backtest/file-records.js';
import { asJson, type BacktestOutcome, hasFailed } from '../backtest/outcome.js';
import { findVersions, type Shelf, shelfOfFiles, type Versions } from '../backtest/versions.js';
import { Failure } from '../failure.js';
import { loadMapping } from '../import/mapping.js';
import { time } from './time-option.js';

interface Options {
  readonly against?: string;
  readonly log?: boolean;
  readonly file?: string;
  readonly mapping?: string;
  readonly since?: number;
  readonly until?: number;
  readonly sample: number;
  readonly journeys?: string;
  readonly expect: readonly string[];
  readonly json?: string;
  readonly html?: string;
}

/** `throughline backtest`: what would have become of recorded traffic under another version of a journey. */
export function backtestCommand(program: Command): void {
  program
    .command('backtest')
    .description(
      'play recorded traffic through a draft and the live version of a journey, and compare; nothing is sent',
    )
    .argument('<draft>', '<name>@<version>, <name>@<file>, or a file')
    .option('--against <version>', 'the same forms; default: the live version')
    .option('--log', "the installation's own log, read only")
    .option('--file <file>', 'XES, CSV or NDJSON, also gzipped')
    .option(
      '--mapping <file>',
      'how an event becomes an interaction (schemas/import-mapping.schema.json); without it: NDJSON of interactions as the API takes them',
    )
    .option('--since <time>', 'count only journeys that started then or later (ISO 8601)', time)
    .option('--until <time>', 'leave out what happened later (ISO 8601)', time)
    .option('--sample <percent>', 'play only so many of a hundred customers', percent, 100)
    .option('--journeys <folder>', 'definitions to look in; default: JOURNEYS_DIR')
    .option(
      '--expect <expectation...>',
      'what must hold, as CEL over the report, or a file (schemas/backtest-expectations.schema.json); <draft>.expect.yaml is found by itself',
      [],
    )
    .option('--json <file>', 'write the report as JSON; `-`: print it in the place of the text')
    .option('--html <file>', 'write the report as a page of its own')
    .action(backtest);
}

function percent(text: string): number {
  const value = Number(text);
  if (value >= 1 && value <= 100) return value;
  throw new InvalidArgumentError('give a number from 1 to 100.');
}

async function backtest(draft: string, options: Options): Promise<void> {
  if ((options.log === true) === (options.file !== undefined)) {
    throw new Failure('Say where the traffic comes from: --log, or --file <file>.', 2);
  }
  const config = loadConfig();
  const outcome =
    options.file === undefined
      ? await onLog(draft, options, config)
      : await onFile(options.file, draft, options, config);
  if (options.html !== undefined) await writeFile(options.html, asHtml(outcome));
  const json = JSON.stringify(asJson(outcome), null, 2);
  if (options.json !== undefined && options.json !== '-') await writeFile(options.json, json);
  console.log(options.json === '-' ? json : asText(outcome));
  if (hasFailed(outcome)) process.exitCode = 1;
}

async function onFile(
  file: string,
  draft: string,
  options: Options,
  config: Config,
): Promise<BacktestOutcome> {
  const journeysDir = options.journeys ?? config.journeysDir;
  const shelf = await shelfOfFiles(journeysDir, console.error);
  const versions = await findVersions(shelf, journeysDir, draft, options.against);
  const expectations = await expectationsFor(versions, options);
  const mapping = options.mapping === undefined ? undefined : await loadMapping(options.mapping);
  await access(file).catch(() => {
    throw new Failure(`${file}: no such file.`, 2);
  });
  const definitions = createDefinitions(definitionsOf(versions));
  const { identitySecret, identifiers: reading } = config;
  const traffic = await recordsOfFile(
    { file, mapping, definitions, identitySecret, reading },
    selectionOf(options),
  );
  return play(versions, traffic, expectations, options, { name: file, reading: undefined });
}

async function onLog(draft: string, options: Options, config: Config): Promise<BacktestOutcome> {
  const { openLogForReading } = await import('#nest');
  const opened = await openLogForReading(config, (error, what) => {
    console.error(`${what}: ${error instanceof Error ? error.message : String(error)}`);
  });
  try {
    await opened.catalogue.refresh();
    const current = opened.catalogue.current();
    const shelf: Shelf = {
      live: (name) => current.latest(name),
      get: (name, version) => current.get(name, version),
      inForce: current.offers().flatMap(({ name }) => current.latest(name) ?? []),
    };
    const journeysDir = options.journeys ?? config.journeysDir;
    const versions = await findVersions(shelf, journeysDir, draft, options.against);
    const expectations = await expectationsFor(versions, options);
    const reading: LogReading = { read: 0, total: 0, unreadable: 0 };
    const traffic = recordsOfLog(opened, selectionOf(options), reading);
    return await play(versions, traffic, expectations, options, { name: 'the log', reading });
  } finally {
    await opened.close();
  }
}

async function play(
  versions: Versions,
  traffic: AsyncIterable<CustomerRecords> | Iterable<CustomerRecords>,
  expectations: readonly Expectation[],
  { since, sample }: Options,
  source: Omit<BacktestOutcome['source'], 'percent'>,
): Promise<BacktestOutcome> {
  const { live, draft, others, draftFile } = versions;
  const run = new Backtest({ live, draft, others, ...(since !== undefined && { since }) });
  for await (const { records, ends } of traffic) run.add(records, ends);
  const report = run.report();
  return {
    report,
    expectations: expectations.map((expectation) => judge(expectation, report)),
    source: { ...source, percent: sample },
    draftFile,
  };
}

function selectionOf({ until, sample }: Options): LogSelection {
  return { percent: sample, ...(until !== undefined && { until }) };
}

/** One of each journey: what tells which identifiers lie in the data of events. */
function definitionsOf({ draft, others }: Versions) {
  return [...others.filter(({ name }) => name !== draft.name), draft];
}

/** Those given, and those that lie beside the draft's file. */
async function expectationsFor(
  { draft, draftFile }: Versions,
  options: Options,
): Promise<readonly Expectation[]> {
  const beside = draftFile?.replace(/[.]ya?ml$/, '.expect.yaml');
  const found =
    beside === undefined
      ? undefined
      : await access(beside).then(
          () => beside,
          () => undefined,
        );
  const given = [...(found === undefined ? [] : [found]), ...options.expect];
  const read = new Map<string, readonly Expectation[]>();
  for (const one of given) read.set(one, await expectationsOf(one, draft.name));
  return [...read.values()].flat();
}

async function expectationsOf(given: string, journey: string): Promise<readonly Expectation[]> {
  if (!/[.]ya?ml$/.test(given)) {
    const fault = expectationFault({ that: given });
    if (fault === undefined) return [{ that: given }];
    throw new Failure(`--expect ${given}: ${fault}`, 2);
  }
  const text = await readFile(given, 'utf8').catch(() => {
    throw new Failure(`${given}: no such file of expectations.`, 2);
  });
  const { expectations, faults } = readExpectations(text, given, journey);
  if (expectations !== undefined) return expectations;
  const lines = faults.map(
    ({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`,
  );
  throw new Failure(lines.join('\n'), 2);
}
