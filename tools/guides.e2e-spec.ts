/**
 * Every command that README and guides show is run as it is written, in the order of its guide, against a backbone of its own.
 * What is not run here stands in `NOT_RUN`, with the reason: a new block that is in neither list fails.
 */
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually, runProgram, startBackbone, temporaryDirectory } from '#testing';

jest.setTimeout(300_000);

const ROOT = join(import.meta.dirname, '..');
const execute = promisify(execFile);

/** Begins of blocks that are not run here, by file, and why. */
const NOT_RUN: Readonly<Record<string, readonly (readonly [begins: string, why: string])[]>> = {
  'README.md': [
    ['npm ci && npm start', 'what every run of CI begins with; starts of their own specs'],
    ['npm run infra:up', 'its last line is run below, on servers of its own'],
  ],
  'docs/guides/backtest-a-draft.md': [
    [
      'npx throughline backtest journeys',
      'needs recorded traffic; its forms are run by apps/cli/src/commands/backtest.e2e-spec.ts',
    ],
  ],
  'docs/guides/publish-to-kafka.md': [
    ['kcat', 'run as written by apps/gateway/src/inbound/publish-to-kafka.e2e-spec.ts'],
    ['echo', 'run as written by apps/gateway/src/inbound/publish-to-kafka.e2e-spec.ts'],
  ],
  'docs/guides/run-on-kafka-and-redis.md': [
    ['npm ci', 'installs once more; the processes are started below as the README says'],
    [
      'curl -s localhost:8080/v1/interactions',
      'run below, as written, beside the processes it speaks to',
    ],
  ],
  'docs/guides/upgrade.md': [
    [
      'npm ci',
      'installs and starts what is under test; data of earlier releases is opened by libs/testing/src/releases',
    ],
  ],
  'docs/guides/who-is-who.md': [
    [
      'throughline conflicts',
      'each decision needs an open conflict: apps/gateway/src/conflicts/conflicts.spec.ts',
    ],
  ],
};

interface Block {
  readonly file: string;
  readonly text: string;
}

/** Fenced blocks that are commands: of the languages of shells, or of none and not a drawing. */
async function blocksOf(file: string): Promise<readonly Block[]> {
  const text = await readFile(join(ROOT, file), 'utf8');
  return [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)]
    .filter(([, language]) => language === '' || language === 'sh')
    .map(([, , block = '']) => ({ file, text: block }))
    .filter((block) => !/[═│▼]/.test(block.text));
}

function reasonAgainst({ file, text }: Block): string | undefined {
  return NOT_RUN[file]?.find(([begins]) => text.startsWith(begins))?.[1];
}

/** The blocks of all guides, in order. */
async function allBlocks(): Promise<readonly Block[]> {
  const guides = (await readdir(join(ROOT, 'docs', 'guides'))).map((name) => `docs/guides/${name}`);
  return (await Promise.all(['README.md', ...guides.sort()].map(blocksOf))).flat();
}

/** Where the guides say 8080, `ADDRESS` is meant if it is set; `throughline` is the one that was built. */
function asWritten(text: string): string {
  return `
    node() { '${join(ROOT, 'node_modules/.bin/node')}' "$@"; }
    throughline() { node '${join(ROOT, 'dist/apps/cli/src/main.js')}' "$@"; }
    npx() { "$@"; }
    curl() { command curl --silent --show-error --fail-with-body "\${@//localhost:8080/\${ADDRESS:-localhost:8080}}"; }
    set -e
    ${text}`;
}

const WEB = { channel: 'web', source: '//bank.example/apply' };
const PHONE = { scheme: 'phone', value: '+61412345678' };

describe('the commands of README and guides', () => {
  let folder: Awaited<ReturnType<typeof temporaryDirectory>>;
  let backbone: Awaited<ReturnType<typeof startBackbone>>;
  const variables: Record<string, string> = {};

  beforeAll(async () => {
    folder = await temporaryDirectory();
    await mkdir(join(folder.path, 'work'));
    await cp(join(ROOT, 'journeys'), join(folder.path, 'work', 'journeys'), { recursive: true });
    await writeSecondVersion(join(folder.path, 'work'));
    backbone = await startBackbone(join(folder.path, 'data'));
    Object.assign(variables, await aCustomer());
  });
  afterAll(async () => {
    await backbone.process.kill();
    await folder.remove();
  });

  /** Somebody with a journey under way, whom the guides speak of. */
  async function aCustomer(): Promise<Record<string, string>> {
    const identifiers = [{ scheme: 'email', value: 'ana@example.org', verified: true }, PHONE];
    await backbone.post('/v1/interactions', { ...WEB, type: 'application.started', identifiers });
    const query = new URLSearchParams(PHONE).toString();
    let found: { journeyId: string }[] = [];
    let SUBJECT = '';
    await eventually('the journey is there', async () => {
      const answer = (await backbone.get(`/v1/continuations?${query}`)) as {
        subjectId: string;
        continuations: { journeyId: string }[];
      };
      found = answer.continuations;
      SUBJECT = answer.subjectId;
      return found.length === 1;
    });
    return { SUBJECT, JOURNEY: found[0]?.journeyId ?? '', KEY: backbone.key };
  }

  async function run(text: string): Promise<string> {
    const words = asWritten(text);
    const env = {
      ...process.env,
      ...variables,
      NODE_OPTIONS: '',
      ADDRESS: new URL(backbone.address).host,
      THROUGHLINE_URL: backbone.address,
      THROUGHLINE_KEY: backbone.key,
      DATA_DIR: join(folder.path, 'data'),
    };
    const cwd = join(folder.path, 'work');
    return (await execute('bash', ['-c', words], { cwd, env })).stdout;
  }

  it('are run, or listed with the reason why not', async () => {
    for (const block of await allBlocks()) {
      if (reasonAgainst(block) !== undefined) continue;
      try {
        const told = await run(block.text);
        const code = /"code":"([^"]+)"/.exec(told)?.[1];
        if (code !== undefined) variables['CODE'] = code;
      } catch (error) {
        const { stdout, stderr } = error as { stdout?: string; stderr?: string };
        throw new Error(`${block.file}:\n${block.text}\n${stdout ?? ''}${stderr ?? ''}`, {
          cause: error,
        });
      }
    }
  });

  it('are not listed as left out once they are gone', async () => {
    const blocks = await allBlocks();
    for (const [file, entries] of Object.entries(NOT_RUN)) {
      for (const [begins] of entries) {
        const found = blocks.some((one) => one.file === file && one.text.startsWith(begins));
        expect({ file, begins, found }).toEqual({ file, begins, found: true });
      }
    }
  });
});

/** The next version of the guides, and the migration to it. */
async function writeSecondVersion(work: string): Promise<void> {
  const folder = join(work, 'journeys', 'card-application');
  const first = await readFile(join(folder, 'v1.yaml'), 'utf8');
  await writeFile(join(folder, 'v2.yaml'), first.replace(/^version: 1$/m, 'version: 2'));
  await writeFile(join(work, 'v1-to-v2.yaml'), 'migration: card-application\nfrom: 1\nto: 2\n');
}

const BROKERS = process.env['TEST_KAFKA_BROKERS'];
const REDIS = process.env['TEST_REDIS_URL'];
const onServers = BROKERS === undefined || REDIS === undefined ? describe.skip : describe;

onServers('the processes of the README, side by side on Kafka and Redis', () => {
  it('all start by the line that is written there, and the console is served', async () => {
    const { startKafka, startRedis } = await import('#testing');
    const [kafka, redis, folder] = await Promise.all([
      startKafka(),
      startRedis(),
      temporaryDirectory(),
    ]);
    const readme = await readFile(join(ROOT, 'README.md'), 'utf8');
    const [line = ''] = /^npm run gateway &.*$/m.exec(readme) ?? [];
    expect(line).not.toBe('');
    // A session of its own, so that all of it can be ended at once, as a closed terminal would.
    const shell = runProgram('setsid', ['bash', '-c', `${line} & wait`], {
      KAFKA_BROKERS: kafka.brokers,
      REDIS_URL: redis.url,
      DATA_DIR: folder.path,
      PARTITIONS: '4',
      PORT: '',
      LOG_LEVEL: 'warn',
    });
    const status = async (port: number, path: string): Promise<number> =>
      (await fetch(`http://127.0.0.1:${port}${path}`).catch(() => ({ status: 0 }))).status;
    try {
      for (const port of [8080, 8081, 8082]) {
        await eventually(
          `port ${port} is ready: ${shell.errors()}`,
          async () => (await status(port, '/health/ready')) === 200,
          120_000,
        );
      }
      expect(await status(8080, '/')).toBe(200);
      const key = /tl_[A-Za-z0-9_-]+/.exec(`${shell.lines.join('\n')}${shell.errors()}`)?.[0] ?? '';
      expect(key).not.toBe('');
      const block = (await blocksOf('docs/guides/run-on-kafka-and-redis.md')).find(({ text }) =>
        text.startsWith('curl -s localhost:8080/v1/interactions'),
      );
      const { stdout } = await execute('bash', ['-c', asWritten(block?.text ?? 'false')], {
        env: {
          ...process.env,
          NODE_OPTIONS: '',
          KEY: key,
          KAFKA_BROKERS: kafka.brokers,
          REDIS_URL: redis.url,
          DATA_DIR: folder.path,
          PARTITIONS: '4',
        },
      });
      expect(stdout).toMatch(/"accepted":\[\{"id":"1"/);
      // What was only just accepted may not be folded yet, which is no fault.
      expect(stdout).toMatch(/C1 good[\s\S]*C6 good|not folded yet/);
    } finally {
      process.kill(-shell.pid, 'SIGTERM');
      await shell.exited;
      await Promise.all([kafka.stop(), redis.stop()]);
      await folder.remove();
    }
  });
});
