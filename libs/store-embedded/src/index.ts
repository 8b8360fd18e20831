export { openEmbeddedContinuityStores } from './continuity/continuity-stores.js';
export { openEmbeddedIdentityStore } from './identities/identity-store.js';
export { openEmbeddedInboxStore } from './inbox/inbox-store.js';
export { openEmbeddedJourneyStore } from './journeys/journey-store.js';
