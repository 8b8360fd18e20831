import type { SubjectId } from '#contracts';

/** A normalised identifier as the store keys it: a keyed hash, so that the store never holds the value in clear. */
export type IdentifierKey = string;

export interface IdentifierLink {
  readonly key: IdentifierKey;
  readonly scheme: string;
  readonly subject: SubjectId;
  /** ms since the epoch. */
  readonly linkedAt: number;
}

/** A subject that has become another one. */
export interface Merge {
  readonly from: SubjectId;
  readonly into: SubjectId;
  /** ms since the epoch. */
  readonly at: number;
}

/**
 * Which subject an identifier belongs to. Each claim and each merge is atomic by itself; nothing spans two identifiers,
 * because in a cluster they live on different nodes. Callers resolve again when a claim was lost.
 */
export interface IdentityStore {
  /** The subject of each identifier, merges followed, in the order asked; undefined: unknown. */
  lookup(keys: readonly IdentifierKey[]): Promise<readonly (IdentifierLink | undefined)[]>;
  /**
   * Links an identifier that belongs to nobody; returns whose it is now, merges followed, which is another's when someone
   * was first.
   */
  claim(link: IdentifierLink): Promise<IdentifierLink>;
  /** The subject that this one has become by merges; itself when it was never merged. */
  follow(subject: SubjectId): Promise<SubjectId>;
  /**
   * Points `from` at `into`. False, and nothing changed, when `from` is already merged or the pointer would make a circle.
   * In the same step the merge is noted as untold: whoever merged dies perhaps before the log knows.
   */
  merge(merge: Merge): Promise<boolean>;
  /** Merges that nobody said the log was told of, at most `limit`, in any order. */
  untold(limit: number): Promise<readonly Merge[]>;
  /** The log was told that this subject has become another. Said twice, or of none, it changes nothing. */
  told(from: SubjectId): Promise<void>;
  /** Identifiers linked to a subject and to the subjects merged into it, each with the subject it was linked to, in any order. */
  identifiers(subject: SubjectId): Promise<readonly IdentifierLink[]>;
  /** The secret that identifiers are hashed with: the first caller's proposal, for ever. */
  secret(proposal: Uint8Array): Promise<Uint8Array>;
  close(): Promise<void>;
}
