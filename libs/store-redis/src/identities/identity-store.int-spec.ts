import { randomUUID } from 'node:crypto';
import { describe } from '@jest/globals';
import { identityStoreContract } from '#testing';
import { openRedisIdentityStore } from './identity-store.js';

const url = process.env['TEST_REDIS_URL'];

(url === undefined ? describe.skip : describe)('the Redis identity store', () => {
  identityStoreContract(async () => {
    const prefix = `${randomUUID()}:`;
    return {
      open: () => openRedisIdentityStore({ url: url ?? '', prefix }),
      remove: async () => undefined, // the server's data goes with it
    };
  });
});
