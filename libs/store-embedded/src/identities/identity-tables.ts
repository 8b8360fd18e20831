import type { Database, RootDatabase } from 'lmdb';
import type { SubjectId } from '#contracts';
import type { Conflict, Decided, IdentifierKey, IdentifierLink, Merge, Standing } from '#ports';

/** A value that was linked, or that has a standing without ever being linked. */
interface IdentifierRow {
  readonly scheme: string;
  /** Null: linked to nobody. */
  readonly subject: SubjectId | null;
  readonly linkedAt: number;
  readonly standing?: Standing;
  readonly unvouched?: true;
}

/** A merge that the log was perhaps not told of. */
interface UntoldMerge extends Omit<Merge, 'from'> {
  readonly decided?: Decided;
}

/** Whether a conflict is ruled comes first, so that each page is one range. */
export type ConflictOrder = [ruled: number, lastAt: number, id: string];

/** The tables of the identity store. */
export interface IdentityTables {
  readonly links: Database<IdentifierRow, IdentifierKey>;
  /** Which identifiers are linked to a subject. */
  readonly bySubject: Database<true, [SubjectId, IdentifierKey]>;
  /** Strong identifiers among them. */
  readonly named: Database<true, [SubjectId, IdentifierKey]>;
  /** What a merged subject became. */
  readonly mergedInto: Database<SubjectId, SubjectId>;
  /** The merges again, from the other end, with their times; rows of stores that kept none hold `true`. */
  readonly mergedFrom: Database<number | true, [into: SubjectId, from: SubjectId]>;
  /** Merges that the log was perhaps not told of. */
  readonly untoldMerges: Database<UntoldMerge, SubjectId>;
  /** Splits that it was perhaps not told of. */
  readonly untoldSplits: Database<UntoldSplit, [from: SubjectId, at: number]>;
  /** When a subject was erased, ms since the epoch. */
  readonly erased: Database<number, SubjectId>;
  /** Who was erased along with a subject. */
  readonly erasedWith: Database<true, [SubjectId, other: SubjectId]>;
  /** Strong subjects that a value came with. */
  readonly sightings: Database<true, [IdentifierKey, SubjectId]>;
  /** The same from the other end. */
  readonly sighted: Database<true, [SubjectId, IdentifierKey]>;
  /** Both ways round. */
  readonly apart: Database<true, [SubjectId, SubjectId]>;
  readonly conflicts: Database<Conflict, string>;
  readonly conflictOrder: Database<true, ConflictOrder>;
  readonly conflictsOf: Database<true, [SubjectId, id: string]>;
  readonly secrets: Database<Uint8Array, string>;
}

interface UntoldSplit {
  readonly into: SubjectId;
  readonly record: Uint8Array;
}

/** Opens the tables, making those that are missing. */
export function openIdentityTables(root: RootDatabase): IdentityTables {
  return {
    links: root.openDB({ name: 'links', encoding: 'msgpack' }),
    bySubject: root.openDB({ name: 'by-subject', encoding: 'msgpack' }),
    named: root.openDB({ name: 'named', encoding: 'msgpack' }),
    mergedInto: root.openDB({ name: 'merged-into', encoding: 'msgpack' }),
    mergedFrom: root.openDB({ name: 'merged-from', encoding: 'msgpack' }),
    untoldMerges: root.openDB({ name: 'untold-merges', encoding: 'msgpack' }),
    untoldSplits: root.openDB({ name: 'untold-splits', encoding: 'msgpack' }),
    erased: root.openDB({ name: 'erased', encoding: 'msgpack' }),
    erasedWith: root.openDB({ name: 'erased-with', encoding: 'msgpack' }),
    sightings: root.openDB({ name: 'sightings', encoding: 'msgpack' }),
    sighted: root.openDB({ name: 'sighted', encoding: 'msgpack' }),
    apart: root.openDB({ name: 'apart', encoding: 'msgpack' }),
    conflicts: root.openDB({ name: 'conflicts', encoding: 'msgpack' }),
    conflictOrder: root.openDB({ name: 'conflict-order', encoding: 'msgpack' }),
    conflictsOf: root.openDB({ name: 'conflicts-of', encoding: 'msgpack' }),
    secrets: root.openDB({ name: 'secrets', encoding: 'binary' }),
  };
}

/** What a subject has become by merges. */
export function becomes({ mergedInto }: IdentityTables, subject: SubjectId): SubjectId {
  let current = subject;
  for (;;) {
    const next = mergedInto.get(current);
    if (next === undefined) return current;
    current = next;
  }
}

/** The merges that made a subject what it is, those into it first. */
export function mergesOf({ mergedFrom }: IdentityTables, subject: SubjectId): readonly Merge[] {
  const merges: Merge[] = [];
  const mergedInto = (into: SubjectId): void => {
    for (const { key, value } of mergedFrom.getRange(beginningWith(into)))
      merges.push({ from: key[1], into, at: value === true ? 0 : value });
  };
  mergedInto(subject);
  for (const { from } of merges) mergedInto(from); // those that it finds are looked at, too
  return merges;
}

/** The subject and all that were merged into it, directly or through others. */
export function familyOf(tables: IdentityTables, subject: SubjectId): readonly SubjectId[] {
  return [subject, ...mergesOf(tables, subject).map(({ from }) => from)];
}

/** An identifier's link, its subject as it was linked; undefined: linked to nobody. */
export function linkIn(tables: IdentityTables, key: IdentifierKey): IdentifierLink | undefined {
  const row = tables.links.get(key);
  if (row === undefined || row.subject === null) return undefined;
  return { key, ...row, subject: row.subject };
}

/** The second parts of the keys that begin with `first`. */
export function secondsOf<Second extends string>(
  table: Database<unknown, [string, Second]>,
  first: string,
): readonly Second[] {
  return [...table.getKeys(beginningWith(first))].map(([, second]) => second);
}

/** Keys `[first, …]`: up to, not including, the next text after `first`. */
export function beginningWith(first: string): { start: [string]; end: [string] } {
  return { start: [first], end: [`${first}\u0001`] };
}
