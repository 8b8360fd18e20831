import { type GroundTruth, type Trap } from './customers.ts';
import { type Linked, type LinkedTruth } from './link-all.ts';

/** How well interactions were put together that are one person's. */
export interface Score {
  /** Of the pairs of interactions that were put together, those of one person. */
  readonly precision: number;
  /** Of the pairs of interactions of one person, those that were put together. */
  readonly recall: number;
  readonly f1: number;
  /** Pairs of people of whom a strong identifier each is one subject's. Must be 0. */
  readonly strongMerges: number;
  /** Pairs of people who share a subject, by what they have in common. */
  readonly falseMerges: ReadonlyMap<Trap | 'a chain of others', number>;
  /** Subjects for each person. */
  readonly subjectsPerPerson: number;
  readonly conflicts: number;
  /** Values that were recognised as several people's. */
  readonly shared: number;
  /** Times that a limit kept something from being linked or merged. */
  readonly limited: number;
}

/** Exact: every pair is counted. */
export function score({ traps }: GroundTruth, { linked, strong, ...counts }: LinkedTruth): Score {
  const together = pairs(count(linked, ({ subject }) => subject));
  const ofOne = pairs(count(linked, ({ person }) => String(person)));
  const right = pairs(count(linked, ({ person, subject }) => `${person} ${subject}`));
  const precision = together === 0 ? 1 : right / together;
  const recall = ofOne === 0 ? 1 : right / ofOne;
  const subjects = new Set(linked.map(({ subject }) => subject)).size;
  const people = new Set(linked.map(({ person }) => person)).size;
  return {
    precision,
    recall,
    f1: (2 * precision * recall) / (precision + recall),
    strongMerges: peoplePairs(strong).length,
    falseMerges: byKind(linked, traps),
    subjectsPerPerson: subjects / people,
    ...counts,
  };
}

function count<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}

function pairs(counts: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const n of counts.values()) sum += (n * (n - 1)) / 2;
  return sum;
}

/** Pairs of different people under one subject, each once. */
function peoplePairs(
  placed: readonly { readonly person: number; readonly subject: string }[],
): (readonly [number, number])[] {
  const bySubject = new Map<string, Set<number>>();
  for (const { person, subject } of placed) {
    bySubject.set(subject, (bySubject.get(subject) ?? new Set()).add(person));
  }
  const found = new Map<string, readonly [number, number]>();
  for (const people of bySubject.values()) {
    const sorted = [...people].sort((a, b) => a - b);
    for (const [i, a] of sorted.entries()) {
      for (const b of sorted.slice(i + 1)) found.set(`${a} ${b}`, [a, b]);
    }
  }
  return [...found.values()];
}

function byKind(
  linked: readonly Linked[],
  traps: ReadonlyMap<string, Trap>,
): ReadonlyMap<Trap | 'a chain of others', number> {
  const given = new Map<number, Set<string>>();
  for (const { person, identifiers } of linked) {
    const values = given.get(person) ?? new Set();
    for (const { scheme, value } of identifiers) values.add(`${scheme}:${value}`);
    given.set(person, values);
  }
  const kinds = new Map<Trap | 'a chain of others', number>();
  for (const [a, b] of peoplePairs(linked)) {
    const common = [...(given.get(a) ?? [])].find(
      (one) => traps.has(one) && given.get(b)?.has(one),
    );
    const kind = (common === undefined ? undefined : traps.get(common)) ?? 'a chain of others';
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  return kinds;
}
