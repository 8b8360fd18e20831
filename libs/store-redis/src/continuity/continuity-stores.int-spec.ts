import { randomUUID } from 'node:crypto';
import { describe } from '@jest/globals';
import { continuityStoresContract } from '#testing';
import { openRedisContinuityStores } from './continuity-stores.js';

const url = process.env['TEST_REDIS_URL'];

(url === undefined ? describe.skip : describe)('the Redis continuity stores', () => {
  continuityStoresContract(async () => {
    const prefix = `${randomUUID()}:`;
    return {
      open: () => openRedisContinuityStores({ url: url ?? '', prefix }),
      remove: async () => undefined, // the server's data goes with it
    };
  });
});
