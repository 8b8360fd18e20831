import { randomUUID } from 'node:crypto';
import { describe } from '@jest/globals';
import { journeyStoreContract, journeyStoreProperty } from '#testing';
import { openRedisJourneyStore } from './journey-store.js';

const url = process.env['TEST_REDIS_URL'];

(url === undefined ? describe.skip : describe)('the Redis journey store', () => {
  const place = async () => {
    const prefix = `${randomUUID()}:`;
    return {
      open: () => openRedisJourneyStore({ url: url ?? '', prefix }),
      remove: async () => undefined, // the server's data goes with it
    };
  };
  journeyStoreContract(place);
  journeyStoreProperty(place, 20);
});
