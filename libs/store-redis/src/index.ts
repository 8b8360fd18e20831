export { openRedisIdentityStore } from './identity-store.js';
export { openRedisJourneyStore, type RedisStoreOptions } from './journey-store.js';
