import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { installationRoot, loadConfig } from '#config';
import { openInfrastructure } from '#nest';
import {
  BANK_LOG_FIGURES,
  type BankLog,
  bankLogFigures,
  eventually,
  expiryExplains,
  isDeep,
  readBankLog,
  realMaterial,
  type RunningKafka,
  type RunningRedis,
  startKafka,
  startRedis,
  startThroughline,
  temporaryDirectory,
  throughline,
  writeFirstCases,
} from '#testing';

const IMPORT_MS = 600_000;
jest.setTimeout(3 * IMPORT_MS);

/** What is disturbed is the whole log under `npm run test:long`, else so many cases of it. */
const FIRST_CASES = 2_000;

const whole = realMaterial('logs', 'bpic2012.xes.gz');
const withFile = whole === undefined ? describe.skip : describe;
const withServers =
  process.env['TEST_KAFKA_BROKERS'] === undefined || process.env['TEST_REDIS_URL'] === undefined
    ? describe.skip
    : describe;

type Environment = Readonly<Record<string, string>>;

/** The same in all installations, so that the same customers are the same subjects. */
const SECRET = { IDENTITY_SECRET: 'the bank log is nobody in particular' };
const MAPPING = join(installationRoot(), 'journeys', 'loan-application', 'bpic2012.mapping.yaml');
const DISTURBED = ['--double-every', '10'];
const importing = (file: string, ...more: string[]): string[] => [
  ...['import', file, '--mapping', MAPPING, '--json'],
  ...more,
];

async function importAll(
  file: string,
  environment: Environment,
  ...more: string[]
): Promise<ImportReport> {
  const { code, lines, errors } = await throughline(importing(file, ...more), environment);
  expect({ code, errors }).toEqual({ code: 0, errors: '' });
  return JSON.parse(lines.join('')) as ImportReport;
}

interface ImportReport {
  readonly events: number;
  readonly journeys: Readonly<Record<string, unknown>>;
  readonly dispositions: Readonly<Record<string, number>>;
}

/**
 * Starts an import that sends every tenth record twice, and kills it once a third of the file's events, of which there are
 * so many, are in the log.
 */
async function killOnItsWay(file: string, events: number, environment: Environment): Promise<void> {
  const command = startThroughline(importing(file, ...DISTURBED), environment);
  let ended = false;
  void command.exited.then(() => (ended = true));
  const sent = async (): Promise<number> => {
    const progress = join(environment['DATA_DIR'] ?? '', 'imports', 'bpic2012.json');
    const text = await readFile(progress, 'utf8').catch(() => '{"next":0}');
    return (JSON.parse(text) as { next: number }).next;
  };
  await eventually(
    'a third of the events are in the log',
    async () => ended || (await sent()) >= events / 3,
    IMPORT_MS,
  );
  await command.kill();
  expect(command.errors()).toBe('');
  expect(await command.exited).toBeNull();
  expect(await sent()).toBeLessThan(events);
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

/** Every figure of the whole file, counted from the installation; and the 30 days, from its timer. */
function expectEveryFigure(bank: BankLog): void {
  expect(bankLogFigures(bank)).toEqual(BANK_LOG_FIGURES);
  const { customers, soonest, latest } = expiryExplains(bank);
  expect(customers).toBe(BANK_LOG_FIGURES.neverReturned.cancelledOnDay30Or31);
  expect(soonest).toBeGreaterThan(1);
  expect(latest).toBeLessThan(25 * 60);
}

withFile("a bank's log", () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  beforeAll(async () => {
    directory = await temporaryDirectory();
  });
  afterAll(() => directory.remove());

  const installed = async (name: string): Promise<Environment & { readonly DATA_DIR: string }> => {
    const DATA_DIR = join(directory.path, name);
    await mkdir(DATA_DIR);
    return { ...SECRET, DATA_DIR };
  };

  it('of 262,200 events gives every figure of the file, and nothing is lost', async () => {
    const environment = await installed('whole');
    const report = await importAll(whole ?? '', environment);
    expect(report).toMatchObject({
      events: 262_200,
      journeys: { 'loan-application': BANK_LOG_FIGURES.stored },
    });
    expect(report.dispositions).toEqual({
      advanced: expect.any(Number),
      captured: expect.any(Number),
      ignored: 13_501,
    });
    expectEveryFigure(await readPublished(environment));
    const found = await check(environment);
    expect(found).toMatchObject({ clean: true, findings: [], underWay: AT_REST });
    expect(found.counts).toMatchObject({ interactions: 262_200, deadLetters: 0 });
  });

  describe('with every tenth record sent twice and the import killed on its way', () => {
    let file: string;
    /** One undisturbed import of the same file. */
    let undisturbed: ImportReport & { readonly figures: unknown; readonly digest: string };

    beforeAll(async () => {
      file = isDeep ? (whole ?? '') : join(directory.path, 'first-cases.xes');
      if (!isDeep) await writeFirstCases(whole ?? '', FIRST_CASES, file);
      const environment = await installed('undisturbed');
      const report = await importAll(file, environment);
      const { clean, digest } = await check(environment);
      expect(clean).toBe(true);
      const figures = bankLogFigures(await readPublished(environment));
      undisturbed = { ...report, figures, digest };
      expect(Object.keys(report.journeys)).toEqual(['loan-application']);
      expect(figures).toMatchObject({ started: isDeep ? BANK_LOG_FIGURES.started : FIRST_CASES });
    });

    async function expectTheSame(environment: Environment): Promise<void> {
      const { events, journeys, digest, figures } = undisturbed;
      await killOnItsWay(file, events, environment);
      const report = await importAll(file, environment, ...DISTURBED);
      expect(report).toMatchObject({ events, journeys });
      expect(report.dispositions['duplicate']).toBeGreaterThanOrEqual(Math.floor(events / 10));
      const bank = await readPublished(environment);
      expect(bankLogFigures(bank)).toEqual(figures);
      if (isDeep) expectEveryFigure(bank);
      const found = await check(environment);
      expect(found).toMatchObject({ clean: true, findings: [], underWay: AT_REST, digest });
      expect(found.counts.interactions).toBeGreaterThanOrEqual(events + Math.floor(events / 10));
    }

    it('gives the same journeys and figures, embedded', async () => {
      await expectTheSame(await installed('disturbed'));
    });

    withServers('on Kafka and Redis', () => {
      let kafka: RunningKafka;
      let redis: RunningRedis;
      beforeAll(async () => {
        // Of our own: topic names are fixed, and other suites use the shared ones.
        [kafka, redis] = await Promise.all([startKafka(), startRedis()]);
      });
      afterAll(() => Promise.all([kafka.stop(), redis.stop()]));

      it('gives the same journeys and figures', async () => {
        await expectTheSame({
          ...(await installed('kafka-redis')),
          KAFKA_BROKERS: kafka.brokers,
          REDIS_URL: redis.url,
        });
      });
    });
  });
});
