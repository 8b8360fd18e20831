import type { SubjectId } from '#contracts';
import type { Claim, IdentifierKey, IdentifierLink, IdentityLinks } from '#ports';
import type { Environment } from '../environment/environment.js';
import { becomes, familyOf, type IdentityTables, linkIn, secondsOf } from './identity-tables.js';

/** Links on LMDB: each change is one write transaction. */
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
      const stays = known !== undefined && known.subject !== null && !claim.strong;
      if (stays) return ownerOf(tables, claim.key);
      return write(() => applyClaim(tables, claim));
    },
    async of(subject) {
      beginReading();
      return familyOf(tables, subject).flatMap((member) => linkedTo(tables, member));
    },
    vouch: (key) => write(() => applyVouch(tables, key)),
    relink: (keys, from, to, strong) => write(() => applyRelink(tables, keys, from, to, strong)),
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

function applyVouch({ links }: IdentityTables, key: IdentifierKey): void {
  const row = links.get(key);
  if (row?.unvouched === undefined) return;
  const { scheme, subject, linkedAt, standing } = row;
  void links.put(key, { scheme, subject, linkedAt, ...(standing && { standing }) });
}

function applyRelink(
  tables: IdentityTables,
  keys: readonly IdentifierKey[],
  from: SubjectId,
  to: SubjectId,
  strong: boolean,
): readonly IdentifierKey[] {
  if (tables.erased.doesExist(to)) return [];
  const linked = [...new Set(keys)].filter((key) => tables.links.get(key)?.subject === from);
  const names = linked.filter((key) => tables.named.doesExist([from, key]));
  for (const key of linked) {
    const row = tables.links.get(key);
    if (row !== undefined) void tables.links.put(key, { ...row, subject: to });
    void tables.bySubject.remove([from, key]);
    void tables.bySubject.put([to, key], true);
    void tables.named.remove([from, key]);
  }
  // Links made before strong ones were marked: any of them may be the one that names a person.
  const marked = strong && names.length === 0 ? linked : names;
  for (const key of marked) void tables.named.put([to, key], true);
  return linked;
}

function linkedTo(tables: IdentityTables, subject: SubjectId): readonly IdentifierLink[] {
  return secondsOf(tables.bySubject, subject).flatMap((key) => linkIn(tables, key) ?? []);
}
