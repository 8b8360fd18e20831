export {
  checkInstallation,
  type CheckOptions,
  type CheckReport,
  type Finding,
  type FindingCode,
} from './checker/check-installation.js';
export { recordsOf } from './checker/fold-partition.js';
export { findJourney, subjectState, type StateSource } from './find-journey.js';
export {
  foldSubject,
  historyOf,
  type FoldSource,
  type FoldedRecord,
  type HistoryStep,
} from './fold-subject.js';
export { type Decide } from './fold-record.js';
export * from './options.js';
export { startOrchestrator } from './orchestrator.js';
