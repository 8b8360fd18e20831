export { parseRedisUrl, type RedisAddress } from './connection/address.js';
export { openRedisContinuityStores } from './continuity/continuity-stores.js';
export { openRedisIdentityStore } from './identities/identity-store.js';
export { openRedisInboxStore } from './inbox/inbox-store.js';
export type { RedisStoreOptions } from './connection/store-options.js';
export { openRedisJourneyStore } from './journeys/journey-store.js';
