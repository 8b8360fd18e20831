export { ConflictInbox } from './conflicts/conflict-inbox.js';
export { Rulings } from './conflicts/rulings.js';
export { shownKey, SubjectRecords } from './conflicts/subject-record.js';
export { ErasureFollower } from './erasure/erasure-follower.js';
export { type ErasureOrder, orderIn } from './erasure/erasure-records.js';
export { Erasures, type Receipt } from './erasure/erasures.js';
export { SnapshotsPlace } from './erasure/snapshots-place.js';
export { LogOfRecordPlace, RetainedPlace } from './erasure/topics-place.js';
export { MOST_RECORDS, PersonExports } from './export/person-export.js';
export { asMeantInQuery, identifierIn } from './find/identifier-text.js';
export { journeyIdOf } from './find/journey-id.js';
export { searchJourneys } from './find/search-journeys.js';
export { subjectIdOf } from './find/subject-id.js';
export { type Meant, Subjects } from './find/subjects.js';
export { MergeRequests } from './merge/merge-requests.js';
export { MergeTeller } from './merge/merge-teller.js';
export { eventRecord } from './records/identity-records.js';
export {
  asRecorded,
  identityRecords,
  interactionRecord,
  type TraceHeaders,
} from './records/outgoing-records.js';
export { noteTold, tellChanges } from './records/tell-changes.js';
export {
  checkDigit,
  drawCode,
  LONGEST_CODE,
  readCode,
  SHORTEST_CODE,
  showCode,
} from './resolve/code.js';
export { IdentifierHash, openIdentifierHash } from './resolve/identifier-hash.js';
export { withIdentifiersInData } from './resolve/identifiers-in-data.js';
export { type IdentifierOptions, Identifiers } from './resolve/identifiers.js';
export { linkBatch } from './resolve/link-batch.js';
export { recognisedBy, RecognitionKeys } from './resolve/recognition-keys.js';
export { foreseeLink } from './resolve/resolve-subject.js';
export { type Resolving } from './resolve/resolving.js';
export { type UnlinkedInteraction } from './resolve/unlinked-interaction.js';
export { SplitRequests } from './split/split-requests.js';
export { type Leaving } from './split/split-sides.js';
