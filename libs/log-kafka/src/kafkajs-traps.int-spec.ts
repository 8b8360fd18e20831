/** What kafkajs gets wrong (see kafkajs-internals.ts and membership.ts), on a real broker. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import kafkajs, { AssignerProtocol, type PartitionAssigner } from 'kafkajs';
import { type EventLog, hasCode } from '#ports';
import {
  eventually,
  everything,
  record,
  Recorder,
  records,
  runSource,
  temporaryDirectory,
  topicSpec,
  uniqueName,
  valueOf,
} from '#testing';
import { Acknowledgements } from './acknowledgements.js';
import { openKafkaLog } from './index.js';
import { createCluster } from './kafkajs-internals.js';
import { kafkaConfig } from './options.js';

const brokers = [process.env['TEST_KAFKA_BROKERS'] ?? ''];
const ifKafka = brokers[0] === '' ? describe.skip : describe;
const load = createRequire(import.meta.url);

ifKafka('on Kafka', () => {
  jest.setTimeout(300_000);
  let log: EventLog;
  let topic: string;
  let group: string;
  const kafka = new kafkajs.Kafka({ brokers, logLevel: kafkajs.logLevel.NOTHING });

  beforeAll(async () => {
    log = await openKafkaLog({ brokers });
  });
  afterAll(async () => {
    await log.close();
  });
  beforeEach(async () => {
    topic = uniqueName('topic');
    group = uniqueName('group');
    await log.ensureTopics([topicSpec(topic)], 2);
  });

  it('an idle member sets no timers but those of its fetches', async () => {
    const { prototype } = load('kafkajs/src/network/requestQueue') as {
      prototype: { checkPendingRequests(): void; fulfillRequest(response: unknown): void };
    };
    const seen = new Recorder();
    const subscription = await log.subscribe({ group, topics: [topic] }, seen);
    await eventually('its partitions', () => seen.holds().length === 2);
    const checks = jest.spyOn(prototype, 'checkPendingRequests');
    const answers = jest.spyOn(prototype, 'fulfillRequest');
    try {
      // A fetch without news takes a quarter of a second.
      await eventually('some empty fetches', () => answers.mock.calls.length >= 8);
      // One look at the queue per answer. Unmended, timers add about 800 looks per second and connection.
      expect(checks.mock.calls.length).toBeLessThanOrEqual(answers.mock.calls.length + 2);
    } finally {
      checks.mockRestore();
      answers.mockRestore();
      await subscription.close();
    }
  });

  it('readers that begin at once share a connection, and a closed log leaves no socket open', async () => {
    const port = Number(brokers[0]?.split(':')[1]);
    const others = new Set(socketsTo(port));
    const own = (): unknown[] => socketsTo(port).filter((socket) => !others.has(socket));
    const second = await openKafkaLog({ brokers });
    await Promise.all(Array.from({ length: 8 }, (_, n) => second.read(topic, n % 2, 0)));
    expect(own().length).toBeGreaterThan(0);
    await second.close();
    await eventually('all sockets are closed', () => own().length === 0);
  });

  it('a member that can never go on says so', async () => {
    // Another member speaks another protocol: the broker lets nobody else in, and kafkajs crashes with restart: false.
    const other: PartitionAssigner = () => ({
      name: 'Other',
      version: 0,
      assign: async ({ members }) =>
        members.map(({ memberId }) => ({
          memberId,
          memberAssignment: AssignerProtocol.MemberAssignment.encode({
            version: 0,
            assignment: { [topic]: [0, 1] },
            userData: Buffer.alloc(0),
          }),
        })),
      protocol: ({ topics }) => ({
        name: 'Other',
        metadata: AssignerProtocol.MemberMetadata.encode({
          version: 0,
          topics,
          userData: Buffer.alloc(0),
        }),
      }),
    });
    const stranger = kafka.consumer({ groupId: group, partitionAssigners: [other] });
    await stranger.connect();
    await stranger.subscribe({ topics: [topic] });
    await stranger.run({ eachBatch: async () => undefined });
    try {
      const subscription = await log.subscribe({ group, topics: [topic] }, new Recorder());
      const reason: unknown = await subscription.ended.catch((error: unknown) => error);
      expect(hasCode(reason, 'UNAVAILABLE', 'INVALID')).toBe(true);
      expect((reason as Error).message).toContain(group);
      await subscription.close();
    } finally {
      await stranger.disconnect();
    }
  });

  it('the broker itself refuses what is acknowledged under an old generation', async () => {
    const cluster = createCluster(kafkaConfig({ brokers }));
    await cluster.connect();
    const seen = new Recorder();
    const subscription = await log.subscribe({ group, topics: [topic] }, seen);
    await eventually('its partitions', () => seen.holds().length === 2);
    const admin = kafka.admin();
    await admin.connect();
    const { groups } = await admin.describeGroups([group]);
    const memberId = groups[0]?.members[0]?.memberId ?? '';

    const acknowledgements = new Acknowledgements(cluster, group);
    const place = { topic, partition: 0 };
    const under = (generationId: number, member = memberId) =>
      acknowledgements.acknowledge(place, 7, { memberId: member, generationId }, () => true);
    expect(await under(0)).toBe(false);
    expect(await under(1, 'somebody-else')).toBe(false);
    expect((await log.acknowledged(group, topic))[0]).toBeUndefined();
    expect(await under(1)).toBe(true);
    expect((await log.acknowledged(group, topic))[0]).toBe(7);

    await subscription.close();
    await admin.disconnect();
    await cluster.disconnect();
  });

  it('a member that slept past its session changes nothing when it wakes', async () => {
    await log.append([...records(topic, 0, 0, 10), ...records(topic, 1, 0, 10)]);
    const directory = await temporaryDirectory();
    const go = join(directory.path, 'go');
    const script = join(import.meta.dirname, 'testing', 'zombie.ts');
    const zombie = runSource(script, [...brokers, group, topic, go]);
    try {
      await eventually('the zombie has a batch', () => zombie.lines.includes('has a batch'));
      zombie.signal('SIGSTOP');
      const seen = new Recorder();
      const subscription = await log.subscribe({ group, topics: [topic] }, seen);
      await eventually('its partitions are taken', () => seen.holds().length === 2, 30_000);
      await eventually('its records', () => seen.values(0).length + seen.values(1).length === 20);
      for (const partition of [0, 1])
        await subscription.acknowledge({ topic, partition }, 5, seen.held.generation);

      await writeFile(go, '');
      zombie.signal('SIGCONT');
      await eventually('its answer', () => zombie.lines.some((line) => line.startsWith('ack')));
      expect(zombie.lines).toContain('acknowledged false');
      expect(await log.acknowledged(group, topic)).toEqual([5, 5]);
      await subscription.close();
    } finally {
      await zombie.kill();
      await directory.remove();
    }
  });

  it('what others wrote compressed, or in transactions, is read to the end', async () => {
    const plain = kafka.producer();
    await plain.connect();
    await plain.send({
      topic,
      compression: kafkajs.CompressionTypes.GZIP,
      messages: ['a', 'b', 'c'].map((value) => ({ partition: 0, key: value, value })),
    });
    await plain.disconnect();
    const transactional = kafka.producer({
      transactionalId: uniqueName('tx'),
      idempotent: true,
      maxInFlightRequests: 1,
    });
    await transactional.connect();
    for (const [value, end] of [
      ['taken back', 'abort'],
      ['kept', 'commit'],
      ['taken back too', 'abort'],
    ] as const) {
      const transaction = await transactional.transaction();
      await transaction.send({ topic, messages: [{ partition: 0, key: 'k', value }] });
      await transaction[end]();
    }
    await transactional.disconnect();

    // A record and a control record for each transaction.
    await eventually('the last is over', async () => (await log.bounds(topic))[0]?.latest === 9);
    expect((await everything(log, topic, 0)).map(valueOf)).toEqual(['a', 'b', 'c', 'kept']);
    expect((await log.read(topic, 0, 1)).records.map(valueOf)).toEqual(['b', 'c', 'kept']);
    expect(await log.read(topic, 0, 7, { waitMs: 200 })).toEqual({ records: [], next: 9 });

    const seen = new Recorder();
    const subscription = await log.subscribe({ group, topics: [topic] }, seen);
    await eventually('the visible ones', () => seen.values(0).length === 4);
    await log.append([record(topic, 0, 'after')]);
    await eventually('what comes after', () => seen.values(0).at(-1) === 'after');
    await subscription.close();
    expect(seen.values(0)).toEqual(['a', 'b', 'c', 'kept', 'after']);
  });

  it('records that are gone are passed over, by readers and by groups', async () => {
    await log.append(records(topic, 0, 0, 10));
    const admin = kafka.admin();
    await admin.connect();
    await admin.fetchTopicOffsets(topic); // loads the metadata that the next call needs
    await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '6' }] });
    await admin.disconnect();
    expect((await log.bounds(topic))[0]).toEqual({ partition: 0, earliest: 6, latest: 10 });
    expect((await log.read(topic, 0, 2)).records.map(valueOf)).toEqual(['6', '7', '8', '9']);

    const seen = new Recorder();
    const subscription = await log.subscribe(
      { group, topics: [topic] },
      {
        assigned: async (partitions) => partitions.map(() => 2),
        batch: (batch) => seen.batch(batch),
      },
    );
    await eventually('the rest', () => seen.values(0).length === 4);
    await subscription.close();
    expect(seen.values(0)).toEqual(['6', '7', '8', '9']);
  });

  it('a queue that fills up pauses its partition and goes on without a gap', async () => {
    const count = 3_000;
    await log.append([...records(topic, 0, 0, count), ...records(topic, 1, 0, count)]);
    const seen = new Recorder(({ partition }) =>
      partition === 0 ? new Promise<void>((next) => setImmediate(next)) : undefined,
    );
    const options = { group, topics: [topic], maxBatchRecords: 7 };
    const subscription = await log.subscribe(options, seen);
    await eventually('all', () => seen.values(0).length >= count && seen.values(1).length >= count);
    await subscription.close();
    const all = Array.from({ length: count }, (_, i) => String(i));
    expect(seen.values(0)).toEqual(all);
    expect(seen.values(1)).toEqual(all);
  });

  it('a broker that is not there is UNAVAILABLE', async () => {
    const nowhere = openKafkaLog({ brokers: ['127.0.0.1:1'], connectAttempts: 2 });
    await expect(nowhere).rejects.toMatchObject({ code: 'UNAVAILABLE', retryable: true });
  });
});

/** Open sockets of this process to a port. */
function socketsTo(port: number): unknown[] {
  const { _getActiveHandles: handles } = process as unknown as {
    _getActiveHandles(): { readonly remotePort?: number }[];
  };
  return handles.call(process).filter(({ remotePort }) => remotePort === port);
}
