import type { SubjectId } from '#contracts';
import type { Claim, IdentifierKey, IdentifierLink, IdentityLinks, MergeOrder } from '#ports';
import type { Environment } from '../environment/environment.js';
import {
  becomes,
  familyOf,
  type IdentityTables,
  linkIn,
  mergesOf,
  secondsOf,
} from './identity-tables.js';

/** Links and merges on LMDB: each change is one write transaction. */
export function embeddedLinks(environment: Environment, tables: IdentityTables): IdentityLinks {
  const { beginReading, write } = environment;
  return {
    async lookup(keys) {
      beginReading();
      return keys.map((key) => ownerOf(tables, key));
    },
    async claim(claim) {
      beginReading();
      const known = tables.links.get(claim.key);
      // What is linked stays linked: most need no transaction.
      const settled = known !== undefined && known.subject !== null && !claim.strong;
      if (settled) return ownerOf(tables, claim.key);
      return write(() => applyClaim(tables, claim));
    },
    async follow(subject) {
      beginReading();
      return becomes(tables, subject);
    },
    merge: (order) => write(() => applyMerge(tables, order)),
    async isNamed(subject) {
      beginReading();
      return isNamed(tables, subject);
    },
    async identifiers(subject) {
      beginReading();
      return familyOf(tables, subject).flatMap((member) => linkedTo(tables, member));
    },
    async merges(subject) {
      beginReading();
      return mergesOf(tables, subject);
    },
    vouch: (key) =>
      write(() => {
        const row = tables.links.get(key);
        if (row?.unvouched === undefined) return;
        const { scheme, subject, linkedAt, standing } = row;
        void tables.links.put(key, { scheme, subject, linkedAt, ...(standing && { standing }) });
      }),
  };
}

function ownerOf(tables: IdentityTables, key: IdentifierKey): IdentifierLink | undefined {
  const link = linkIn(tables, key);
  return link && { ...link, subject: becomes(tables, link.subject) };
}

function applyClaim(
  tables: IdentityTables,
  { key, strong, ...link }: Claim,
): IdentifierLink | undefined {
  const first = tables.links.get(key);
  if (first?.subject === undefined || first.subject === null) {
    const { subject } = link;
    if (tables.mergedInto.doesExist(subject) || tables.erased.doesExist(subject)) return undefined;
    const standing = first?.standing;
    void tables.links.put(key, standing === undefined ? link : { ...link, standing });
    void tables.bySubject.put([subject, key], true);
  }
  if (strong && (first?.subject ?? link.subject) === link.subject)
    void tables.named.put([link.subject, key], true);
  return ownerOf(tables, key);
}

function applyMerge(tables: IdentityTables, order: MergeOrder): boolean {
  const { from, into, at, ifAnonymous, decided } = order;
  const { erased } = tables;
  if (tables.mergedInto.doesExist(from) || erased.doesExist(from) || erased.doesExist(into))
    return false;
  if (becomes(tables, into) === from) return false;
  if (ifAnonymous && isNamed(tables, from)) return false;
  void tables.mergedInto.put(from, into);
  void tables.mergedFrom.put([into, from], at);
  void tables.untoldMerges.put(from, { into, at, ...(decided && { decided }) });
  return true;
}

function isNamed(tables: IdentityTables, subject: SubjectId): boolean {
  return familyOf(tables, subject).some((member) => secondsOf(tables.named, member).length > 0);
}

function linkedTo(tables: IdentityTables, subject: SubjectId): readonly IdentifierLink[] {
  return secondsOf(tables.bySubject, subject).flatMap((key) => linkIn(tables, key) ?? []);
}
