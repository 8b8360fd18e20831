import type { RangeOptions } from 'lmdb';
import type { SubjectId } from '#contracts';
import {
  type Conflict,
  conflictId,
  cursorAfter,
  type Evidence,
  EVIDENCE_KEPT,
  type IdentityConflicts,
  type Ruling,
  type SearchPosition,
  searchStart,
} from '#ports';
import type { Environment } from '../environment/environment.js';
import { type ConflictOrder, familyOf, type IdentityTables, secondsOf } from './identity-tables.js';

/** Conflicts on LMDB. */
export function embeddedConflicts(
  environment: Environment,
  tables: IdentityTables,
): IdentityConflicts {
  const { beginReading, write } = environment;
  return {
    note: (subjects, evidence) => write(() => applyEvidence(tables, subjects, evidence)),
    async find(id) {
      beginReading();
      return tables.conflicts.get(id);
    },
    async of(subject) {
      beginReading();
      const ids = familyOf(tables, subject).flatMap((one) => secondsOf(tables.conflictsOf, one));
      return [...new Set(ids)].flatMap((id) => tables.conflicts.get(id) ?? []);
    },
    async page(query) {
      beginReading();
      const range = rangeOf(query.ruled, searchStart(query));
      const found = tables.conflictOrder.getKeys({ ...range, limit: query.limit + 1 });
      const conflicts = [...found].flatMap(([, , id]) => tables.conflicts.get(id) ?? []);
      const wanted = conflicts.slice(0, query.limit);
      const last = conflicts.length > query.limit ? wanted.at(-1) : undefined;
      return {
        conflicts: wanted,
        cursor: last && cursorAfter({ lastSeen: last.lastAt, journeyId: last.id }),
      };
    },
    rule: (id, seen, ruling) => write(() => applyRuling(tables, id, seen, ruling)),
  };
}

/** Latest noticed first. */
function rangeOf(ruled: boolean, after: SearchPosition | undefined): RangeOptions {
  const first = ruled ? 1 : 0;
  const start = after === undefined ? [first, Infinity] : [first, after.lastSeen, after.journeyId];
  return { start, exclusiveStart: true, end: [first], reverse: true };
}

/** Forgets the conflicts that a subject is part of. */
export function forgetConflicts(tables: IdentityTables, subject: SubjectId): void {
  for (const id of secondsOf(tables.conflictsOf, subject)) {
    const conflict = tables.conflicts.get(id);
    if (conflict === undefined) continue;
    for (const one of conflict.subjects) void tables.conflictsOf.remove([one, id]);
    void tables.conflictOrder.remove(orderOf(conflict));
    void tables.conflicts.remove(id);
  }
}

function applyEvidence(
  tables: IdentityTables,
  subjects: readonly [SubjectId, SubjectId],
  evidence: Evidence,
): 'new' | 'open' | 'ruled' {
  // Of somebody who is erased there is nothing to tell, and nothing is kept.
  if (subjects.some((subject) => tables.erased.doesExist(subject))) return 'open';
  const known = tables.conflicts.get(conflictId(...subjects));
  if (known === undefined) {
    keep(tables, newConflict(subjects, evidence));
    return 'new';
  }
  if (known.evidence.every((one) => one.interactionId !== evidence.interactionId))
    keep(tables, withEvidence(known, evidence), known);
  return known.ruling === null ? 'open' : 'ruled';
}

function newConflict([one, other]: readonly [SubjectId, SubjectId], evidence: Evidence): Conflict {
  return {
    id: conflictId(one, other),
    subjects: one < other ? [one, other] : [other, one],
    evidence: [evidence],
    times: 1,
    firstAt: evidence.at,
    lastAt: evidence.at,
    ruling: null,
  };
}

function withEvidence(conflict: Conflict, evidence: Evidence): Conflict {
  const [first, ...later] = [...conflict.evidence, evidence];
  return {
    ...conflict,
    evidence: first === undefined ? [] : [first, ...later.slice(1 - EVIDENCE_KEPT)],
    times: conflict.times + 1,
    lastAt: Math.max(conflict.lastAt, evidence.at),
  };
}

function applyRuling(
  tables: IdentityTables,
  id: string,
  seen: number | null,
  ruling: Ruling | null,
): boolean {
  const known = tables.conflicts.get(id);
  if (known === undefined || (known.ruling?.at ?? null) !== seen) return false;
  keep(tables, { ...known, ruling }, known);
  return true;
}

function keep(tables: IdentityTables, conflict: Conflict, before?: Conflict): void {
  if (before !== undefined) void tables.conflictOrder.remove(orderOf(before));
  void tables.conflicts.put(conflict.id, conflict);
  void tables.conflictOrder.put(orderOf(conflict), true);
  for (const subject of conflict.subjects)
    void tables.conflictsOf.put([subject, conflict.id], true);
}

function orderOf({ id, lastAt, ruling }: Conflict): ConflictOrder {
  return [ruling === null ? 0 : 1, lastAt, id];
}
