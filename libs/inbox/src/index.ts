export { Explanations } from './explanations.js';
export { HeldRecords } from './held-records.js';
export { inboxChange, type InboxChange } from './inbox-entries.js';
export { InboxPlace } from './inbox-place.js';
export { InboxProjection } from './inbox-projection.js';
export { Inbox, type Reveal } from './inbox.js';
export { Rehearsal } from './rehearsal.js';
export { Replays } from './replays.js';
