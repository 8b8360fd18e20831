export { type Answer } from './answer.js';
export { bodyOf } from './body.js';
export {
  LivenessSchema,
  type LivenessView,
  ReadinessSchema,
  type ReadinessView,
} from './health-schemas.js';
export { type Problem, ProblemSchema } from './problem-schema.js';
export { schemaFault } from './schema-fault.js';
export {
  ContinuationsQuery,
  ContinuationsSchema,
  type ContinuationsView,
} from './continuity/continuation-schemas.js';
export {
  MadeSchema,
  type MadeView,
  MakingSchema,
  RedeemedSchema,
  type RedeemedView,
  RedeemingSchema,
} from './continuity/hand-off-schemas.js';
export {
  HeldSchema,
  type HeldView,
  HoldingSchema,
  LeaseGivingQuery,
  LeaseSchema,
  type LeaseView,
} from './journeys/lease-schemas.js';
export {
  AskingSchema,
  RecognitionSchema,
  type RecognitionView,
  ReferenceSchema,
  type ReferenceView,
} from './continuity/recognise-schemas.js';
export {
  BlockSchema,
  ConflictListQuery,
  ConflictPageSchema,
  type ConflictPageView,
  ConflictSchema,
  type ConflictView,
  DecidedSchema,
  type DecidedView,
  MergeConflictSchema,
  ReasonedSchema,
} from './customers/conflict-schemas.js';
export {
  ErasingSchema,
  ErasureReceiptSchema,
  type ErasureReceiptView,
  ExportSchema,
  type PersonExportView,
} from './customers/erasure-schemas.js';
export { MergedSchema, type MergedView, MergeSchema } from './customers/merge-schemas.js';
export { SplitSchema, type SplitView, SplitViewSchema } from './customers/split-schemas.js';
export { SUBJECT_ID_PATTERN, SubjectIdSchema } from './customers/subject-id-schema.js';
export {
  type LinkView,
  SubjectQuery,
  type SubjectRecordView,
  SubjectSchema,
  type SubjectView,
} from './customers/subject-schemas.js';
export {
  BacktestRequestSchema,
  BacktestSchema,
  type BacktestView,
  LIMIT,
} from './definitions/backtest-schemas.js';
export {
  CountsSchema,
  type CountsView,
  type DefinitionsView,
  DeployedSchema,
  type DeployedView,
  DeployQuerySchema,
  DeploySchema,
  type FaultView,
  ListSchema,
  ShareSchema,
  VersionSchema,
  type VersionView,
} from './definitions/definition-schemas.js';
export {
  countsOf,
  deployedView,
  descriptionView,
  faultView,
  offerView,
} from './definitions/definition-view.js';
export {
  MigrationListSchema,
  type MigrationListView,
  MigrationRequestSchema,
  MigrationSchema,
  type MigrationView,
} from './definitions/migration-schemas.js';
export { refuseFaults } from './definitions/refuse-faults.js';
export {
  CardSchema,
  type CardView,
  ClaimedSchema,
  type ClaimedView,
  ClaimingSchema,
  ClaimSchema,
  type ClaimView,
  DeskEventSchema,
  type DeskEventView,
  DeskReadySchema,
  type DeskReadyView,
  DeskStreamQuery,
  QueueSchema,
  type QueueView,
  ReleasedSchema,
  type ReleasedView,
  StepSchema,
  StepTakenSchema,
  type StepTakenView,
} from './desk/desk-schemas.js';
export { entryView } from './inbox/entry-view.js';
export { InboxExplainQuery, InboxListQuery } from './inbox/inbox-queries.js';
export {
  DiscardAnswerSchema,
  DiscardSchema,
  type DiscardView,
  type EntryView,
  ExplanationSchema,
  type ExplanationView,
  InboxPageSchema,
  type InboxPageView,
  ReplayAnswerSchema,
  ReplaySchema,
  type ReplayView,
} from './inbox/inbox-schemas.js';
export {
  type InteractionBody,
  IdentifierSchema,
  InteractionSchema,
} from './interactions/interaction-schema.js';
export {
  type OutcomeView,
  ReceiptSchema,
  type ReceiptView,
  waitOf,
  WaitSchema,
} from './interactions/receipt-schema.js';
export {
  CommandAcceptedSchema,
  type CommandAcceptedView,
  type CommandName,
  CommandSchema,
} from './journeys/command-schemas.js';
export {
  JourneyEventSchema,
  type JourneyEventView,
  LeaseEventSchema,
  type LeaseEventView,
} from './journeys/journey-event-schemas.js';
export { JourneyAtQuery, JourneySearchQuery, StreamQuery } from './journeys/journey-queries.js';
export {
  type ContinuationView,
  type FieldValueView,
  ContinuationSchema,
  HistorySchema,
  type HistoryView,
  JourneySchema,
  type JourneyView,
  PageSchema,
  type PageView,
  RelevantContinuationSchema,
  type RelevantContinuationView,
  SummarySchema,
  type SummaryView,
} from './journeys/journey-schemas.js';
export {
  fieldView,
  iso,
  journeyEventView,
  journeyView,
  summaryView,
} from './journeys/journey-view.js';
export { ReasonSchema } from './journeys/reason-schema.js';
export { outcomeView } from './interactions/outcome-view.js';
