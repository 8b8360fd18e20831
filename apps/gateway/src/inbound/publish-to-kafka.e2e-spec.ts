// Producers that know nothing of Throughline but its published schema, against gateways in processes of their own.
import { execFile, execFileSync } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import avsc from 'avsc';
import kafkajs, { type Message, type Producer } from 'kafkajs';
import { createCodec, fileRegistry } from '#avro';
import { type DeadLetter, type Interaction } from '#contracts';
import { openKafkaLog } from '#log-kafka';
import { type EventLog, type RecordCodec } from '#ports';
import {
  eventually,
  everything,
  type RunningKafka,
  type RunningRedis,
  type RunningService,
  startKafka,
  startRedis,
  startService,
  temporaryDirectory,
} from '#testing';

jest.setTimeout(300_000);

const ifInfrastructure =
  process.env['TEST_KAFKA_BROKERS'] === undefined || process.env['TEST_REDIS_URL'] === undefined
    ? describe.skip
    : describe;
const ROOT = process.cwd();
const INBOUND = 'throughline.inbound.v1';
const FRAMES = {
  confluent: '00006a62a7',
  singleObject: 'c3016e67c9751d1a87e9',
  guidHeader: '016553afe5ae778fbbab4c0a53f273a761',
};
const run = promisify(execFile);

/** The one block of this language and beginning among the guide's. */
async function block(language: string, containing: string): Promise<string> {
  const guide = await readFile(join(ROOT, 'docs/guides/publish-to-kafka.md'), 'utf8');
  const blocks = [...guide.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)];
  const found = blocks.filter(([, is, text]) => is === language && text?.includes(containing));
  expect(found).toHaveLength(1);
  return found[0]?.[2] ?? '';
}

function kcatIsThere(): boolean {
  try {
    execFileSync('kcat', ['-V'], { stdio: 'ignore' });
    return true;
  } catch {
    if (process.env['CI'] === 'true') return true;
    process.stderr.write('Not tested: publishing with kcat, which is not installed.\n');
    return false;
  }
}

ifInfrastructure('publishing straight to Kafka', () => {
  let kafka: RunningKafka;
  let redis: RunningRedis;
  let data: Awaited<ReturnType<typeof temporaryDirectory>>;
  let log: EventLog;
  let codec: RecordCodec;
  let producer: Producer;
  let type: avsc.Type;
  const scripts = join(ROOT, 'node_modules', '.cache', `publish-guide-${process.pid}`);
  const gateways: RunningService[] = [];

  const start = async (): Promise<RunningService> => {
    const service = await startService('gateway', {
      KAFKA_BROKERS: kafka.brokers,
      REDIS_URL: redis.url,
      DATA_DIR: data.path,
      PARTITIONS: '4',
      LOG_LEVEL: 'silent',
    });
    gateways.push(service);
    return service;
  };

  beforeAll(async () => {
    [kafka, redis, data] = await Promise.all([startKafka(), startRedis(), temporaryDirectory()]);
    await start();
    log = await openKafkaLog({ brokers: [kafka.brokers] });
    codec = await createCodec(fileRegistry());
    const schema = await readFile(join(ROOT, 'schemas/avro/inbound-interaction.v1.avsc'), 'utf8');
    type = avsc.Type.forSchema(JSON.parse(schema) as avsc.Schema);
    producer = new kafkajs.Kafka({ brokers: [kafka.brokers], logLevel: 0 }).producer();
    await producer.connect();
    await mkdir(scripts, { recursive: true });
    await writeFile(join(scripts, 'publish.mjs'), await block('js', '// publish.mjs'));
  });
  afterAll(async () => {
    await producer.disconnect();
    await log.close();
    await Promise.all(gateways.map((one) => one.process.kill()));
    await Promise.all([kafka.stop(), redis.stop()]);
    await data.remove();
    await rm(scripts, { recursive: true, force: true });
  });

  function message(
    id: string,
    customer: string,
    { frame = FRAMES.confluent, headers = {} as Message['headers'] } = {},
  ): Message {
    const value = type.toBuffer({
      id,
      source: '//bank.example/core',
      type: 'application.started',
      channel: 'branch',
      time: Date.now(),
      identifiers: [{ scheme: 'customer', value: customer, verified: false }],
      journeyId: null,
      correlation: null,
      actorKind: 'customer',
      actorId: null,
      dataContentType: 'application/json',
      data: Buffer.from('{}'),
    });
    return {
      key: customer,
      value: Buffer.concat([Buffer.from(frame, 'hex'), value]),
      ...(headers === undefined ? {} : { headers }),
    };
  }

  /** In the order of the log, partition by partition. */
  async function inLog(): Promise<readonly Interaction[]> {
    const found: Interaction[] = [];
    for (let partition = 0; partition < 4; partition++) {
      const records = await everything(log, 'throughline.interactions.v1', partition);
      for (const record of records) {
        const { name, value } = codec.decode(record.value, record.headers);
        if (name === 'Interaction') found.push({ ...value, subjectId: String(record.key) });
      }
    }
    return found;
  }

  async function letters(): Promise<readonly DeadLetter[]> {
    const all = await Promise.all(
      [0, 1, 2, 3].map((partition) => everything(log, 'throughline.dead-letters.v1', partition)),
    );
    return all.flat().flatMap((record) => {
      const { name, value } = codec.decode(record.value, record.headers);
      return name === 'DeadLetter' ? [value] : [];
    });
  }

  const arrived = (ids: readonly string[], withinMs = 30_000): Promise<void> =>
    eventually(
      `${ids.length} interactions are in the log`,
      async () => {
        const there = new Set((await inLog()).map(({ id }) => id));
        return ids.every((id) => there.has(id));
      },
      withinMs,
    );

  it('works with a plain Kafka client and the published schema, in each of the frames', async () => {
    await producer.send({
      topic: INBOUND,
      messages: [
        message('plain-1', 'c-1'),
        message('plain-2', 'c-1', { frame: FRAMES.singleObject }),
        message('plain-3', 'c-1', {
          frame: '',
          headers: { __value_schema_id: Buffer.from(FRAMES.guidHeader, 'hex') },
        }),
      ],
    });
    await arrived(['plain-1', 'plain-2', 'plain-3']);
    const taken = (await inLog()).filter(({ id }) => id.startsWith('plain-'));
    expect(taken.map(({ id }) => id)).toEqual(['plain-1', 'plain-2', 'plain-3']);
    expect(new Set(taken.map(({ subjectId }) => subjectId)).size).toBe(1);
  });

  it('works as the guide says, with Node', async () => {
    const env = { ...process.env, NODE_OPTIONS: '', KAFKA_BROKERS: kafka.brokers };
    await run(process.execPath, [join(scripts, 'publish.mjs')], { env, cwd: ROOT });
    await arrived(['core-2026-000481']);
  });

  (kcatIsThere() ? it : it.skip)('works as the guide says, with kcat', async () => {
    const env = { ...process.env, NODE_OPTIONS: '', KAFKA_BROKERS: kafka.brokers };
    const before = (await inLog()).length;
    await run(process.execPath, [join(scripts, 'publish.mjs'), join(scripts, 'record.bin')], {
      env,
      cwd: ROOT,
    });
    const framed = await block('sh', 'record.bin');
    const event = await block('sh', 'ce_specversion');
    await run('sh', ['-c', `${framed}\n${event}`], { env, cwd: scripts });
    await arrived(['core-2026-000481', 'core-2026-000482']);
    await eventually('both are taken', async () => (await inLog()).length >= before + 2);
    const [one] = (await inLog()).filter(({ id }) => id === 'core-2026-000482');
    expect(JSON.parse(Buffer.from(one?.data ?? []).toString())).toEqual({ income: 52_000 });
  });

  it('loses nothing and keeps each customer’s order when gateways are killed in the middle', async () => {
    const CUSTOMERS = 40;
    const STEPS = 50;
    const ids: string[] = [];
    const [first] = gateways;
    const wave = async (from: number, to: number): Promise<void> => {
      const messages: Message[] = [];
      for (let step = from; step < to; step++) {
        for (let customer = 0; customer < CUSTOMERS; customer++) {
          const id = `kill-${customer}-${step}`;
          ids.push(id);
          messages.push(message(id, `k-${customer}`));
        }
        messages.push({ key: `k-${step % CUSTOMERS}`, value: `garbage ${step}` });
      }
      await producer.send({ topic: INBOUND, messages });
    };
    await wave(0, 20);
    await eventually('some are taken', async () => (await inLog()).length > 100);
    await first?.process.kill();
    await wave(20, 35);
    const second = await start();
    await wave(35, STEPS);
    await second.process.kill();
    await Promise.all([start(), start()]);
    await arrived(ids, 120_000);

    const subjects = new Map<string, string>();
    const order = new Map<string, number[]>();
    for (const { id, subjectId } of await inLog()) {
      const [, customer = '', step] = /^kill-(\d+)-(\d+)$/.exec(id) ?? [];
      if (customer === '') continue;
      expect(subjects.get(customer) ?? subjectId).toBe(subjectId);
      subjects.set(customer, subjectId);
      const steps = order.get(customer) ?? [];
      if (!steps.includes(Number(step))) steps.push(Number(step));
      order.set(customer, steps);
    }
    const inOrder = Array.from({ length: STEPS }, (_, step) => step);
    expect(order.size).toBe(CUSTOMERS);
    for (const steps of order.values()) expect(steps).toEqual(inOrder);
    await eventually('all garbage is in the dead letters', async () => {
      const places = (await letters()).map(({ partition, offset }) => `${partition}/${offset}`);
      return new Set(places).size === STEPS;
    });
    for (const { reason, value, consumer } of await letters()) {
      expect(reason).toBe('UNREADABLE');
      expect(Buffer.from(value ?? []).toString()).toMatch(/^garbage \d+$/);
      expect(consumer).toBe('throughline-resolver');
    }
  });
});
