/**
 * Records what this code writes, so that every later release is tested to open it: `npm run release:record -- <name>`, with
 * the name of the release, on a clean build. Makes releases/<name>/:
 *
 * - embedded/: the data directory of the embedded default, each file gzipped (LMDB's files of a little-endian 64-bit machine)
 * - kafka-redis/: every topic's records (`records.jsonl.gz`), the group's offsets, and Redis' own snapshot (`dump.rdb`)
 * - embedded.json and kafka-redis.json: what the API told of each journey just before
 *
 * It speaks to what it records by the public API and the `EventLog` port alone, so it also runs on older code. Needs Java and
 * a redis-server for the second. What was recorded is never recorded again.
 */
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { openEmbeddedLog } from '#log-embedded';
import { openKafkaLog } from '#log-kafka';
import { startKafka } from './infra/kafka.ts';
import { live, told } from './release/recorded-life.ts';
import { startSavedRedis } from './release/saved-redis.ts';
import { startRelease, throughline } from './release/running-release.ts';

type Log = Awaited<ReturnType<typeof openKafkaLog>>;
type Environment = Readonly<Record<string, string>>;

const INTERACTIONS = 'throughline.interactions.v1';
const GROUP = 'throughline-orchestrator';
const TOPICS = [
  INTERACTIONS,
  ...['inbound', 'journey-events', 'journeys', 'actions', 'dispositions', 'identity-events'].map(
    (name) => `throughline.${name}.v1`,
  ),
  'throughline.dead-letters.v1',
  'throughline.definitions.v1',
];

const [name] = process.argv.slice(2);
if (name === undefined || !/^[a-z0-9.-]+$/.test(name)) {
  throw new Error('say the name of the release: npm run release:record -- <name>');
}
const target = join(import.meta.dirname, '..', 'releases', name);
await mkdir(target, { recursive: false });
const scratch = await mkdtemp(join(tmpdir(), 'throughline-release-'));
try {
  await recordEmbedded();
  await recordKafkaRedis();
} finally {
  await rm(scratch, { recursive: true, force: true });
}
console.log(`${target} holds what this code writes.`);

async function recordEmbedded(): Promise<void> {
  const directory = join(scratch, 'embedded');
  const env = { DATA_DIR: directory, PARTITIONS: '2' };
  await record('embedded', env, () => openEmbeddedLog({ directory: join(directory, 'log') }));
  for (const file of await readdir(directory, { recursive: true, withFileTypes: true })) {
    // A lock says which process has the directory, and LMDB's that of its readers.
    if (!file.isFile() || /lock/.test(file.name)) continue;
    const path = join(file.parentPath, file.name);
    await put(join('embedded', `${path.slice(directory.length + 1)}.gz`), await readFile(path));
  }
}

async function recordKafkaRedis(): Promise<void> {
  const kafka = await startKafka();
  const redisDir = join(scratch, 'redis');
  await mkdir(redisDir);
  const redis = await startSavedRedis(redisDir);
  try {
    const env = {
      DATA_DIR: join(scratch, 'kafka-redis'),
      PARTITIONS: '2',
      KAFKA_BROKERS: kafka.brokers,
      REDIS_URL: redis.url,
    };
    const open = () => openKafkaLog({ brokers: [kafka.brokers], clientId: 'record-release' });
    await record('kafka-redis', env, open);
    const log = await open();
    const lines: string[] = [];
    for (const topic of TOPICS) lines.push(...(await recordsIn(log, topic)));
    await put('kafka-redis/records.jsonl.gz', Buffer.from(lines.join('')));
    const offsets = await log.acknowledged(GROUP, INTERACTIONS);
    await write('kafka-redis/offsets.json', { group: GROUP, topic: INTERACTIONS, offsets });
    await log.close();
  } finally {
    // Redis saves its snapshot as it ends.
    await redis.stop();
    await kafka.stop();
  }
  await cp(join(redisDir, 'dump.rdb'), join(target, 'kafka-redis', 'dump.rdb'));
}

/** Lives what is recorded, with a record among it that nobody can read, and has it checked by this code. */
async function record(kind: string, env: Environment, open: () => Promise<Log>): Promise<void> {
  const first = await startRelease(env);
  await first.stop();
  const log = await open();
  await log.append([{ topic: INTERACTIONS, key: 'nobody', value: Buffer.from('not a record') }]);
  await log.close();
  const release = await startRelease(env, first.key);
  const journeys = await live(release);
  // What is told last is folded, and its place in the store moved on, in well under this.
  await setTimeout(3_000);
  const recorded = await told(release, journeys);
  await release.stop();
  const report: unknown = JSON.parse(await throughline(['check', '--json'], env));
  await write(`${kind}.json`, { recordedAt: Date.now(), journeys: recorded, report });
}

async function recordsIn(log: Log, topic: string): Promise<string[]> {
  const lines: string[] = [];
  for (const { partition, earliest, latest } of await log.bounds(topic)) {
    for (let from = earliest; from < latest;) {
      const { records, next } = await log.read(topic, partition, from, { waitMs: 1_000 });
      for (const { offset, timestamp, key, value, headers } of records) {
        const texts = Object.entries(headers).map(([one, bytes]) => [one, base64(bytes)]);
        const line = {
          topic,
          partition,
          offset,
          timestamp,
          key: base64(key),
          value: base64(value),
        };
        lines.push(`${JSON.stringify({ ...line, headers: Object.fromEntries(texts) })}\n`);
      }
      from = next;
    }
  }
  return lines;
}

function base64(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : Buffer.from(bytes).toString('base64');
}

async function put(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(join(target, path, '..'), { recursive: true });
  await writeFile(join(target, path), gzipSync(bytes, { level: 9 }));
}

async function write(path: string, value: unknown): Promise<void> {
  await writeFile(join(target, path), `${JSON.stringify(value)}\n`);
}
