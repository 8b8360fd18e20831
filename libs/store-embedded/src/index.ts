export { openEmbeddedContinuityStores } from './continuity-stores.js';
export { openEmbeddedIdentityStore } from './identity-store.js';
export { openEmbeddedInboxStore } from './inbox-store.js';
export { openEmbeddedJourneyStore } from './journey-store.js';
