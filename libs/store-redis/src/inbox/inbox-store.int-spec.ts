import { randomUUID } from 'node:crypto';
import { describe } from '@jest/globals';
import { inboxStoreContract } from '#testing';
import { openRedisInboxStore } from './inbox-store.js';

const url = process.env['TEST_REDIS_URL'];

(url === undefined ? describe.skip : describe)('the Redis inbox store', () => {
  inboxStoreContract(async () => {
    const prefix = `${randomUUID()}:`;
    return {
      open: () => openRedisInboxStore({ url: url ?? '', prefix }),
      remove: async () => undefined, // the server's data goes with it
    };
  });
});
