export * from './generated/schemas.js';
export * from './headers.js';
export * from './ids.js';
export * from './placement.js';
export * from './records.js';
export * from './semantics.js';
export * from './topics.js';
export {
  closedBy,
  DISCARD_COMMAND,
  discardIdOf,
  entryReplayedBy,
  INBOX_SUBJECT,
  replayIdOf,
  republishedIdOf,
} from './inbox-ids.js';
export { dataOf } from './interaction-data.js';
