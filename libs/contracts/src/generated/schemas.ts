// Generated from schemas/avro by `npm run generate`. Do not edit.

/** A command to a downstream service. Keyed by journey on throughline.actions.v1. */
export interface Action {
  /** Derived (I5); the idempotency key. */
  readonly id: string;
  /** notify, call, task or emit. */
  readonly kind: string;
  /** Template, service, task or event type. */
  readonly name: string;
  readonly journeyId: string;
  readonly subjectId: string;
  readonly definition: string;
  readonly definitionVersion: number;
  readonly time: number;
  /** JSON. */
  readonly input: string;
  /** Of a call whose answer the journey waits for: what the definition calls it. */
  readonly invocation: null | string;
  /** From 1. */
  readonly attempt: number;
  /** An answer after this is too late, ms since the epoch. */
  readonly deadline: null | number;
}

/** An import's clock has reached this time on this partition; timers of its journeys due by then fire. */
export interface ClockAdvanced {
  readonly clock: string;
  /** ms since the epoch. */
  readonly time: number;
}

/** A record nobody could handle, with its bytes. Keyed as the original on throughline.dead-letters.v1. */
export interface DeadLetter {
  /** Derived (I5). */
  readonly id: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly key: null | Uint8Array;
  readonly value: null | Uint8Array;
  readonly headers: { readonly [name: string]: Uint8Array };
  /** Error code. */
  readonly reason: string;
  readonly causes: readonly string[];
  /** Group that gave up. */
  readonly consumer: string;
  readonly journeyId: null | string;
  readonly time: number;
}

/** A journey definition was deployed, or its share of new journeys changed. On partition 0 of throughline.definitions.v1; the n-th record is deployment n. */
export interface DefinitionDeployment {
  /** Dedupe key. */
  readonly id: string;
  /** version; share, of a version deployed before; founding, once: what is in force here is what interactions that name no deployment start on; or migration. */
  readonly kind: string;
  /** The journey's name. */
  readonly name: string;
  readonly version: number;
  /** SHA-256 of the text, hexadecimal. */
  readonly hash: string;
  /** The file, of a version or a migration. */
  readonly text: string;
  /** Percent of new journeys that start on this version: 0 to 100. */
  readonly share: number;
  readonly operator: string;
  readonly reason: null | string;
  /** ms since the epoch. */
  readonly time: number;
}

/** What became of one record. Keyed by subject on throughline.dispositions.v1. */
export interface Disposition {
  /** Derived (I5). */
  readonly id: string;
  readonly subjectId: string;
  readonly partition: number;
  readonly offset: number;
  /** interaction, timer, command, identity or clock. */
  readonly recordKind: string;
  readonly recordId: string;
  readonly recordType: string;
  readonly source: string;
  /** advanced, captured, deferred, duplicate, late, ignored, unmatched. */
  readonly kind: string;
  /** For unmatched: no-definition, no-open-journey, state-does-not-accept, guard-false, several-match, journey-closed. */
  readonly reason: null | string;
  /** In words: what would have matched. */
  readonly detail: null | string;
  readonly journeyIds: readonly string[];
  readonly time: number;
}

export interface ChangedIdentifier {
  readonly scheme: string;
  readonly value: string;
}

/** A field that a journey took over when two became one, as it was before. */
export interface FieldBack {
  readonly journeyId: string;
  readonly field: string;
  /** The interaction that brought the value that was taken over; a value that came since stays. */
  readonly taken: string;
  /** Null: it had none. */
  readonly before: null | FieldValue;
}

/** What became of identities, told to the shard of each subject concerned. */
export interface IdentityChange {
  readonly id: string;
  /** merged: this subject has become the other one. split: the named journeys go on with the other one, which is one of its own again. erased: the person is forgotten. Beside those, only told: linked, conflict, kept-apart, blocked, released. */
  readonly kind: string;
  /** The subject whose shard this record is for. */
  readonly subjectId: string;
  readonly otherSubjectId: null | string;
  readonly identifiers: readonly ChangedIdentifier[];
  /** ms since the epoch. */
  readonly time: number;
  readonly reason: null | string;
  /** Of a split: the journeys that go. */
  readonly journeys: readonly string[];
  /** Who decided it; null: the resolver did. */
  readonly operator: null | string;
  /** Of a split: journeys that a merge ended because two became one, as they were just before; each goes on with its `subjectId`. */
  readonly restored: readonly JourneyState[];
  /** Of a split. */
  readonly fieldsBack: readonly FieldBack[];
}

/** Keyed by subject on throughline.identity-events.v1. */
export interface IdentityEvent {
  readonly id: string;
  /** linked, merged, split, conflict, kept-apart, blocked, released, shared, limited, erased or recognition-failed. */
  readonly kind: string;
  /** Empty: a caller was not recognised; then the key of the record is the caller's, hashed. */
  readonly subjectId: string;
  readonly otherSubjectId: null | string;
  /** Of an identifier: what it is. */
  readonly scheme: null | string;
  readonly time: number;
  readonly reason: null | string;
  /** Of an identifier: this is the fact that its value is verified. */
  readonly verified: boolean;
  /** Of an identifier: its keyed hash; the value is in the interaction that brought it. */
  readonly identifier: null | string;
  readonly channel: null | string;
  /** The interaction that brought it about. */
  readonly interactionId: null | string;
  /** Who decided it; null: the resolver did. */
  readonly operator: null | string;
}

export interface InboundIdentifier {
  readonly scheme: string;
  readonly value: string;
  readonly verified: boolean;
}

/** An interaction whose subject is not yet resolved; written to throughline.inbound.v1 by systems that publish straight to Kafka. */
export interface InboundInteraction {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly channel: string;
  /** ms since the epoch. */
  readonly time: number;
  readonly identifiers: readonly InboundIdentifier[];
  readonly journeyId: null | string;
  readonly correlation: null | string;
  readonly actorKind: string;
  readonly actorId: null | string;
  readonly dataContentType: string;
  readonly data: Uint8Array;
}

export interface Identifier {
  readonly scheme: string;
  readonly value: string;
  readonly verified: boolean;
}

export interface Actor {
  /** customer, agent or system. */
  readonly kind: string;
  readonly id: null | string;
}

/** One thing a customer, agent or system did, on one channel. Keyed by subject on throughline.interactions.v1. */
export interface Interaction {
  /** Dedupe key, unique per source. */
  readonly id: string;
  /** URI-reference of the system that observed it. */
  readonly source: string;
  /** Event type, [a-z0-9.-], at most 128 characters. */
  readonly type: string;
  readonly channel: string;
  /** When it happened, by the sender's clock, in ms since the epoch. */
  readonly time: number;
  /** Which clock it belongs to: live, or the name of an import. */
  readonly clock: string;
  readonly subjectId: string;
  readonly identifiers: readonly Identifier[];
  /** The journey the sender named, if it named one. */
  readonly journeyId: null | string;
  /** The correlation value the sender named, if it named one. */
  readonly correlation: null | string;
  readonly actor: Actor;
  readonly dataContentType: string;
  readonly data: Uint8Array;
  readonly encryptionKeyId: null | string;
  /** How many deployments of journey definitions its sender knew of: a journey it starts takes its version as of then. */
  readonly deployment: number;
}

/** The record that caused it. */
export interface Cause {
  /** interaction, timer, command, identity or clock. */
  readonly kind: string;
  /** Interaction or command id, or the timer's. */
  readonly id: string;
  /** Event type, timer id or command. */
  readonly type: string;
  readonly actorKind: string;
  readonly actorId: null | string;
  readonly partition: number;
  readonly offset: number;
}

/** Something that became true of a journey. Keyed by journey on throughline.journey-events.v1. */
export interface JourneyEvent {
  /** Derived from the position of the record that caused it (I5). */
  readonly id: string;
  /** started, advanced, captured, channel-switched, stalled, resumed, completed, abandoned, cancelled, failed, faulted, merged, moved, migrated, paused, restarted, repeated, handoff-made, handoff-redeemed, handoff-expired, recognised, restored, erased. */
  readonly type: string;
  readonly journeyId: string;
  readonly subjectId: string;
  readonly definition: string;
  readonly definitionVersion: number;
  /** The journey's version after the record that caused this; gapless per journey. */
  readonly version: number;
  /** ms since the epoch, on the journey's clock. */
  readonly time: number;
  readonly clock: string;
  readonly channel: null | string;
  /** Set on channel-switched, handoff-*, and resumed after a stall: the channel it came from. */
  readonly previousChannel: null | string;
  /** Active states before. */
  readonly from: readonly string[];
  /** Active states after. */
  readonly to: readonly string[];
  readonly outcome: null | string;
  /** Names of the fields captured; on repeated: those that were asked for and known. */
  readonly fields: readonly string[];
  readonly cause: Cause;
  /** ms. On channel-switched and resumed: since the journey was seen before. On handoff-redeemed and handoff-expired: since it was made. On restarted: since the journey that was begun before was seen. */
  readonly elapsed: null | number;
  /** On restarted: the journey that was begun before; itself where it was begun again and goes on. On merged: the one it goes on as. */
  readonly relatedJourneyId: null | string;
  /** Id of the hand-off, on handoff-*. */
  readonly handOff: null | string;
}

/** Where the journey stood before its last migration. */
export interface Migrated {
  readonly definitionVersion: number;
  readonly configuration: readonly string[];
  /** The configuration the migration led to. */
  readonly to: readonly string[];
  /** The journey's version that the migration made. */
  readonly at: number;
}

/** What verified a value last. */
export interface Verification {
  readonly channel: string;
  readonly time: number;
  readonly interactionId: string;
}

export interface FieldValue {
  /** JSON. */
  readonly value: string;
  readonly verified: boolean;
  readonly channel: string;
  readonly time: number;
  readonly interactionId: string;
  readonly verification: null | Verification;
}

export interface Timer {
  /** State and delay, as the definition names them. */
  readonly id: string;
  readonly dueAt: number;
  readonly generation: number;
}

/** An interaction that waits for a state that wants it. */
export interface Deferred {
  readonly partition: number;
  readonly offset: number;
  readonly interaction: Interaction;
}

/** A service called for a state. */
export interface Invocation {
  /** As the definition names it. */
  readonly id: string;
  readonly state: string;
  readonly service: string;
  /** Id of the call that is awaited, or was answered last. */
  readonly action: string;
  /** From 1. */
  readonly attempt: number;
  /** When its first attempt was made, ms since the epoch; 0: not known. */
  readonly since: number;
  /** running, waiting (for its next attempt) or done (kept while it may have to be undone). */
  readonly status: string;
  /** JSON. */
  readonly input: string;
}

export interface RecentStep {
  readonly time: number;
  readonly channel: string;
  readonly type: string;
}

/** The last log record folded in. */
export interface Position {
  readonly partition: number;
  readonly offset: number;
}

/** A journey in full. Keyed by journey on the compacted throughline.journeys.v1. */
export interface JourneyState {
  readonly journeyId: string;
  readonly subjectId: string;
  readonly definition: string;
  readonly definitionVersion: number;
  /** Counts the records that changed this journey; starts at 1. */
  readonly version: number;
  /** open, ended, paused or faulted. */
  readonly status: string;
  readonly outcome: null | string;
  readonly clock: string;
  readonly correlation: null | string;
  /** Active atomic states. */
  readonly configuration: readonly string[];
  /** History state to what it would enter. */
  readonly history: { readonly [name: string]: readonly string[] };
  /** When the configuration was last entered, ms since the epoch. */
  readonly since: number;
  readonly startedAt: number;
  /** Channel. */
  readonly startedOn: string;
  readonly lastChannel: string;
  readonly lastSeen: number;
  readonly endedAt: null | number;
  /** Since when an operator holds it; its timers stand still. */
  readonly pausedAt: null | number;
  readonly migratedFrom: null | Migrated;
  readonly stalled: boolean;
  readonly fields: { readonly [name: string]: FieldValue };
  readonly timers: readonly Timer[];
  /** Last generation given to a timer. */
  readonly timerGeneration: number;
  readonly deferred: readonly Deferred[];
  /** Running ones, and done ones that can be undone, in the order they were done. */
  readonly invocations: readonly Invocation[];
  /** The last few interactions that changed this journey, oldest first. */
  readonly recent: readonly RecentStep[];
  readonly reflects: Position;
}

export interface RecentId {
  /** Of source and interaction id, 52 bits. */
  readonly fingerprint: number;
  readonly time: number;
}

/** Journeys of one subject go on with another. Written by the fold of the subject they leave, keyed by the one they go to, on throughline.interactions.v1. */
export interface JourneysMoved {
  /** Derived from the record that moved them (I5). */
  readonly id: string;
  /** merged: the subject they leave has become this one; split: this one is a subject of its own again. */
  readonly kind: string;
  /** The subject they go to. */
  readonly subjectId: string;
  /** The subject they leave. */
  readonly from: string;
  /** Every subject it has left, the first one first. */
  readonly path: readonly string[];
  /** As they left, oldest first. Empty: there were none. */
  readonly journeys: readonly JourneyState[];
  /** The dedupe window of the subject they leave. */
  readonly recentIds: readonly RecentId[];
  /** How many deployments of definitions must be known to go on with them. */
  readonly deployment: number;
  /** ms since the epoch. */
  readonly time: number;
}

/** An operator acts on a journey: advance, cancel, pause, resume, migrate, note or discard. */
export interface OperatorCommand {
  readonly id: string;
  readonly subjectId: string;
  readonly journeyId: string;
  readonly command: string;
  readonly operator: string;
  readonly reason: string;
  /** ms since the epoch. */
  readonly time: number;
  /** JSON, by command. */
  readonly data: Uint8Array;
  /** How many deployments of journey definitions its sender knew of; it is not folded before they are known. */
  readonly deployment: number;
}

/** A journey that was here and went on elsewhere. */
export interface MovedJourney {
  readonly journeyId: string;
  /** The subject it went to. */
  readonly to: string;
  /** The journey's version as it left; an earlier one that comes back is a repeat. */
  readonly version: number;
  /** The journey it goes on as, where two became one. */
  readonly survivor: null | string;
}

/** What the fold keeps of one subject: the unit the store loads and commits. Not published. */
export interface SubjectState {
  readonly subjectId: string;
  /** Open, and lately ended, oldest first. */
  readonly journeys: readonly JourneyState[];
  /** Interactions inside the dedupe window, oldest first. */
  readonly recentIds: readonly RecentId[];
  /** The subject this one has become: whatever comes for it is sent on there. */
  readonly mergedInto: null | string;
  /** Oldest first. */
  readonly moved: readonly MovedJourney[];
  /** Since when the person is forgotten, ms since the epoch: nothing personal is kept of what still comes. */
  readonly erasedAt: null | number;
}

/** A journey's timer fired (I8). Ignored when the journey's timer has another generation. */
export interface TimerDue {
  readonly subjectId: string;
  readonly journeyId: string;
  readonly timerId: string;
  readonly generation: number;
  /** ms since the epoch, on the journey's clock. */
  readonly dueAt: number;
  readonly clock: string;
}

/** Every `kind` of a `Action`. */
export const ACTION_KINDS = [
  'notify',
  'call',
  'task',
  'emit',
] as const;

/** Every `kind` of a `DefinitionDeployment`. */
export const DEPLOYMENT_KINDS = [
  'version',
  'share',
  'founding',
  'migration',
] as const;

/** Every `kind` of a `Disposition`. */
export const DISPOSITION_KINDS = [
  'advanced',
  'captured',
  'deferred',
  'duplicate',
  'late',
  'ignored',
  'unmatched',
] as const;

/** Every `kind` of a `IdentityEvent`. */
export const IDENTITY_EVENT_KINDS = [
  'linked',
  'merged',
  'split',
  'conflict',
  'kept-apart',
  'blocked',
  'released',
  'shared',
  'limited',
  'erased',
  'recognition-failed',
] as const;

/** Every `type` of a `JourneyEvent`. */
export const JOURNEY_EVENT_TYPES = [
  'started',
  'advanced',
  'captured',
  'channel-switched',
  'stalled',
  'resumed',
  'completed',
  'abandoned',
  'cancelled',
  'failed',
  'faulted',
  'merged',
  'moved',
  'migrated',
  'paused',
  'restarted',
  'repeated',
  'handoff-made',
  'handoff-redeemed',
  'handoff-expired',
  'recognised',
  'restored',
  'erased',
] as const;
