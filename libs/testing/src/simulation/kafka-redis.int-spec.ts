import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { createCodec, fileRegistry } from '#avro';
import { SHARDS, Topics, TOPIC_SPECS, type Shard } from '#contracts';
import { openKafkaLog } from '#log-kafka';
import { checkInstallation } from '#checker';
import { ORCHESTRATOR_GROUP, startOrchestrator, type Orchestrator } from '#orchestration';
import { type EventLog, type JourneyStorage, type RecordCodec, systemClock as clock } from '#ports';
import { openRedisJourneyStore } from '#store-redis';
import { eventually } from '../eventually.js';
import { interaction } from '../records.js';
import { prefixedLog } from './prefixed-log.js';
import { storyCatalogue as catalogue } from './story.js';

const brokers = process.env['TEST_KAFKA_BROKERS'];
const url = process.env['TEST_REDIS_URL'];
const ifBoth = brokers === undefined || url === undefined ? describe.skip : describe;
const PARTITIONS = 4;

ifBoth('the loop on a real Kafka and a real Redis', () => {
  const prefix = `t-${randomUUID().slice(0, 8)}-`;
  const orchestrators: Orchestrator[] = [];
  let log: EventLog;
  let store: JourneyStorage;
  let codec: RecordCodec;

  beforeAll(async () => {
    log = prefixedLog(await openKafkaLog({ brokers: [brokers ?? ''] }), prefix);
    store = await openRedisJourneyStore({ url: url ?? '', prefix });
    codec = await createCodec(fileRegistry());
    await log.ensureTopics(TOPIC_SPECS, PARTITIONS);
  }, 300_000);
  afterAll(async () => {
    await Promise.all(orchestrators.map((one) => one.close(1_000)));
    await store.close();
    await log.close();
  }, 300_000);

  const start = async (): Promise<Orchestrator> => {
    const started = await startOrchestrator({ log, store, codec, catalogue, clock });
    orchestrators.push(started);
    return started;
  };
  const send = async (from: number, to: number): Promise<void> => {
    const types = ['order.started', 'order.item-added', 'order.paid', 'order.delivered'];
    const records = Array.from({ length: to - from }, (_, index) => {
      const at = from + index;
      const subjectId = `customer${String(at % 61).padStart(12, 'x')}`;
      const type = types[Math.floor(at / 61) % types.length] ?? 'order.started';
      const data = Buffer.from(JSON.stringify({ item: `item-${at}`, amount: 20 }));
      const value = interaction({ id: `i-${at}`, subjectId, type, time: Date.now(), data });
      return {
        topic: Topics.interactions,
        key: subjectId,
        value: codec.encode('Interaction', value),
      };
    });
    await log.append(records);
  };
  const allDone = async (): Promise<void> =>
    eventually(
      'everything is acknowledged',
      async () => {
        const acknowledged = await log.acknowledged(ORCHESTRATOR_GROUP, Topics.interactions);
        const bounds = await log.bounds(Topics.interactions);
        return bounds.every(({ partition, latest }) => (acknowledged[partition] ?? 0) === latest);
      },
      90_000,
    );
  const check = () => checkInstallation({ log, store, codec, catalogue });

  it('shares partitions, hands them over, and rebuilds a store that was emptied', async () => {
    const first = await start();
    await send(0, 1_000);
    await start();
    await send(1_000, 2_000);
    await allDone();
    await first.close();
    await send(2_000, 3_000);
    await allDone();
    const before = await check();
    expect(before.findings).toEqual([]);
    expect(before.underWay).toEqual({ records: 0, outputs: 0, timers: 0 });
    expect(before.counts.interactions).toBe(3_000);

    for (let shard = 0; shard < SHARDS; shard++) {
      const { epoch } = await store.take(shard as Shard);
      await store.reset(shard as Shard, epoch);
    }
    await send(3_000, 3_500);
    await allDone();
    const after = await check();
    expect(after.findings).toEqual([]);
    expect(after.underWay).toEqual({ records: 0, outputs: 0, timers: 0 });
    expect(after.counts.interactions).toBe(3_500);
  }, 240_000);
});
