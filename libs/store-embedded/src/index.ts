export { openEmbeddedIdentityStore } from './identity-store.js';
export { openEmbeddedJourneyStore } from './journey-store.js';
