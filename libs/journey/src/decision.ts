import type {
  Action,
  DecodedRecord,
  Disposition,
  JourneyEvent,
  JourneyState,
  SubjectState,
} from '#contracts';
import type { ConflictNoted } from './fields/field-conflict.js';

/** A record for another subject: it is appended to the log of record, keyed by that subject. */
export interface SentRecord {
  /** Of this sending (I5); what is sent on keeps its own id inside. */
  readonly id: string;
  readonly entry: DecodedRecord<
    'Interaction' | 'OperatorCommand' | 'IdentityChange' | 'JourneysMoved'
  >;
  /** ms since the epoch. */
  readonly time: number;
}

/** What one record did: the output of the fold's step. */
export interface Decision {
  /** The subject afterwards. */
  readonly state: SubjectState;
  /** Journeys this record changed, as they are afterwards: snapshots to publish. */
  readonly changed: readonly JourneyState[];
  /** Ended journeys that no longer fit into `state`. */
  readonly archived: readonly JourneyState[];
  /** Exactly one (I9). */
  readonly disposition: Disposition;
  readonly journeyEvents: readonly JourneyEvent[];
  readonly actions: readonly Action[];
  /** What goes on to other subjects, in order. */
  readonly records: readonly SentRecord[];
  /** Where fields came with values other than those held. Not published: who folds the log again sees them. */
  readonly conflicts: readonly ConflictNoted[];
}
