import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe } from '@jest/globals';
import {
  hasRedis,
  identityStoresContract,
  journeyStoreContract,
  type RunningRedisCluster,
  startRedisCluster,
} from '#testing';
import { openRedisIdentityStores } from './identities/identity-stores.js';
import { openRedisJourneyStore } from './journeys/journey-store.js';

const ownRedis = hasRedis() || process.env['CI'] === 'true';

(ownRedis ? describe : describe.skip)('on a Redis cluster of three nodes', () => {
  let cluster: RunningRedisCluster;
  beforeAll(async () => {
    cluster = await startRedisCluster();
  }, 300_000);
  afterAll(() => cluster.stop());

  const placeOf = <Store>(open: (options: { url: string; prefix: string }) => Promise<Store>) => {
    return async () => {
      const prefix = `${randomUUID()}:`;
      return {
        open: () => open({ url: cluster.url, prefix }),
        remove: async () => undefined, // the nodes' data goes with them
      };
    };
  };

  describe('the journey store', () => journeyStoreContract(placeOf(openRedisJourneyStore)));
  describe('the identity store', () => identityStoresContract(placeOf(openRedisIdentityStores)));
});
