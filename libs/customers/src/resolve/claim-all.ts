import { type SubjectId } from '#contracts';
import { type NormalisedIdentifier, schemeOf, strengthOf } from '#identity';
import { type IdentityStores } from '#ports';
import { type StoredFact } from './identifier-hash.js';
import { type Identifiers } from './identifiers.js';
import { subjectFrom } from './new-subject.js';

interface Claiming {
  readonly store: Pick<IdentityStores, 'links' | 'merges' | 'erasures'>;
  readonly identifiers: Identifiers;
}

/** What is to be linked to whom. */
export interface Claims {
  readonly subject: SubjectId;
  readonly link: readonly NormalisedIdentifier[];
  readonly unvouched: boolean;
  /** ms since the epoch. */
  readonly at: number;
}

/**
 * Links all of them, the strong ones first: nothing weak is tied to a subject that turns out to be another's. Returns those
 * that are the subject's now, and whether all are; if not, somebody was first, or the subject is gone.
 */
export async function claimAll(
  { store, identifiers }: Claiming,
  { subject, link, unvouched, at }: Claims,
): Promise<{ readonly linked: readonly StoredFact[]; readonly isDone: boolean }> {
  const linked: StoredFact[] = [];
  for (const strong of [true, false]) {
    const facts = link
      .filter((one) => (strengthOf(one) === 'strong') === strong)
      .map((one) => identifiers.fact(one));
    const claims = await Promise.all(
      facts.map((fact) =>
        store.links.claim({
          ...fact,
          subject,
          linkedAt: at,
          strong,
          ...(unvouched ? { unvouched } : {}),
        }),
      ),
    );
    const own = facts.filter((_, i) => claims[i]?.subject === subject);
    linked.push(...own);
    if (own.length < facts.length) return { linked, isDone: false };
  }
  return { linked, isDone: true };
}

/**
 * Two gateways can each link a first customer number to the same anonymous subject at once: neither saw the other's. Whoever
 * then finds a second value of a scheme of which a person has one only gives its own to a subject of its own; perhaps both
 * do. True: that was done, and everything must be looked up again.
 */
export async function yieldExclusive(
  making: Claiming,
  subject: SubjectId,
  linked: readonly NormalisedIdentifier[],
): Promise<boolean> {
  const { store, identifiers } = making;
  const mine = linked.find((one) => schemeOf(one.scheme).exclusive && strengthOf(one) === 'strong');
  if (mine === undefined) return false;
  const { key, scheme } = identifiers.fact(mine);
  const links = await store.links.of(subject);
  if (!links.some((link) => link.scheme === scheme && link.key !== key)) return false;
  const other = await subjectFrom(making, { scheme, value: mine.value });
  return other !== subject && (await store.links.relink([key], subject, other, true)).length > 0;
}
