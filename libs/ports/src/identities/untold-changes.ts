import type { SubjectId } from '#contracts';
import type { Decided, Merge } from './subject-merges.js';

/** A change of identities that the log was perhaps not told of. */
export type Untold =
  | ({ readonly kind: 'merged'; readonly decided?: Decided } & Merge)
  /** `record`: what is to be told, as its maker prepared it. */
  | ({ readonly kind: 'split'; readonly record: Uint8Array } & Merge);

/**
 * Changes of identities whose maker died perhaps before the log knew, so that another tells them. Merging and splitting note
 * theirs in their own step. A change stays here until somebody says that the log was told, and may be told twice.
 */
export interface UntoldChanges {
  /** Notes a change that moves no pointer: a split of somebody who was never merged. Noted twice it is here once. */
  note(untold: Untold): Promise<void>;
  /** Those that nobody said the log was told of, at most `limit`, in any order. */
  list(limit: number): Promise<readonly Untold[]>;
  /**
   * The log was told what became of `from`: of its change at that time (ms since the epoch), or of all. Said twice, or of
   * none, it changes nothing.
   */
  told(from: SubjectId, at?: number): Promise<void>;
}
