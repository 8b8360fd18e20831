import { type SubjectId } from '#contracts';
import {
  factsIn,
  type FoundIdentifier,
  type LinkPlan,
  type NormalisedIdentifier,
  planLinks,
  type SubjectFacts,
  strengthOf,
} from '#identity';
import { type Clock, type IdentityStore, ThroughlineError } from '#ports';
import { schemeOfFact } from './identifier-hash.js';
import { type Identifiers } from './identifiers.js';

/** Times the identifiers are looked up again because another gateway linked one of them first. */
const MAX_ROUNDS = 16;

export interface Resolving {
  readonly store: IdentityStore;
  readonly identifiers: Identifiers;
  readonly clock: Clock;
}

/** Two subjects that turned out to be one, or that share an identifier and must not become one. */
export interface IdentityNews {
  readonly kind: 'merged' | 'conflict';
  readonly subject: SubjectId;
  readonly other: SubjectId;
  /** When it was noticed, ms since the epoch. */
  readonly at: number;
  /** Where an operator decided it: why, and who. */
  readonly reason?: string;
  readonly operator?: string;
}

export interface Resolved {
  readonly subject: SubjectId;
  readonly news: readonly IdentityNews[];
}

/**
 * The subject that identifiers which came together belong to; links what is new and merges what is one. However many
 * gateways do this at once, all end in one subject: each claim and each merge is atomic, and who lost one looks again.
 * `named` is the subject of the journey the sender named. Throws `UNAVAILABLE` when it was overtaken `MAX_ROUNDS` times.
 */
export async function resolveSubject(
  resolving: Resolving,
  identifiers: readonly NormalisedIdentifier[],
  named?: SubjectId,
): Promise<Resolved> {
  const news: IdentityNews[] = [];
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const found = await lookUp(resolving, identifiers);
    const plan = planLinks(found, await factsOf(resolving.store, found, named), named);
    const subject = await carryOut(resolving, plan, news);
    if (subject !== undefined) return { subject, news };
  }
  throw new ThroughlineError(
    'UNAVAILABLE',
    `The identifiers of one interaction were linked by others ${MAX_ROUNDS} times over; send it again.`,
  );
}

/** The subject that `resolveSubject` would find or make now. Links and merges nothing. */
export async function foreseeSubject(
  resolving: Resolving,
  identifiers: readonly NormalisedIdentifier[],
  named?: SubjectId,
): Promise<SubjectId> {
  const { hash } = resolving.identifiers;
  const found = await lookUp(resolving, identifiers);
  const plan = planLinks(found, await factsOf(resolving.store, found, named), named);
  switch (plan.kind) {
    case 'known':
    case 'merge':
      return plan.subject;
    case 'new':
      return hash.subject(plan.anchor);
    case 'conflict':
      return plan.subject ?? anotherPerson(resolving, plan.anchor);
  }
}

/** Whose each fact about these identifiers is. */
async function lookUp(
  { store, identifiers }: Resolving,
  asked: readonly NormalisedIdentifier[],
): Promise<FoundIdentifier[]> {
  const facts = new Map(
    asked.flatMap(factsIn).map((fact) => [identifiers.fact(fact).key, fact] as const),
  );
  const links = await store.lookup([...facts.keys()]);
  return [...facts.values()].map((identifier, i) => ({ identifier, subject: links[i]?.subject }));
}

async function factsOf(
  store: IdentityStore,
  found: readonly FoundIdentifier[],
  named: SubjectId | undefined,
): Promise<readonly SubjectFacts[]> {
  const subjects = new Set(found.map((one) => one.subject).filter((one) => one !== undefined));
  if (named !== undefined) subjects.add(named);
  const brings = found.some(
    (one) => one.subject === undefined && strengthOf(one.identifier) === 'strong',
  );
  if (subjects.size < 2 && !brings) return [];
  return Promise.all([...subjects].map((subject) => subjectFacts(store, subject)));
}

async function subjectFacts(store: IdentityStore, subject: SubjectId): Promise<SubjectFacts> {
  const links = await store.identifiers(subject);
  const strongSchemes = links
    .map((link) => schemeOfFact(link.scheme))
    .filter((fact) => strengthOf(fact) === 'strong')
    .map((fact) => fact.scheme);
  const since = Math.min(...links.map((link) => link.linkedAt), Number.MAX_SAFE_INTEGER);
  return { subject, strongSchemes, since };
}

/** The subject; undefined when another was first and everything must be looked up again. */
async function carryOut(
  resolving: Resolving,
  plan: LinkPlan,
  news: IdentityNews[],
): Promise<SubjectId | undefined> {
  switch (plan.kind) {
    case 'known':
      return claimAll(resolving, plan.subject, plan.link);
    case 'new':
      return claimAll(resolving, resolving.identifiers.hash.subject(plan.anchor), plan.link);
    case 'merge': {
      for (const from of plan.from) {
        const at = resolving.clock.now();
        if (!(await resolving.store.merge({ from, into: plan.subject, at, ifAnonymous: true }))) return undefined;
        news.push({ kind: 'merged', subject: plan.subject, other: from, at });
      }
      return claimAll(resolving, plan.subject, plan.link);
    }
    case 'conflict': {
      const subject = plan.subject ?? anotherPerson(resolving, plan.anchor);
      const owner = await claimAll(resolving, subject, plan.link);
      if (owner === undefined) return undefined;
      for (const other of plan.others)
        news.push({ kind: 'conflict', subject: owner, other, at: resolving.clock.now() });
      return owner;
    }
  }
}

/**
 * The subject made from an identifier that is not the person's whom weak evidence names. Where the fact is that a value is
 * verified, that person's subject may be the one made from the value itself, by somebody who mistyped it.
 */
function anotherPerson({ identifiers }: Resolving, anchor: NormalisedIdentifier): SubjectId {
  const { scheme } = identifiers.fact(anchor);
  return identifiers.hash.subject({ scheme, value: anchor.value });
}

async function claimAll(
  { store, identifiers, clock }: Resolving,
  subject: SubjectId,
  link: readonly NormalisedIdentifier[],
): Promise<SubjectId | undefined> {
  const linkedAt = clock.now();
  const claims = await Promise.all(
    link.map((fact) => store.claim({ ...identifiers.fact(fact), subject, linkedAt })),
  );
  return claims.every((claim) => claim.subject === subject) ? subject : undefined;
}
