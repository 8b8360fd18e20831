import { randomUUID } from 'node:crypto';
import { describe, jest } from '@jest/globals';
import kafkajs from 'kafkajs';
import { TOPIC_SPECS } from '#contracts';
import { openKafkaLog } from '#log-kafka';
import { openRedisJourneyStore } from '#store-redis';
import { startRedis } from '../infrastructure/redis.js';
import { prefixedLog } from '../simulation/prefixed-log.js';
import { temporaryDirectory } from '../temporary-directory.js';
import { loadRecords, recordedReleases, releaseTold, unpackRedis } from './recorded-release.js';
import { type OpenedRelease, releaseSuite } from './release-suite.js';

jest.setTimeout(120_000);

const { ConfigResourceTypes, Kafka, logLevel } = kafkajs;
const brokers = process.env['TEST_KAFKA_BROKERS'];
const ifBoth =
  brokers === undefined || process.env['TEST_REDIS_URL'] === undefined ? describe.skip : describe;
/** As the release was recorded with. */
const PARTITIONS = 2;

async function open(release: string): Promise<OpenedRelease> {
  const directory = await temporaryDirectory();
  await unpackRedis(release, directory.path);
  const config = { appendonly: 'no' };
  const redis = await startRedis({ dir: directory.path, config });
  const kafka = await openKafkaLog({ brokers: [brokers ?? ''] });
  const prefix = `r-${randomUUID().slice(0, 8)}-`;
  const log = prefixedLog(kafka, prefix);
  await log.ensureTopics(TOPIC_SPECS, PARTITIONS);
  await takeAnyTime(TOPIC_SPECS.map(({ name }) => prefix + name));
  await loadRecords(release, log);
  const store = await openRedisJourneyStore({ url: redis.url });
  return {
    log,
    store,
    emptyStore: () => openRedisJourneyStore({ url: redis.url, prefix: 'empty:' }),
    close: async () => {
      await store.close();
      await log.close();
      await redis.stop();
      await directory.remove();
    },
  };
}

/** The test's time is not the broker's: what is old to it must stay, and what is yet to come be taken. */
async function takeAnyTime(topics: readonly string[]): Promise<void> {
  const kafka = new Kafka({ brokers: [brokers ?? ''], logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  const configEntries = [
    { name: 'retention.ms', value: '-1' },
    { name: 'message.timestamp.after.max.ms', value: '9223372036854775807' },
  ];
  const resources = topics.map((name) => ({ type: ConfigResourceTypes.TOPIC, name, configEntries }));
  await admin.alterConfigs({ validateOnly: false, resources });
  await admin.disconnect();
}

ifBoth.each(recordedReleases())('the topics and the Redis of release %s', (release) => {
  releaseSuite(releaseTold(release, 'kafka-redis'), () => open(release));
});
