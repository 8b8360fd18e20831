import type { SubjectId } from '#contracts';
import { byStrength, schemeOf, strengthOf } from './scheme.js';
import type { NormalisedIdentifier } from './normalise.js';

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
}

/** What is known of a subject that identifiers led to. */
export interface SubjectFacts {
  readonly subject: SubjectId;
  /** Schemes of its strong identifiers; none: anonymous. */
  readonly strongSchemes: readonly string[];
  /** When its first identifier was linked, ms since the epoch. */
  readonly since: number;
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
    }
  /** The subjects of `from` are anonymous and turn out to be `subject`. */
  | {
      readonly kind: 'merge';
      readonly subject: SubjectId;
      readonly from: readonly SubjectId[];
      readonly link: readonly NormalisedIdentifier[];
    }
  /** Two people share an identifier: nothing is merged, the interaction goes to the subject of the strongest one. */
  | {
      readonly kind: 'conflict';
      /** Undefined: the strongest identifier is new, a subject is made from it. */
      readonly subject: SubjectId | undefined;
      readonly anchor: NormalisedIdentifier;
      readonly others: readonly SubjectId[];
      readonly link: readonly NormalisedIdentifier[];
    };

/**
 * Plans how identifiers that came together are linked. Only facts of identifiers that link are given, at least one; `facts` holds every subject among `found`. `named` is the subject of the journey the sender named:
 * it counts as found, and in a conflict the interaction is its.
 */
export function planLinks(
  found: readonly FoundIdentifier[],
  facts: readonly SubjectFacts[],
  named?: SubjectId,
): LinkPlan {
  const sorted = [...found].sort((a, b) => byStrength(a.identifier, b.identifier));
  const [strongest] = sorted;
  if (strongest === undefined) throw new TypeError('planLinks needs an identifier');
  const anchor = strongest.identifier;
  const link = sorted.filter((one) => one.subject === undefined).map((one) => one.identifier);
  const known = knownSubjects(sorted, named);
  if (known.length === 0) return { kind: 'new', anchor, link };

  const held = known.map((subject) => factsOf(subject, facts));
  const strong = held.filter((one) => one.strongSchemes.length > 0);
  const isAnother = isAnotherPerson(link, held) || isUnvouched(link, sorted, strong, named);
  if (strong.length > 1 || isAnother) {
    const owner = isAnother ? strongest : sorted.find((one) => one.subject !== undefined);
    const subject = named ?? owner?.subject;
    const others = known.filter((one) => one !== subject);
    const anchored = subject === undefined ? [anchor] : [];
    return { kind: 'conflict', subject, anchor, others, link: anchored };
  }
  const [only, ...rest] = known;
  if (only !== undefined && rest.length === 0) return { kind: 'known', subject: only, link };
  const subject = (strong[0] ?? oldest(held)).subject;
  return { kind: 'merge', subject, from: known.filter((one) => one !== subject), link };
}

function knownSubjects(
  sorted: readonly FoundIdentifier[],
  named: SubjectId | undefined,
): readonly SubjectId[] {
  const subjects = sorted.map((one) => one.subject).filter((one) => one !== undefined);
  return [...new Set(named === undefined ? subjects : [named, ...subjects])];
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
function isUnvouched(
  unknown: readonly NormalisedIdentifier[],
  found: readonly FoundIdentifier[],
  strong: readonly SubjectFacts[],
  named: SubjectId | undefined,
): boolean {
  if (!unknown.some((one) => strengthOf(one) === 'strong')) return false;
  return strong.some(
    ({ subject }) =>
      subject !== named &&
      !found.some((one) => one.subject === subject && strengthOf(one.identifier) === 'strong'),
  );
}

function oldest(held: readonly SubjectFacts[]): SubjectFacts {
  return held.reduce((a, b) =>
    a.since < b.since || (a.since === b.since && a.subject < b.subject) ? a : b,
  );
}

function factsOf(subject: SubjectId, facts: readonly SubjectFacts[]): SubjectFacts {
  return (
    facts.find((one) => one.subject === subject) ?? {
      subject,
      strongSchemes: [],
      since: Number.MAX_SAFE_INTEGER,
    }
  );
}
