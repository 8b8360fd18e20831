import type { SubjectId } from '#contracts';
import type { IdentifierKey } from '#ports';

/**
 * Keys of the identity store. Links live on the node of their identifier, so claims spread over a cluster. Whatever decides
 * about subjects has to see all of them (a merge must make no circle, none happens to who is named or erased): it shares
 * one tag, and the commands name what is kept for a subject after `merges`:
 *
 * - `<merges>`, hash: merged subject → what it became; `-times`, hash: the same → when, ms since the epoch
 * - `<merges>:<subject>`, set: the subjects merged into it
 * - `-untold`, hash: merged subject → "<when> <into>[ <who decided it, JSON>]"; `-splits`, hash: "<from> <when>" → "<into> <record>"; until the log was
 *   told, so few at any time
 * - `-named:<subject>`, set: the strong identifiers claimed for it or about to be; after a crash perhaps one that is not its
 * - `-erased`, hash: erased subject → when; `-erased:<subject>`, set: who was erased along with it
 * - `-apart:<subject>`, set: subjects it is kept apart from
 * - `-conflict:<id>`, hash: one, other, firstAt, lastAt, times, ruledAt, ruling, order; `-evidence:<id>`, list
 * - `-conflicts-open`, `-conflicts-ruled`, sorted sets of `order` ("<lastAt> <id>") by nothing else; `-conflicts-of:<subject>`, set
 */
export interface IdentityKeys {
  /** String: JSON, see `parseLink`. */
  link(key: IdentifierKey): string;
  /**
   * Set of the identifiers linked to a subject. Written before the link, so that none is missing after a crash; one that is
   * another's may stand here too, so readers compare with the link.
   */
  claimed(subject: SubjectId): string;
  /** Set of the strong subjects that a value came with. */
  sightings(key: IdentifierKey): string;
  /** Set of the values that came with a subject, and perhaps some that did not. Written before `sightings`. */
  sighted(subject: SubjectId): string;
  readonly merges: string;
  readonly untold: string;
  readonly splits: string;
  readonly erased: string;
  readonly openConflicts: string;
  readonly ruledConflicts: string;
  conflict(id: string): string;
  evidence(id: string): string;
  readonly secret: string;
}

export function identityKeys(prefix: string): IdentityKeys {
  const merges = `${prefix}{merges}`;
  return {
    link: (key) => `${prefix}identifier:${key}`,
    claimed: (subject) => `${prefix}claimed:${subject}`,
    sightings: (key) => `${prefix}sightings:${key}`,
    sighted: (subject) => `${prefix}sighted:${subject}`,
    merges,
    untold: `${merges}-untold`,
    splits: `${merges}-splits`,
    erased: `${merges}-erased`,
    openConflicts: `${merges}-conflicts-open`,
    ruledConflicts: `${merges}-conflicts-ruled`,
    conflict: (id) => `${merges}-conflict:${id}`,
    evidence: (id) => `${merges}-evidence:${id}`,
    secret: `${prefix}secret`,
  };
}
