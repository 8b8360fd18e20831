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

/** A change of identities that the log was perhaps not told of. */
export type Untold =
  | ({ readonly kind: 'merged'; readonly decided?: Decided } & Merge)
  /** `record`: what is to be told, as its maker prepared it. */
  | ({ readonly kind: 'split'; readonly record: Uint8Array } & Merge);

/**
 * Which subject an identifier belongs to. Each claim and each merge is atomic by itself; nothing spans two identifiers,
 * because in a cluster they live on different nodes. Callers resolve again when a claim was lost.
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
  /** The subject that this one has become by merges; itself when it was never merged. */
  follow(subject: SubjectId): Promise<SubjectId>;
  /**
   * Points `from` at `into`. False, and nothing changed, when `from` is already merged or erased, `into` is erased, the
   * pointer would make a circle, or `from` is not anonymous and had to be. In the same step the merge is noted as untold:
   * whoever merged dies perhaps before the log knows.
   */
  merge(order: MergeOrder): Promise<boolean>;
  /**
   * Whether somebody claimed a strong identifier for it or for one merged into it, or is about to. What it became itself is
   * not asked.
   */
  isNamed(subject: SubjectId): Promise<boolean>;
  /** Identifiers linked to a subject and to the subjects merged into it, each with the subject it was linked to, in any order. */
  identifiers(subject: SubjectId): Promise<readonly IdentifierLink[]>;
  /** The merges that made it what it is: those into it, into those that were merged into it, and so on; in any order. */
  merges(subject: SubjectId): Promise<readonly Merge[]>;
  /** An identifier that was bound unvouched is the customer's. Of any other it changes nothing. */
  vouch(key: IdentifierKey): Promise<void>;
}

/** What undoes links and merges. */
export interface IdentityRepair {
  /**
   * Takes back the pointer of a merge: `from` is a subject of its own again, with the identifiers that were linked to it and
   * the subjects merged into it. False, and nothing changed: `from` does not point at `into`. In the same step the split is
   * noted as untold, with `record`.
   */
  part(merge: Merge, record: Uint8Array): Promise<boolean>;
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
  /** Notes a split that changes no pointer as untold. */
  noteUntold(untold: Untold): Promise<void>;
  /** Changes that nobody said the log was told of, at most `limit`, in any order. */
  untold(limit: number): Promise<readonly Untold[]>;
  /**
   * The log was told what became of `from`: of its change at that time, or of all. Said twice, or of none, it changes
   * nothing.
   */
  told(from: SubjectId, at?: number): Promise<void>;
  /**
   * Forgets a subject and those merged into it: their links, pointers, sightings, rulings about them and conflicts they are
   * part of. From then on nothing is claimed for any of them. Said twice it changes nothing more. Returns whom, and how many
   * links.
   */
  erase(
    subject: SubjectId,
    at: number,
  ): Promise<{ readonly subjects: readonly SubjectId[]; readonly links: number }>;
  /** When it was erased, ms since the epoch; undefined: it was not. Merges are not followed. */
  erasedAt(subject: SubjectId): Promise<number | undefined>;
}

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

/** Subjects that one value is remembered to have come with at most. */
export const SIGHTINGS_KEPT = 64;

/** What was decided, and what is to be decided, about values and about pairs of subjects. */
export interface IdentityRulings {
  /** Says what holds of a value from now on; null: nothing. A value that was never linked may be blocked (`scheme` is its). */
  setStanding(key: IdentifierKey, scheme: string, standing: Standing | null): Promise<void>;
  /** What holds of each value, linked or not (links have theirs), in the order asked; undefined: nothing. */
  standings(keys: readonly IdentifierKey[]): Promise<readonly (Standing | undefined)[]>;
  /** Notes that a value came with a strong subject. Returns all it came with, at most `SIGHTINGS_KEPT`, merges not followed. */
  sight(key: IdentifierKey, subject: SubjectId): Promise<readonly SubjectId[]>;
  /** Two subjects are two people, whatever they share. */
  keepApart(one: SubjectId, other: SubjectId): Promise<void>;
  /** They may be one after all. */
  allowTogether(one: SubjectId, other: SubjectId): Promise<void>;
  /** Whom a subject, or one merged into it, is kept apart from; merges followed. */
  apartFrom(subject: SubjectId): Promise<readonly SubjectId[]>;
  /**
   * Notes a conflict, or more evidence of it (the same interaction's only once). `new`: it must be told; `open`: it is known;
   * `ruled`: it was decided, and stays so.
   */
  noteConflict(
    subjects: readonly [SubjectId, SubjectId],
    evidence: Evidence,
  ): Promise<'new' | 'open' | 'ruled'>;
  conflict(id: string): Promise<Conflict | undefined>;
  /** Those that a subject, or one merged into it, is part of, ruled or not, in any order. */
  conflictsOf(subject: SubjectId): Promise<readonly Conflict[]>;
  /** Latest noticed first. `cursor` is of the page before. */
  conflicts(query: {
    readonly ruled: boolean;
    readonly limit: number;
    readonly cursor?: string;
  }): Promise<{ readonly conflicts: readonly Conflict[]; readonly cursor: string | undefined }>;
  /** Decides it (null: opens it again). False, and nothing changed, when its ruling is not `seen` any more, by `at`. */
  rule(id: string, seen: number | null, ruling: Ruling | null): Promise<boolean>;
}

/** A store as adapters provide it. */
export interface IdentityStore extends IdentityLinks, IdentityRepair, IdentityRulings {
  /** The secret that identifiers are hashed with: the first caller's proposal, for ever. */
  secret(proposal: Uint8Array): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** The id of the conflict between two subjects. */
export function conflictId(one: SubjectId, other: SubjectId): string {
  return one < other ? `${one}.${other}` : `${other}.${one}`;
}
