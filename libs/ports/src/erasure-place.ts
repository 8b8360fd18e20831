import type { SubjectId } from '#contracts';

/** What one place did with an erased person's data, for the receipt. */
export interface ErasedHere {
  /** What is kept there, in words: `identifier links`, `hand-offs`. */
  readonly place: string;
  /** Entries that are gone or emptied. */
  readonly erased: number;
  /** What stays readable there, and until when; undefined: nothing. */
  readonly remains?: string;
}

/**
 * A place that keeps something about people. A key vault is one: it destroys a subject's data key, and with it every value
 * encrypted under it in log and stores (I10).
 */
export interface ErasurePlace {
  /** Erases what it keeps of these subjects, who are one person. Said twice it changes nothing more. */
  erase(subjects: readonly SubjectId[]): Promise<ErasedHere>;
}
