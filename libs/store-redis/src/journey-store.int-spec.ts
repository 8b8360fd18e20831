import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { journeyStoreContract, type RunningRedis, startRedis } from '#testing';
import { openRedisJourneyStore } from './journey-store.js';

let redis: RunningRedis;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());

describe('the Redis journey store', () => {
  journeyStoreContract(async () => {
    const prefix = `${randomUUID()}:`;
    return {
      open: () => openRedisJourneyStore({ url: redis.url, prefix }),
      remove: async () => undefined, // the server's data goes with it
    };
  });
});
