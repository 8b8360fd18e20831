import type { Action, Disposition, JourneyEvent, JourneyState, SubjectState } from '#contracts';
import type { ConflictNoted } from '../fields/field-conflict.js';
import type { SentRecord } from '../turn/outputs.js';

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
