import type { SubjectId } from '#contracts';
import type { Merge, MergeOrder, SubjectMerges } from '#ports';
import type { Environment } from '../environment/environment.js';
import { becomes, familyOf, type IdentityTables, mergesOf, secondsOf } from './identity-tables.js';
import { noteUntold } from './untold-changes.js';

/** Merges on LMDB: each change is one write transaction. */
export function embeddedMerges(environment: Environment, tables: IdentityTables): SubjectMerges {
  const { beginReading, write } = environment;
  return {
    merge: (order) => write(() => applyMerge(tables, order)),
    part: (merge, record) => write(() => applyPart(tables, merge, record)),
    async follow(subject) {
      beginReading();
      return becomes(tables, subject);
    },
    async of(subject) {
      beginReading();
      return mergesOf(tables, subject);
    },
    async isNamed(subject) {
      beginReading();
      return isNamed(tables, subject);
    },
  };
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
  noteUntold(tables, { kind: 'merged', from, into, at, ...(decided && { decided }) });
  return true;
}

function applyPart(tables: IdentityTables, merge: Merge, record: Uint8Array): boolean {
  if (tables.mergedInto.get(merge.from) !== merge.into) return false;
  void tables.mergedInto.remove(merge.from);
  void tables.mergedFrom.remove([merge.into, merge.from]);
  noteUntold(tables, { kind: 'split', ...merge, record });
  return true;
}

function isNamed(tables: IdentityTables, subject: SubjectId): boolean {
  return familyOf(tables, subject).some((member) => secondsOf(tables.named, member).length > 0);
}
