import type { SubjectId } from '#contracts';
import type { IdentifierKey, Standing } from './identity-links.js';

/** Subjects that one value is remembered to have come with at most. */
export const SIGHTINGS_KEPT = 64;

/** What was decided about values and about pairs of subjects. Each call is atomic; the last word holds. */
export interface IdentityRulings {
  /** Says what holds of a value from now on; null: nothing. A value that was never linked may be blocked (`scheme` is its). */
  setStanding(key: IdentifierKey, scheme: string, standing: Standing | null): Promise<void>;
  /** What holds of each value, linked or not (links have theirs), in the order asked; undefined: nothing. */
  standings(keys: readonly IdentifierKey[]): Promise<readonly (Standing | undefined)[]>;
  /**
   * Notes that a value came with a strong subject, unless that was erased. Returns all it came with, at most
   * `SIGHTINGS_KEPT` (the first ones stay), merges not followed.
   */
  sight(key: IdentifierKey, subject: SubjectId): Promise<readonly SubjectId[]>;
  /** Two subjects are two people, whatever they share. Of somebody who was erased it notes nothing. */
  keepApart(one: SubjectId, other: SubjectId): Promise<void>;
  /** They may be one after all: whoever was merged into the one, and whoever into the other. */
  allowTogether(one: SubjectId, other: SubjectId): Promise<void>;
  /** Whom a subject, or one merged into it, is kept apart from; merges followed. */
  apartFrom(subject: SubjectId): Promise<readonly SubjectId[]>;
}
