import { randomUUID } from 'node:crypto';
import { describe } from '@jest/globals';
import { openRedisIdentityStores } from '#store-redis';
import { linkingRaceSuite } from '../testing/linking-race-suite.js';

const url = process.env['TEST_REDIS_URL'];

(url === undefined ? describe.skip : describe)('gateways that link at once, on Redis', () => {
  linkingRaceSuite(async () => {
    const prefix = `${randomUUID()}:`;
    return {
      open: () => openRedisIdentityStores({ url: url ?? '', prefix }),
      remove: async () => undefined, // the server's data goes with it
    };
  });
});
