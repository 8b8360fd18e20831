import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { installationRoot, loadConfig } from '#config';
import { openInfrastructure } from '#nest';
import {
  BANK_LOG_FIGURES,
  type BankLog,
  bankLogFigures,
  eventually,
  expiryExplains,
  readBankLog,
  realMaterial,
  type RunningKafka,
  type RunningRedis,
  startKafka,
  startRedis,
  startThroughline,
  temporaryDirectory,
  throughline,
} from '#testing';

const IMPORT_MS = 600_000;
jest.setTimeout(3 * IMPORT_MS);

const file = realMaterial('logs', 'bpic2012.xes.gz');
const withFile = file === undefined ? describe.skip : describe;
const withFileAndServers =
  file === undefined ||
  process.env['TEST_KAFKA_BROKERS'] === undefined ||
  process.env['TEST_REDIS_URL'] === undefined
    ? describe.skip
    : describe;

type Environment = Readonly<Record<string, string>>;

/** The same in both installations, so that the same customers are the same subjects. */
const SECRET = { IDENTITY_SECRET: 'the bank log is nobody in particular' };
const MAPPING = join(installationRoot(), 'journeys', 'loan-application', 'bpic2012.mapping.yaml');
const importing = (...more: string[]): string[] => [
  ...['import', file ?? '', '--mapping', MAPPING, '--json'],
  ...more,
];

async function importAll(environment: Environment, ...more: string[]): Promise<ImportReport> {
  const { code, lines, errors } = await throughline(importing(...more), environment);
  expect({ code, errors }).toEqual({ code: 0, errors: '' });
  return JSON.parse(lines.join('')) as ImportReport;
}

interface ImportReport {
  readonly events: number;
  readonly journeys: Readonly<Record<string, unknown>>;
  readonly dispositions: Readonly<Record<string, number>>;
}

/** Starts an import that sends every tenth record twice, and kills it once `events` of the file are in the log. */
async function killAfter(events: number, environment: Environment): Promise<void> {
  const command = startThroughline(importing('--double-every', '10'), environment);
  let ended = false;
  void command.exited.then(() => (ended = true));
  const sent = async (): Promise<number> => {
    const progress = join(environment['DATA_DIR'] ?? '', 'imports', 'bpic2012.json');
    const text = await readFile(progress, 'utf8').catch(() => '{"next":0}');
    return (JSON.parse(text) as { next: number }).next;
  };
  await eventually(
    `${events} events are in the log`,
    async () => ended || (await sent()) >= events,
    IMPORT_MS,
  );
  await command.kill();
  expect(command.errors()).toBe('');
  expect(await command.exited).toBeNull();
  expect(await sent()).toBeLessThan(BANK_LOG_FIGURES.records.interactions);
}

const AT_REST = { records: 0, outputs: 0, timers: 0 };

interface CheckReport {
  readonly clean: boolean;
  readonly findings: readonly unknown[];
  readonly counts: { readonly interactions: number; readonly deadLetters: number };
  readonly digest: string;
}

async function check(environment: Environment): Promise<CheckReport> {
  const { lines, errors } = await throughline(['check', '--json'], environment);
  expect(errors).toBe('');
  return JSON.parse(lines.join('')) as CheckReport;
}

async function readPublished(environment: Environment): Promise<BankLog> {
  const installation = await openInfrastructure(loadConfig(environment), console.error);
  try {
    return await readBankLog(installation);
  } finally {
    await installation.close();
  }
}

/** Every figure of the file, counted from the installation; and the 30 days, from its timer. */
function expectEveryFigure(bank: BankLog): void {
  expect(bankLogFigures(bank)).toEqual(BANK_LOG_FIGURES);
  const { customers, soonest, latest } = expiryExplains(bank);
  expect(customers).toBe(BANK_LOG_FIGURES.neverReturned.cancelledOnDay30Or31);
  expect(soonest).toBeGreaterThan(1);
  expect(latest).toBeLessThan(25 * 60);
}

const JOURNEYS = { 'loan-application': BANK_LOG_FIGURES.stored };
/** The digest of the journeys as one undisturbed import makes them. */
let undisturbed = '';

withFile("a bank's log of 262,200 events, embedded", () => {
  let plain: Awaited<ReturnType<typeof temporaryDirectory>>;
  let disturbed: Awaited<ReturnType<typeof temporaryDirectory>>;
  beforeAll(async () => {
    plain = await temporaryDirectory();
    disturbed = await temporaryDirectory();
  });
  afterAll(() => Promise.all([plain.remove(), disturbed.remove()]));

  it('gives every figure of the file, and nothing is lost', async () => {
    const environment = { ...SECRET, DATA_DIR: plain.path };
    const report = await importAll(environment);
    expect(report).toMatchObject({ events: 262_200, journeys: JOURNEYS });
    expect(report.dispositions).toEqual({
      advanced: expect.any(Number),
      captured: expect.any(Number),
      ignored: 13_501,
    });
    expectEveryFigure(await readPublished(environment));
    const found = await check(environment);
    expect(found).toMatchObject({ clean: true, findings: [], underWay: AT_REST });
    expect(found.counts).toMatchObject({ interactions: 262_200, deadLetters: 0 });
    undisturbed = found.digest;
  });

  it('gives the same journeys with every tenth record sent twice and the import killed on its way', async () => {
    const environment = { ...SECRET, DATA_DIR: disturbed.path };
    await killAfter(90_000, environment);
    const report = await importAll(environment, '--double-every', '10');
    expect(report).toMatchObject({ events: 262_200, journeys: JOURNEYS });
    expect(report.dispositions['duplicate']).toBeGreaterThanOrEqual(26_220);
    const found = await check(environment);
    expect(found).toMatchObject({
      clean: true,
      findings: [],
      underWay: AT_REST,
      digest: undisturbed,
    });
    expect(found.counts.interactions).toBeGreaterThanOrEqual(262_200 + 26_220);
  });
});

withFileAndServers("a bank's log of 262,200 events, on Kafka and Redis", () => {
  let kafka: RunningKafka;
  let redis: RunningRedis;
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  beforeAll(async () => {
    // Of our own: topic names are fixed, and other suites use the shared ones.
    [kafka, redis, directory] = await Promise.all([
      startKafka(),
      startRedis(),
      temporaryDirectory(),
    ]);
  });
  afterAll(() => Promise.all([kafka.stop(), redis.stop(), directory.remove()]));

  it('gives every figure and the same journeys, with every tenth record sent twice and the import killed on its way', async () => {
    const environment = {
      ...SECRET,
      DATA_DIR: directory.path,
      KAFKA_BROKERS: kafka.brokers,
      REDIS_URL: redis.url,
    };
    await killAfter(130_000, environment);
    const report = await importAll(environment, '--double-every', '10');
    expect(report).toMatchObject({ events: 262_200, journeys: JOURNEYS });
    expectEveryFigure(await readPublished(environment));
    const found = await check(environment);
    expect(found).toMatchObject({
      clean: true,
      findings: [],
      underWay: AT_REST,
      digest: undisturbed,
    });
  });
});
