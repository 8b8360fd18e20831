export { compileDefinition } from './compile/compile-definition.js';
export {
  actionHead,
  humanise,
  type Definition,
  type Field,
  type State,
} from './definition/compiled-definition.js';
export * from './continuation/continuation.js';
export * from './continuation/relevance.js';
export { isRunning } from './subject/correlate.js';
export { decide } from './decide/decide.js';
export * from './fold/decision.js';
export { describeRecord } from './record/describe-record.js';
export * from './definition/definition.js';
export {
  createDefinitions,
  deployedDefinitions,
  type Definitions,
} from './deployment/definitions.js';
export { type Deployment } from './deployment/deployments.js';
export { parseDuration } from './definition/duration.js';
export { ContinuityTally, type ContinuityFigures, type WayFigures } from './continuity/figures.js';
export { type DurationsShown } from './continuity/durations.js';
export { resumedBy } from './continuity/time-to-resume.js';
export { HAND_OFF_EVENTS, isHandOff } from './record/hand-off-events.js';
export { identifiersIn } from './fields/identifiers-in.js';
export { wasErased } from './erasure/decide-erasure.js';
export { isPersonal } from './fields/personal.js';
export { emptySubject, nextDue, summarise } from './subject/subject.js';
export { wrongFields } from './fields/wrong-fields.js';
export { type Offer, type VersionsInForce } from './deployment/versions-in-force.js';
export { compileMigration, type Migration } from './migration/compile-migration.js';
export { type MigrationSource, type TimerPolicy, wayBack } from './migration/migration-source.js';
export { type Rehearsal, Rehearsing, type Share } from './migration/rehearse.js';
export { bucketOf } from './record/fingerprint.js';
export { previewMerge, type MergePreview } from './decide/preview-merge.js';
export * from './merge/plan-split.js';
