import type { SubjectId } from '#contracts';

/** What is known of a subject that identifiers led to. */
export interface SubjectFacts {
  readonly subject: SubjectId;
  /** Schemes of its strong identifiers. */
  readonly strongSchemes: readonly string[];
  /** Somebody claimed a strong identifier for it, or is about to, whether or not it can be seen already. */
  readonly isNamed: boolean;
  /** When its first identifier was linked, ms since the epoch. */
  readonly since: number;
  /** Whom an operator said that it is not. */
  readonly apartFrom: readonly SubjectId[];
  /** Values linked to it, by scheme. */
  readonly values: Readonly<Record<string, number>>;
}

/** Of a subject of which nothing is known. */
export function noFacts(subject: SubjectId): SubjectFacts {
  return {
    subject,
    strongSchemes: [],
    isNamed: false,
    since: Number.MAX_SAFE_INTEGER,
    apartFrom: [],
    values: {},
  };
}

/** Whether it is a person who is known: it has a strong identifier. The others are anonymous. */
export function isStrong({ isNamed, strongSchemes }: SubjectFacts): boolean {
  return isNamed || strongSchemes.length > 0;
}

/** Whether an operator said that these are two people. */
export function areApart(one: SubjectFacts, other: SubjectFacts): boolean {
  return one.apartFrom.includes(other.subject) || other.apartFrom.includes(one.subject);
}
