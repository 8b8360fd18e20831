import { randomUUID } from 'node:crypto';
import { describe } from '@jest/globals';
import { identityStoresContract } from '#testing';
import { openRedisIdentityStores } from './identity-stores.js';

const url = process.env['TEST_REDIS_URL'];

(url === undefined ? describe.skip : describe)('the Redis identity store', () => {
  identityStoresContract(async () => {
    const prefix = `${randomUUID()}:`;
    return {
      open: () => openRedisIdentityStores({ url: url ?? '', prefix }),
      remove: async () => undefined, // the server's data goes with it
    };
  });
});
