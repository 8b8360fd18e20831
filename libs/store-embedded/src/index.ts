export { openEmbeddedContinuityStores } from './continuity/continuity-stores.js';
export { openEmbeddedIdentityStores } from './identities/identity-stores.js';
export { openEmbeddedInboxStore } from './inbox/inbox-store.js';
export { openEmbeddedJourneyStore } from './journeys/journey-store.js';
