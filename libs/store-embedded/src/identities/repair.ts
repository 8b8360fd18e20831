import type { SubjectId } from '#contracts';
import type { IdentifierKey, IdentityRepair, Merge, Untold } from '#ports';
import type { Environment } from '../environment/environment.js';
import { forgetConflicts } from './conflicts.js';
import {
  beginningWith,
  familyOf,
  type IdentityTables,
  mergesOf,
  secondsOf,
} from './identity-tables.js';

/** Splits and erasures on LMDB: each is one write transaction. */
export function embeddedRepair(environment: Environment, tables: IdentityTables): IdentityRepair {
  const { beginReading, write } = environment;
  return {
    part: (merge, record) => write(() => applyPart(tables, merge, record)),
    relink: (keys, from, to, strong) => write(() => applyRelink(tables, keys, from, to, strong)),
    noteUntold: (untold) => write(() => note(tables, untold)),
    async untold(limit) {
      beginReading();
      const merges = [...tables.untoldMerges.getRange({ limit })].map(({ key: from, value }) => {
        return { kind: 'merged' as const, from, ...value };
      });
      const rest = limit - merges.length;
      const splits = rest > 0 ? [...tables.untoldSplits.getRange({ limit: rest })] : [];
      return [
        ...merges,
        ...splits.map(({ key: [from, at], value }) => {
          return { kind: 'split' as const, from, at, ...value };
        }),
      ];
    },
    told: (from, at) => write(() => applyTold(tables, from, at)),
    erase: (subject, at) => write(() => applyErase(tables, subject, at)),
    async erasedAt(subject) {
      beginReading();
      return tables.erased.get(subject);
    },
  };
}

function applyPart(tables: IdentityTables, merge: Merge, record: Uint8Array): boolean {
  if (tables.mergedInto.get(merge.from) !== merge.into) return false;
  void tables.mergedInto.remove(merge.from);
  void tables.mergedFrom.remove([merge.into, merge.from]);
  note(tables, { kind: 'split', ...merge, record });
  return true;
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

function note({ untoldMerges, untoldSplits }: IdentityTables, untold: Untold): void {
  const { from, into, at } = untold;
  if (untold.kind === 'merged') {
    const { decided } = untold;
    void untoldMerges.put(from, { into, at, ...(decided && { decided }) });
  } else void untoldSplits.put([from, at], { into, record: untold.record });
}

function applyTold(tables: IdentityTables, from: SubjectId, at: number | undefined): void {
  const { untoldMerges, untoldSplits } = tables;
  if (at === undefined || untoldMerges.get(from)?.at === at) void untoldMerges.remove(from);
  for (const key of [...untoldSplits.getKeys(beginningWith(from))])
    if (at === undefined || key[1] === at) void untoldSplits.remove(key);
}

/** One transaction: who looks sees the person whole, or nothing. */
function applyErase(
  tables: IdentityTables,
  subject: SubjectId,
  at: number,
): { readonly subjects: readonly SubjectId[]; readonly links: number } {
  const earlier = secondsOf(tables.erasedWith, subject);
  const subjects = [...new Set([...familyOf(tables, subject), ...earlier])];
  for (const { from, into } of mergesOf(tables, subject)) forgetMerge(tables, from, into);
  const into = tables.mergedInto.get(subject);
  if (into !== undefined) forgetMerge(tables, subject, into);
  let links = 0;
  for (const member of subjects) {
    if (!tables.erased.doesExist(member)) void tables.erased.put(member, at);
    if (member !== subject) void tables.erasedWith.put([subject, member], true);
    links += forgetLinks(tables, member);
    forgetRulings(tables, member);
  }
  return { subjects, links };
}

function forgetMerge(tables: IdentityTables, from: SubjectId, into: SubjectId): void {
  void tables.mergedInto.remove(from);
  void tables.mergedFrom.remove([into, from]);
}

function forgetLinks(tables: IdentityTables, subject: SubjectId): number {
  const keys = secondsOf(tables.bySubject, subject);
  for (const key of keys) {
    const row = tables.links.get(key);
    // What holds of the value holds whoever it was linked to.
    if (row?.standing === undefined) void tables.links.remove(key);
    else void tables.links.put(key, { ...unlinked(row.scheme), standing: row.standing });
    void tables.bySubject.remove([subject, key]);
  }
  for (const key of secondsOf(tables.named, subject)) void tables.named.remove([subject, key]);
  return keys.length;
}

function unlinked(scheme: string): { scheme: string; subject: null; linkedAt: 0 } {
  return { scheme, subject: null, linkedAt: 0 };
}

function forgetRulings(tables: IdentityTables, subject: SubjectId): void {
  for (const key of secondsOf(tables.sighted, subject)) {
    void tables.sightings.remove([key, subject]);
    void tables.sighted.remove([subject, key]);
  }
  for (const other of secondsOf(tables.apart, subject)) {
    void tables.apart.remove([subject, other]);
    void tables.apart.remove([other, subject]);
  }
  forgetConflicts(tables, subject);
}
