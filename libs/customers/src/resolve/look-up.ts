import { type SubjectId } from '#contracts';
import {
  factsIn,
  type FoundIdentifier,
  type IdentityLimits,
  isCounted,
  type NormalisedIdentifier,
  type SubjectFacts,
  strengthOf,
} from '#identity';
import { type IdentifierLink, type IdentityStores, type Standing } from '#ports';
import { schemeOfFact, type StoredFact } from './identifier-hash.js';
import { type Identifiers } from './identifiers.js';

/** One fact about an identifier that came, and what the store says of it. */
export interface KnownFact extends FoundIdentifier {
  readonly stored: StoredFact;
  /** Set: it leads to nobody, and is linked to nobody. */
  readonly standing: Standing | undefined;
}

/** The facts about identifiers, each once, as the store keys them. */
export function factsAsStored(
  identifiers: Identifiers,
  asked: readonly NormalisedIdentifier[],
): readonly Pick<KnownFact, 'identifier' | 'stored'>[] {
  const facts = new Map<string, Pick<KnownFact, 'identifier' | 'stored'>>();
  for (const identifier of asked.flatMap(factsIn)) {
    const stored = identifiers.fact(identifier);
    facts.set(stored.key, { identifier, stored });
  }
  return [...facts.values()];
}

/** A fact with its link, if it has one. */
export function asKnown(
  fact: Pick<KnownFact, 'identifier' | 'stored'>,
  link: IdentifierLink | undefined,
): KnownFact {
  const { subject, standing, unvouched } = link ?? {};
  return { ...fact, subject, standing, ...(unvouched ? { unvouched } : {}) };
}

/** The facts about these identifiers that lead to somebody, or would once they are linked. */
export async function lookUp(
  {
    store,
    identifiers,
  }: {
    readonly store: Pick<IdentityStores, 'links' | 'rulings'>;
    readonly identifiers: Identifiers;
  },
  asked: readonly NormalisedIdentifier[],
): Promise<readonly KnownFact[]> {
  const facts = factsAsStored(identifiers, asked);
  const links = await store.links.lookup(facts.map(({ stored }) => stored.key));
  const known = facts.map((fact, i) => asKnown(fact, links[i]));
  const unlinked = known.filter(({ subject }) => subject === undefined);
  if (unlinked.length === 0) return leading(known);
  const keys = unlinked.map(({ stored }) => stored.key);
  const standings = await store.rulings.standings(keys);
  const byKey = new Map(keys.map((key, i) => [key, standings[i]]));
  return leading(
    known.map((fact) => {
      return { ...fact, standing: fact.standing ?? byKey.get(fact.stored.key) };
    }),
  );
}

/**
 * Without those of which something holds: they lead to nobody. A value that names nobody does so no better where a sender
 * takes it for verified; one that several people use is, verified, still one person's.
 */
export function leading(known: readonly KnownFact[]): readonly KnownFact[] {
  if (known.every(({ standing }) => standing === undefined)) return known;
  const nameOf = ({ scheme, value }: NormalisedIdentifier): string => `${scheme}\n${value}`;
  const blocked = new Set(
    known
      .filter(({ standing }) => standing === 'blocked')
      .map(({ identifier }) => nameOf(identifier)),
  );
  return known.filter(
    ({ identifier, standing }) => standing === undefined && !blocked.has(nameOf(identifier)),
  );
}

type Planning = Pick<IdentityStores, 'links' | 'merges' | 'rulings'>;

/** What planning asks of the subjects found; as little as it needs. */
export async function factsOf(
  store: Planning,
  limits: IdentityLimits,
  found: readonly FoundIdentifier[],
  named: SubjectId | undefined,
): Promise<readonly SubjectFacts[]> {
  const subjects = new Set(found.map((one) => one.subject).filter((one) => one !== undefined));
  if (named !== undefined) subjects.add(named);
  const needsThem = found.some(
    ({ subject, identifier }) =>
      subject === undefined &&
      (strengthOf(identifier) === 'strong' || isCounted(limits, identifier)),
  );
  if (subjects.size < 2 && !needsThem) return [];
  return Promise.all([...subjects].map((subject) => subjectFacts(store, subject)));
}

async function subjectFacts(store: Planning, subject: SubjectId): Promise<SubjectFacts> {
  const [links, isNamed, apartFrom] = await Promise.all([
    store.links.of(subject),
    store.merges.isNamed(subject),
    store.rulings.apartFrom(subject),
  ]);
  const strongSchemes = new Set<string>();
  const values: Record<string, number> = {};
  let since = Number.MAX_SAFE_INTEGER;
  for (const link of links) {
    const fact = schemeOfFact(link.scheme);
    since = Math.min(since, link.linkedAt);
    if (strengthOf(fact) === 'strong') strongSchemes.add(fact.scheme);
    if (!fact.verified) values[fact.scheme] = (values[fact.scheme] ?? 0) + 1;
  }
  return { subject, strongSchemes: [...strongSchemes], isNamed, since, apartFrom, values };
}
