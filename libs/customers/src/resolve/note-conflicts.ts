import { type SubjectId } from '#contracts';
import {
  isShared,
  type LinkPlan,
  type NormalisedIdentifier,
  strayedFrom,
  strengthOf,
} from '#identity';
import { type Evidence } from '#ports';
import { type IdentityNews } from './identity-news.js';
import { type KnownFact } from './look-up.js';
import { type Resolving } from './resolving.js';
import { type UnlinkedInteraction } from './unlinked-interaction.js';

/** What people share who must not become one by themselves. */
export interface Shared {
  readonly interaction: UnlinkedInteraction;
  readonly subject: SubjectId;
  /** Facts that lead to somebody, as they were found. */
  readonly found: readonly KnownFact[];
  /** ms since the epoch. */
  readonly at: number;
}

/** Keeps conflicts with their evidence for an operator. Returns what is new. */
export async function noteConflicts(
  { store }: Resolving,
  { interaction, subject, found, at }: Shared,
  others: readonly SubjectId[],
): Promise<readonly IdentityNews[]> {
  const by = { id: interaction.id, channel: interaction.channel };
  const evidence: Evidence = {
    identifiers: found.map(({ stored: { key, scheme }, subject: owner }) => {
      return { key, scheme, subject: owner ?? null };
    }),
    source: interaction.source,
    interactionId: interaction.id,
    channel: interaction.channel,
    at,
  };
  const noted = await Promise.all(
    others.map(async (other): Promise<readonly IdentityNews[]> => {
      const pair: [SubjectId, SubjectId] = subject < other ? [subject, other] : [other, subject];
      if ((await store.conflicts.note(pair, evidence)) !== 'new') return [];
      return [{ kind: 'conflict', subject, other, at, by }];
    }),
  );
  return noted.flat();
}

/**
 * Counts the people that weak values came with, where they lead to another than `subject`, who is known for sure; a value that
 * came with too many is shared from now on. Returns those that became so. Of several gateways each may let one more pass.
 */
export async function sightStrayed(
  { store, identifiers }: Resolving,
  { interaction, subject, found, at }: Shared,
): Promise<readonly IdentityNews[]> {
  const by = { id: interaction.id, channel: interaction.channel };
  const owners = new Set(found.flatMap((one) => one.subject ?? []));
  const named = await Promise.all(
    [...owners].map(async (owner) => ((await store.merges.isNamed(owner)) ? [owner] : [])),
  );
  const stored = new Map(found.map((one) => [one.identifier, one.stored]));
  const news: IdentityNews[] = [];
  for (const strayed of strayedFrom(subject, found, new Set(named.flat()))) {
    const fact = stored.get(strayed.identifier);
    if (fact === undefined) continue;
    const seen: SubjectId[] = [];
    for (const one of strayed.with) seen.push(...(await store.rulings.sight(fact.key, one)));
    const subjects = new Set(
      await Promise.all([...new Set(seen)].map((one) => store.merges.follow(one))),
    );
    if (!isShared(identifiers.limits, fact.scheme, subjects)) continue;
    await store.rulings.setStanding(fact.key, fact.scheme, 'shared');
    news.push({ kind: 'shared', subject, identifier: fact, at, by });
  }
  return news;
}

/** Whether strong evidence, not only what is weak, says that the interaction is the subject's. */
export function isSure(
  plan: LinkPlan,
  found: readonly KnownFact[],
  named: SubjectId | undefined,
): boolean {
  if (plan.kind === 'conflict' && plan.subject === undefined) return isStrongOne(plan.anchor);
  if (plan.kind !== 'conflict' && plan.kind !== 'known') return false;
  const { subject } = plan;
  return (
    subject === named ||
    found.some(
      (one) => one.subject === subject && one.unvouched !== true && isStrongOne(one.identifier),
    )
  );
}

function isStrongOne(identifier: NormalisedIdentifier): boolean {
  return strengthOf(identifier) === 'strong';
}
