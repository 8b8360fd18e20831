import type { SubjectId } from '#contracts';

/** A subject that has become another one. */
export interface Merge {
  readonly from: SubjectId;
  readonly into: SubjectId;
  /** ms since the epoch; 0: it was not noted when. */
  readonly at: number;
}

/** Who decided something, and why. */
export interface Decided {
  readonly operator: string;
  readonly reason: string;
}

/** A merge that is to be made. */
export interface MergeOrder extends Merge {
  /** Only while `from` is anonymous (see `isNamed`). An operator's merge asks for nothing. */
  readonly ifAnonymous: boolean;
  /** Kept until the log was told; absent: the resolver merges. */
  readonly decided?: Decided;
}

/**
 * Which subjects have become others, as pointers that end somewhere: at no moment do they make a circle. Each call is one
 * step for everybody, whatever others merge, split or erase at the same time.
 */
export interface SubjectMerges {
  /**
   * Points `from` at `into`. False, and nothing changed, when `from` is already merged or erased, `into` is erased, the
   * pointer would make a circle, or `from` is not anonymous and had to be. In the same step the merge is noted among the
   * `UntoldChanges`: whoever merged dies perhaps before the log knows.
   */
  merge(order: MergeOrder): Promise<boolean>;
  /**
   * Takes back the pointer of a merge: `from` is a subject of its own again, with the identifiers that were linked to it and
   * the subjects merged into it. False, and nothing changed: `from` does not point at `into`. In the same step the split is
   * noted among the `UntoldChanges`, with `record`.
   */
  part(merge: Merge, record: Uint8Array): Promise<boolean>;
  /** The subject that this one has become by merges; itself when it was never merged. */
  follow(subject: SubjectId): Promise<SubjectId>;
  /** The merges that made it what it is: those into it, into those that were merged into it, and so on; in any order. */
  of(subject: SubjectId): Promise<readonly Merge[]>;
  /**
   * Whether somebody claimed a strong identifier for it or for one merged into it, or is about to. What it became itself is
   * not asked.
   */
  isNamed(subject: SubjectId): Promise<boolean>;
}
