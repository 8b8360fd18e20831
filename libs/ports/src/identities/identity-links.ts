import type { SubjectId } from '#contracts';

/** A normalised identifier as the store keys it: a keyed hash, so that the store never holds the value in clear. */
export type IdentifierKey = string;

/**
 * What holds of a value whoever it was linked to: `shared`, several people use it; `blocked`, an operator said that it names
 * nobody. Neither leads to anybody while it holds; what was linked by it stays.
 */
export type Standing = 'shared' | 'blocked';

export interface IdentifierLink {
  readonly key: IdentifierKey;
  readonly scheme: string;
  /** Who it was linked to, or has become since: each call says which. */
  readonly subject: SubjectId;
  /** ms since the epoch. */
  readonly linkedAt: number;
  /** Absent: it may lead to its subject. */
  readonly standing?: Standing;
  /** True: bound by a hand-off to somebody who was not verified; by itself it shows no personal value. */
  readonly unvouched?: true;
}

/** A link that is to be made. */
export interface Claim extends Omit<IdentifierLink, 'standing'> {
  /** It names one person, so from now on its subject is not anonymous. */
  readonly strong: boolean;
}

/**
 * Which subject an identifier belongs to. Each call is atomic for each identifier by itself, also against those of other
 * processes; nothing spans two identifiers, because in a cluster they live on different nodes. Callers resolve again when a
 * claim was lost. A call that broke off half-way may be made again; until then nobody is led to a subject that was erased.
 */
export interface IdentityLinks {
  /** The link of each identifier, its subject with merges followed, in the order asked; undefined: unknown. */
  lookup(keys: readonly IdentifierKey[]): Promise<readonly (IdentifierLink | undefined)[]>;
  /**
   * Links an identifier that belongs to nobody; returns whose it is now, merges followed, which is another's when someone
   * was first. Undefined, and nothing changed: its subject has become another one or was erased meanwhile. One that is
   * blocked and was never linked becomes linked, and stays blocked.
   */
  claim(claim: Claim): Promise<IdentifierLink | undefined>;
  /** Identifiers linked to a subject and to the subjects merged into it, each with the subject it was linked to, in any order. */
  of(subject: SubjectId): Promise<readonly IdentifierLink[]>;
  /** An identifier that was bound unvouched is the customer's. Of any other it changes nothing. */
  vouch(key: IdentifierKey): Promise<void>;
  /**
   * Links identifiers to another subject, each only if it is linked to `from` itself; returns those that were. `strong`: one
   * of them names one person.
   */
  relink(
    keys: readonly IdentifierKey[],
    from: SubjectId,
    to: SubjectId,
    strong: boolean,
  ): Promise<readonly IdentifierKey[]>;
}
