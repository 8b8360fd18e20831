import { randomUUID } from 'node:crypto';
import { describe } from '@jest/globals';
import { openKafkaLog } from '#log-kafka';
import { openRedisInboxStore } from '#store-redis';
import { prefixedLog } from '#testing';
import { inboxProjectionSuite } from './testing/inbox-projection-suite.js';

const brokers = process.env['TEST_KAFKA_BROKERS'];
const url = process.env['TEST_REDIS_URL'];
const ifBoth = brokers === undefined || url === undefined ? describe.skip : describe;

ifBoth('the inbox projection, on Kafka and Redis', () => {
  inboxProjectionSuite(async () => ({
    log: prefixedLog(await openKafkaLog({ brokers: [brokers ?? ''] }), `t-${randomUUID()}-`),
    openStore: () => openRedisInboxStore({ url: url ?? '', prefix: `${randomUUID()}:` }),
    remove: async () => undefined, // the servers' data goes with them
  }));
});
