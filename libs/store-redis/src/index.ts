export { parseRedisUrl, type RedisAddress } from './connection/address.js';
export { openRedisContinuityStores } from './continuity/continuity-stores.js';
export { openRedisIdentityStores } from './identities/identity-stores.js';
export { openRedisInboxStore } from './inbox/inbox-store.js';
export type { RedisStoreOptions } from './connection/store-options.js';
export { openRedisJourneyStore } from './journeys/journey-store.js';
