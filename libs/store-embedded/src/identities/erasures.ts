import type { SubjectId } from '#contracts';
import type { ErasedSubjects, SubjectErasures } from '#ports';
import type { Environment } from '../environment/environment.js';
import { forgetConflicts } from './conflicts.js';
import { familyOf, type IdentityTables, mergesOf, secondsOf } from './identity-tables.js';

/** Erasures on LMDB. */
export function embeddedErasures(
  environment: Environment,
  tables: IdentityTables,
): SubjectErasures {
  const { beginReading, write } = environment;
  return {
    erase: (subject, at) => write(() => applyErase(tables, subject, at)),
    async erasedAt(subject) {
      beginReading();
      return tables.erased.get(subject);
    },
  };
}

/** One transaction: who looks sees the person whole, or nothing. */
function applyErase(tables: IdentityTables, subject: SubjectId, at: number): ErasedSubjects {
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
