// What must hold, whatever comes in whatever order (`plan-links.prop.ts`):
// 1. Two subjects with strong identifiers are never put together, nor two that are kept apart, nor by way of a third one.
// 2. Weak evidence never gives a strong identifier to somebody who has strong ones.
// 3. What was bound unvouched merges nobody, links no strong identifier, and what it leads to is linked unvouched.
import type { SubjectId } from '#contracts';
import { byStrength, schemeOf, strengthOf } from './scheme.js';
import type { NormalisedIdentifier } from './normalise.js';
import { areApart, isStrong, noFacts, type SubjectFacts } from './subject-facts.js';

/**
 * What is linked for an identifier. That it is verified comes later than that it is known, and links are only ever added:
 * so where being verified makes it stronger, it is a second fact with a link of its own. Strongest first.
 */
export function factsIn(identifier: NormalisedIdentifier): readonly NormalisedIdentifier[] {
  const plain = { ...identifier, verified: false };
  return strengthOf(identifier) === strengthOf(plain) ? [plain] : [identifier, plain];
}

/** One fact (see `factsIn`) with the subject it is known to belong to. */
export interface FoundIdentifier {
  readonly identifier: NormalisedIdentifier;
  readonly subject: SubjectId | undefined;
  /** True: it was bound to its subject while nobody was verified. */
  readonly unvouched?: boolean;
}

/** What is known beside the identifiers. */
export interface LinkContext {
  /** Every subject among those found, and the named one. One that is missing is taken for anonymous. */
  readonly facts: readonly SubjectFacts[];
  /** The subject of the journey that the sender named: it counts as found, and in a conflict the interaction is its. */
  readonly named?: SubjectId | undefined;
  /** True: nobody was verified who came with these. */
  readonly unvouched?: boolean;
}

/** What is to be done so that an interaction has its subject. */
export type LinkPlan =
  /** Nobody knows these people: a subject is made from `anchor`, and all of `link` are its. */
  | {
      readonly kind: 'new';
      readonly anchor: NormalisedIdentifier;
      readonly link: readonly NormalisedIdentifier[];
    }
  | {
      readonly kind: 'known';
      readonly subject: SubjectId;
      readonly link: readonly NormalisedIdentifier[];
      /** True: they are bound while nobody is verified. */
      readonly unvouched: boolean;
    }
  /** The subjects of `from` are anonymous and turn out to be `subject`. */
  | {
      readonly kind: 'merge';
      readonly subject: SubjectId;
      readonly from: readonly SubjectId[];
      readonly link: readonly NormalisedIdentifier[];
    }
  /** People share an identifier: nothing is merged, the interaction goes to the subject of the strongest one. */
  | {
      readonly kind: 'conflict';
      /** Undefined: the strongest identifier is new, a subject is made from it. */
      readonly subject: SubjectId | undefined;
      readonly anchor: NormalisedIdentifier;
      /** People who are known, and of whom nobody decided that they are not this one. */
      readonly others: readonly SubjectId[];
      readonly link: readonly NormalisedIdentifier[];
    };

/** Plans how identifiers that came together are linked. Only facts that lead to somebody are given, at least one. */
export function planLinks(found: readonly FoundIdentifier[], context: LinkContext): LinkPlan {
  const sorted = [...found].sort((a, b) => byStrength(a.identifier, b.identifier));
  const [strongest] = sorted;
  if (strongest === undefined) throw new TypeError('planLinks needs an identifier');
  const { named } = context;
  const anchor = strongest.identifier;
  const link = oneOfEach(
    sorted.filter((one) => one.subject === undefined).map((one) => one.identifier),
  );
  const known = knownSubjects(sorted, named);
  if (known.length === 0) return { kind: 'new', anchor, link };

  const held = known.map((subject) => factsOf(subject, context.facts));
  const strong = held.filter(isStrong);
  const isAnother = isAnotherPerson(link, held) || isOnlyWeaklyTied(link, sorted, strong, context);
  const owner = named ?? ownerOf(sorted);
  if (strong.length > 1 || isAnother) {
    const subject = named ?? (isAnother ? strongest.subject : owner);
    const others = undecided(subject, held);
    if (subject !== undefined && others.length === 0) return alone(subject);
    const anchored = subject === undefined ? [anchor] : [];
    return { kind: 'conflict', subject, anchor, others, link: anchored };
  }
  if (isUnsure(sorted, context)) return planUnvouched(sorted, held, context);
  const [only, ...rest] = held;
  if (only !== undefined && rest.length === 0) {
    return { kind: 'known', subject: only.subject, link, unvouched: false };
  }
  if (held.some((one, i) => held.slice(i + 1).some((other) => areApart(one, other)))) {
    return alone(owner ?? oldest(held).subject);
  }
  const subject = (strong[0] ?? oldest(held)).subject;
  return { kind: 'merge', subject, from: known.filter((one) => one !== subject), link };
}

/** Who is nobody else for sure has the interaction, and nothing is linked. */
function alone(subject: SubjectId): LinkPlan {
  return { kind: 'known', subject, link: [], unvouched: false };
}

function knownSubjects(
  sorted: readonly FoundIdentifier[],
  named: SubjectId | undefined,
): readonly SubjectId[] {
  const subjects = sorted.map((one) => one.subject).filter((one) => one !== undefined);
  return [...new Set(named === undefined ? subjects : [named, ...subjects])];
}

function ownerOf(sorted: readonly FoundIdentifier[]): SubjectId | undefined {
  return sorted.find((one) => one.subject !== undefined)?.subject;
}

/** Strong subjects that are perhaps the same person as this one. */
function undecided(
  subject: SubjectId | undefined,
  held: readonly SubjectFacts[],
): readonly SubjectId[] {
  const own = held.find((one) => one.subject === subject);
  return held
    .filter(isStrong)
    .filter((one) => one.subject !== subject && !(own !== undefined && areApart(own, one)))
    .map((one) => one.subject);
}

/** Of a scheme of which a person has one value only, the first is linked: who brings two is not both. */
function oneOfEach(unknown: readonly NormalisedIdentifier[]): readonly NormalisedIdentifier[] {
  return unknown.filter(
    (one, i) =>
      !schemeOf(one.scheme).exclusive ||
      unknown.findIndex((other) => other.scheme === one.scheme) === i,
  );
}

/** Whether an unknown strong identifier is of a scheme of which a found subject already has its only value. */
function isAnotherPerson(
  unknown: readonly NormalisedIdentifier[],
  held: readonly SubjectFacts[],
): boolean {
  return unknown.some(
    (one) =>
      schemeOf(one.scheme).exclusive &&
      strengthOf(one) === 'strong' &&
      held.some((facts) => facts.strongSchemes.includes(one.scheme)),
  );
}

/**
 * Whether an unknown strong identifier meets a subject that has strong ones of its own, and only weak evidence says that they
 * are the same person: a shared tablet, a family phone. Had the unknown one come alone first, they would be two strong
 * subjects; so that the order in which things come decides nothing, they are two now.
 */
function isOnlyWeaklyTied(
  unknown: readonly NormalisedIdentifier[],
  found: readonly FoundIdentifier[],
  strong: readonly SubjectFacts[],
  { named, unvouched = false }: LinkContext,
): boolean {
  if (!unknown.some((one) => strengthOf(one) === 'strong')) return false;
  const isTied = (subject: SubjectId): boolean =>
    !unvouched &&
    (subject === named || found.some((one) => one.subject === subject && isFirmlyStrong(one)));
  return strong.some(({ subject }) => !isTied(subject));
}

function isFirmlyStrong({ identifier, unvouched = false }: FoundIdentifier): boolean {
  return strengthOf(identifier) === 'strong' && !unvouched;
}

/** Whether only what was bound unvouched says that some subject is this person. */
function isUnsure(found: readonly FoundIdentifier[], { unvouched = false }: LinkContext): boolean {
  const firm = new Set(found.filter((one) => one.unvouched !== true).map((one) => one.subject));
  return unvouched || found.some((one) => one.unvouched === true && !firm.has(one.subject));
}

/** At most one is strong. Where a strong identifier says who it is, what is unvouched is left as it is. */
function planUnvouched(
  sorted: readonly FoundIdentifier[],
  held: readonly SubjectFacts[],
  context: LinkContext,
): LinkPlan {
  const { named, unvouched = false } = context;
  const firm = sorted.filter((one) => one.unvouched !== true);
  if (!unvouched && firm.some(isFirmlyStrong)) return planLinks(firm, context);
  const subject = named ?? (held.find(isStrong) ?? oldest(held)).subject;
  const link = firm
    .filter((one) => one.subject === undefined && strengthOf(one.identifier) !== 'strong')
    .map((one) => one.identifier);
  return { kind: 'known', subject, link, unvouched: true };
}

function oldest(held: readonly SubjectFacts[]): SubjectFacts {
  return held.reduce((a, b) =>
    a.since < b.since || (a.since === b.since && a.subject < b.subject) ? a : b,
  );
}

function factsOf(subject: SubjectId, facts: readonly SubjectFacts[]): SubjectFacts {
  return facts.find((one) => one.subject === subject) ?? noFacts(subject);
}
