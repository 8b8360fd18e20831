import type { SubjectId } from '#contracts';
import type { IdentifierKey } from './identity-links.js';

/** Why two subjects are perhaps one, or one is perhaps several. */
export interface Evidence {
  /** What came together: keyed hashes, with their schemes as links have them, and whose they were. */
  readonly identifiers: readonly {
    readonly key: IdentifierKey;
    readonly scheme: string;
    readonly subject: SubjectId | null;
  }[];
  readonly source: string;
  readonly interactionId: string;
  readonly channel: string;
  /** ms since the epoch. */
  readonly at: number;
}

/** What an operator decided of a conflict. */
export interface Ruling {
  readonly decision: 'merged' | 'kept-apart' | 'blocked';
  readonly operator: string;
  readonly reason: string;
  /** ms since the epoch. */
  readonly at: number;
  /** Values that were blocked. */
  readonly blocked: readonly IdentifierKey[];
}

/** Two people who share something. */
export interface Conflict {
  /** The two subjects as they were when it was noticed first, sorted, joined by a dot. */
  readonly id: string;
  readonly subjects: readonly [SubjectId, SubjectId];
  /** Oldest first, at most `EVIDENCE_KEPT`: the first one and the latest. */
  readonly evidence: readonly Evidence[];
  /** How often it came up. */
  readonly times: number;
  /** ms since the epoch. */
  readonly firstAt: number;
  readonly lastAt: number;
  /** Null: nobody decided yet. */
  readonly ruling: Ruling | null;
}

export const EVIDENCE_KEPT = 10;

/** Pairs of subjects that somebody has to decide about, or has decided about. Each call is atomic, whoever else makes it. */
export interface IdentityConflicts {
  /**
   * Notes a conflict, or more evidence of it (the same interaction's only once). `new`: it must be told; `open`: it is known;
   * `ruled`: it was decided, and stays so.
   */
  note(
    subjects: readonly [SubjectId, SubjectId],
    evidence: Evidence,
  ): Promise<'new' | 'open' | 'ruled'>;
  /** Undefined: never noticed, or one of the two was erased. */
  find(id: string): Promise<Conflict | undefined>;
  /** Those that a subject, or one merged into it, is part of, ruled or not, in any order. */
  of(subject: SubjectId): Promise<readonly Conflict[]>;
  /** Latest noticed first. `cursor` is of the page before. */
  page(query: {
    readonly ruled: boolean;
    readonly limit: number;
    readonly cursor?: string;
  }): Promise<{ readonly conflicts: readonly Conflict[]; readonly cursor: string | undefined }>;
  /** Decides it (null: opens it again). False, and nothing changed, when its ruling is not `seen` any more, by `at`. */
  rule(id: string, seen: number | null, ruling: Ruling | null): Promise<boolean>;
}

/** The id of the conflict between two subjects. */
export function conflictId(one: SubjectId, other: SubjectId): string {
  return one < other ? `${one}.${other}` : `${other}.${one}`;
}
