export { findJourney, subjectState, type StateSource } from './find-journey.js';
export { type Decide, type Folded, foldRecord } from './fold-record.js';
export {
  foldSubject,
  historyOf,
  type FoldSource,
  type FoldedRecord,
  type HistoryStep,
} from './fold-subject.js';
export { definitionsFor } from './known-deployments.js';
export { recordsOf } from './records-of.js';
