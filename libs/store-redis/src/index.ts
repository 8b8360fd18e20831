export { parseRedisUrl, type RedisAddress } from './address.js';
export { openRedisContinuityStores } from './continuity-stores.js';
export { openRedisIdentityStore } from './identity-store.js';
export { openRedisInboxStore } from './inbox-store.js';
export { openRedisJourneyStore, type RedisStoreOptions } from './journey-store.js';
