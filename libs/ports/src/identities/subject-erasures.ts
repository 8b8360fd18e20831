import type { SubjectId } from '#contracts';

/** Whom an erasure forgot. */
export interface ErasedSubjects {
  /** The subject, and those that were merged into it. */
  readonly subjects: readonly SubjectId[];
  /** How many identifiers were linked to them. */
  readonly links: number;
}

/** Forgets people, and knows that they were. */
export interface SubjectErasures {
  /**
   * Forgets a subject and those merged into it: their links, pointers, sightings, rulings about them and conflicts they are
   * part of. From the first moment on nothing is claimed for any of them and nobody is led to them, also by what others have
   * begun; whoever dies half-way leaves them marked, and the call made again goes through with it. Said twice it changes
   * nothing more. `at`: ms since the epoch.
   */
  erase(subject: SubjectId, at: number): Promise<ErasedSubjects>;
  /** When it was erased, ms since the epoch; undefined: it was not. Merges are not followed. */
  erasedAt(subject: SubjectId): Promise<number | undefined>;
}
