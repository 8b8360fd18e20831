export { findJourney, subjectState, type StateSource } from './find-journey.js';
export { type Decide, type Folded, foldRecord } from './fold-record.js';
export {
  foldSubject,
  historyOf,
  type FoldSource,
  type FoldedRecord,
  type HistoryStep,
} from './fold-subject.js';
export { journeyTimeline, type JourneyTimeline, momentAt } from './journey-timeline.js';
export { definitionsFor } from './known-deployments.js';
export { PersonsPast } from './persons-past.js';
export { recordsOf } from './records-of.js';
export { JourneyHistory } from './journey-history.js';
