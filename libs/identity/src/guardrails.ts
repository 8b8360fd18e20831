import type { SubjectId } from '#contracts';
import type { NormalisedIdentifier } from './normalise.js';
import type { FoundIdentifier, LinkPlan } from './plan-links.js';
import { strengthOf } from './scheme.js';
import { noFacts, type SubjectFacts } from './subject-facts.js';

/** How far values of one scheme may go. */
export interface SchemeLimits {
  /** Values that one subject has at most. */
  readonly values: number;
  /** Strong subjects that a weak value may come with; with one more it is shared, and leads to nobody. */
  readonly subjects: number;
}

/** How far linking goes by itself. */
export interface IdentityLimits {
  /** By scheme, where it is not the default. */
  readonly schemes: Readonly<Record<string, Partial<SchemeLimits>>>;
  /** Subjects merged into one in 24 hours, at most. */
  readonly merges: number;
}

const NONE = Number.POSITIVE_INFINITY;

/**
 * Subjects: a phone or a device that two known people gave says nothing of who comes with it alone; taking it for the first
 * one's shows one person's journeys to another. On our ground truth (`npm run bench -- --only identity`) one instead of no
 * limit lifts precision from 87 to 91 % and costs no recall; two and three do next to nothing. A cookie or an address is
 * rarely handed on, and one person who is not yet known to be one brings it as two: there one costs recall and gains nothing.
 * Values: several times what a person comes to in years; more is a kiosk, a script, or somebody who fills in forms for
 * others. Of a customer number there is one only, which is another rule's. Ephemeral values are new each time, not counted.
 */
const DEFAULTS: Readonly<Record<string, SchemeLimits>> = {
  customer: { values: NONE, subjects: NONE },
  account: { values: 50, subjects: NONE },
  email: { values: 20, subjects: 2 },
  phone: { values: 20, subjects: 1 },
  device: { values: 50, subjects: 1 },
  cookie: { values: 200, subjects: 2 },
  call: { values: NONE, subjects: NONE },
  chat: { values: NONE, subjects: NONE },
  session: { values: NONE, subjects: NONE },
};
/** Of a scheme that has no meaning of its own. */
const OTHER: SchemeLimits = { values: 200, subjects: 1 };

/** Ten devices that turn out to be one person's in a day are a person; a hundred are a fault in what a channel sends. */
export const DEFAULT_LIMITS: IdentityLimits = { schemes: {}, merges: 10 };

/** The time over which merges are counted, ms. */
export const MERGE_WINDOW_MS = 24 * 60 * 60 * 1000;

/** The limits of one scheme. */
export function limitsOf({ schemes }: IdentityLimits, scheme: string): SchemeLimits {
  const own = Object.hasOwn(schemes, scheme) ? schemes[scheme] : undefined;
  return { ...((Object.hasOwn(DEFAULTS, scheme) ? DEFAULTS[scheme] : undefined) ?? OTHER), ...own };
}

/** What a limit kept from being done. */
export type Limited =
  | {
      readonly what: 'value';
      readonly subject: SubjectId | undefined;
      readonly identifier: NormalisedIdentifier;
      readonly limit: number;
    }
  | {
      readonly what: 'merge';
      readonly subject: SubjectId;
      readonly other: SubjectId;
      /** The scheme of which the merged one would have too many; undefined: too many merges. */
      readonly scheme: string | undefined;
      readonly limit: number;
    };

/** A plan, and what was left out of it. */
export interface GuardedPlan {
  readonly plan: LinkPlan;
  readonly limited: readonly Limited[];
}

/**
 * Leaves out of a plan what would go over a limit; the interaction goes where it would have gone. `facts` are of all subjects
 * of the plan; `mergesToday` are those into its subject in the last `MERGE_WINDOW_MS`.
 */
export function withinLimits(
  plan: LinkPlan,
  facts: readonly SubjectFacts[],
  limits: IdentityLimits,
  mergesToday: number,
): GuardedPlan {
  if (plan.kind === 'conflict') return { plan, limited: [] };
  if (plan.kind === 'merge') {
    const limited = limitedMerges(plan, facts, limits, mergesToday);
    if (limited.length > 0) {
      const { subject } = plan;
      return { plan: { kind: 'known', subject, link: [], unvouched: false }, limited };
    }
  }
  const holders = plan.kind === 'new' ? [] : subjectsOf(plan);
  const values = valuesOf(holders, facts);
  const limited: Limited[] = [];
  // A new subject has its anchor, whatever the limit.
  const isAnchor = ({ scheme, value }: NormalisedIdentifier): boolean =>
    plan.kind === 'new' && plan.anchor.scheme === scheme && plan.anchor.value === value;
  // That a value is verified is no further value: where its plain fact is known already, it is not counted again.
  for (const identifier of plan.link.filter(({ verified }) => !verified)) {
    const { scheme } = identifier;
    const { values: limit } = limitsOf(limits, scheme);
    const count = (values.get(scheme) ?? 0) + 1;
    if (count <= limit || isAnchor(identifier)) values.set(scheme, count);
    else {
      const subject = plan.kind === 'new' ? undefined : plan.subject;
      limited.push({ what: 'value', subject, identifier, limit });
    }
  }
  const isLeftOut = ({ scheme, value }: NormalisedIdentifier): boolean =>
    limited.some(
      (one) =>
        one.what === 'value' && one.identifier.scheme === scheme && one.identifier.value === value,
    );
  return { plan: { ...plan, link: plan.link.filter((one) => !isLeftOut(one)) }, limited };
}

/** Whether the values of somebody who gets this identifier are counted. */
export function isCounted(limits: IdentityLimits, { scheme }: NormalisedIdentifier): boolean {
  return limitsOf(limits, scheme).values !== NONE;
}

function limitedMerges(
  plan: LinkPlan & { readonly kind: 'merge' },
  facts: readonly SubjectFacts[],
  limits: IdentityLimits,
  mergesToday: number,
): readonly Limited[] {
  const { subject, from } = plan;
  const values = valuesOf(subjectsOf(plan), facts);
  const full = [...values].find(([scheme, count]) => count > limitsOf(limits, scheme).values);
  const isTooMany = mergesToday + from.length > limits.merges;
  if (full === undefined && !isTooMany) return [];
  const [scheme] = full ?? [];
  const limit = scheme === undefined ? limits.merges : limitsOf(limits, scheme).values;
  return from.map((other) => ({ what: 'merge', subject, other, scheme, limit }));
}

function subjectsOf(plan: LinkPlan & { readonly kind: 'known' | 'merge' }): readonly SubjectId[] {
  return plan.kind === 'merge' ? [plan.subject, ...plan.from] : [plan.subject];
}

function valuesOf(
  subjects: readonly SubjectId[],
  facts: readonly SubjectFacts[],
): Map<string, number> {
  const values = new Map<string, number>();
  for (const subject of subjects) {
    const held = facts.find((one) => one.subject === subject) ?? noFacts(subject);
    for (const [scheme, count] of Object.entries(held.values)) {
      values.set(scheme, (values.get(scheme) ?? 0) + count);
    }
  }
  return values;
}

/** A weak value that came with somebody whom it does not lead to. */
export interface Strayed {
  readonly identifier: NormalisedIdentifier;
  /** Known people it has to do with: whom it came with, and whom it leads to, if that is one. */
  readonly with: readonly SubjectId[];
}

/**
 * Weak values that lead elsewhere than to `subject`, who is known for sure: a strong identifier among those found, or the
 * journey that the sender named, leads to it. `strong`: subjects that are not anonymous.
 */
export function strayedFrom(
  subject: SubjectId,
  found: readonly FoundIdentifier[],
  strong: ReadonlySet<SubjectId>,
): readonly Strayed[] {
  return found.flatMap(({ identifier, subject: owner, unvouched = false }) => {
    if (owner === undefined || owner === subject || unvouched) return [];
    if (strengthOf(identifier) !== 'weak') return [];
    return [{ identifier, with: strong.has(owner) ? [owner, subject] : [subject] }];
  });
}

/** Whether a value is several people's: those strong subjects it came with. */
export function isShared(
  limits: IdentityLimits,
  scheme: string,
  subjects: ReadonlySet<SubjectId>,
): boolean {
  return subjects.size > limitsOf(limits, scheme).subjects;
}
