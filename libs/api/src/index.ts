export { bodyOf } from './body.js';
export {
  MadeSchema,
  MakingSchema,
  RedeemedSchema,
  RedeemingSchema,
} from './continuity/hand-off-schemas.js';
export { HeldSchema, HoldingSchema } from './journeys/lease-schemas.js';
export {
  AskingSchema,
  RecognitionSchema,
  ReferenceSchema,
} from './continuity/recognise-schemas.js';
export {
  BlockSchema,
  ConflictPageSchema,
  ConflictSchema,
  DecidedSchema,
  MergeConflictSchema,
  ReasonedSchema,
} from './customers/conflict-schemas.js';
export { ErasingSchema, ErasureReceiptSchema, ExportSchema } from './customers/erasure-schemas.js';
export { MergedSchema, MergeSchema } from './customers/merge-schemas.js';
export { SUBJECT_ID_PATTERN, SubjectIdSchema } from './customers/subject-id-schema.js';
export { SubjectSchema } from './customers/subject-schemas.js';
export { BacktestRequestSchema, BacktestSchema, LIMIT } from './definitions/backtest-schemas.js';
export {
  CountsSchema,
  DeployedSchema,
  DeployQuerySchema,
  DeploySchema,
  ListSchema,
  ShareSchema,
  VersionSchema,
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
  MigrationRequestSchema,
  MigrationSchema,
} from './definitions/migration-schemas.js';
export { entryView } from './inbox/entry-view.js';
export {
  DiscardAnswerSchema,
  DiscardSchema,
  ExplanationSchema,
  InboxPageSchema,
  ReplayAnswerSchema,
  ReplaySchema,
} from './inbox/inbox-schemas.js';
export { type InteractionBody, InteractionSchema } from './interactions/interaction-schema.js';
export {
  type ReceiptAnswer,
  ReceiptSchema,
  waitOf,
  WaitSchema,
} from './interactions/receipt-schema.js';
export {
  HistorySchema,
  JourneySchema,
  PageSchema,
  RelevantContinuationSchema,
} from './journeys/journey-schemas.js';
export {
  fieldView,
  iso,
  journeyEventView,
  journeyView,
  summaryView,
} from './journeys/journey-view.js';
export { ReasonSchema } from './journeys/reason-schema.js';
export { ProblemSchema } from './problem-schema.js';
export { schemaFault } from './schema-fault.js';
export { refuseFaults } from './definitions/refuse-faults.js';
export { type OutcomeAnswer, outcomeView } from './interactions/outcome-view.js';
