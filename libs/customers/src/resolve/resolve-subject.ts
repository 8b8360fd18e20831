import { type SubjectId, subjectOf } from '#contracts';
import {
  type GuardedPlan,
  type Limited,
  type LinkPlan,
  MERGE_WINDOW_MS,
  type NormalisedIdentifier,
  planLinks,
  strengthOf,
  withinLimits,
} from '#identity';
import { ThroughlineError } from '#ports';
import { claimAll, yieldExclusive } from './claim-all.js';
import { type IdentityNews } from './identity-news.js';
import { factsOf, type KnownFact, lookUp } from './look-up.js';
import { seedOf, strangerFrom, subjectFrom } from './new-subject.js';
import { isSure, noteConflicts, sightStrayed } from './note-conflicts.js';
import { type Resolving } from './resolving.js';
import { type UnlinkedInteraction } from './unlinked-interaction.js';

/** Times the identifiers are looked up again because another gateway linked one of them first. */
const MAX_ROUNDS = 16;

export interface Resolved {
  readonly subject: SubjectId;
  readonly news: readonly IdentityNews[];
}

/**
 * The subject that an interaction belongs to; links what is new and merges what is one. However many gateways do this at
 * once, all end in one subject: each claim and each merge is atomic, and who lost one looks again. Limits and rulings are
 * read before they are kept: of several gateways at work on the same values each may go over a limit by one, and one that
 * is at work while an operator rules may still not know. Throws `UNAVAILABLE` when it was overtaken `MAX_ROUNDS` times.
 */
export async function resolveSubject(
  resolving: Resolving,
  interaction: UnlinkedInteraction,
): Promise<Resolved> {
  const news: IdentityNews[] = [];
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const seen = await look(resolving, interaction);
    if (seen.planned === undefined) return { subject: seen.subject, news };
    const subject = await carryOut(resolving, seen, news);
    if (subject !== undefined) return { subject, news };
  }
  throw new ThroughlineError(
    'UNAVAILABLE',
    `The identifiers of one interaction were linked by others ${MAX_ROUNDS} times over; send it again.`,
  );
}

/** The subject that `resolveSubject` would find or make now. Links and merges nothing. */
export async function foreseeLink(
  resolving: Resolving,
  interaction: UnlinkedInteraction,
): Promise<SubjectId> {
  const seen = await look(resolving, interaction);
  return seen.planned === undefined ? seen.subject : subjectOfPlan(resolving, seen.planned.plan);
}

/** What there is to do, with what it was planned from. */
interface Planned {
  readonly interaction: UnlinkedInteraction;
  readonly found: readonly KnownFact[];
  readonly named: SubjectId | undefined;
  readonly planned: GuardedPlan;
}

/** Plans; where nothing leads to anybody: the subject of the named journey, or one of its own. */
async function look(
  resolving: Resolving,
  interaction: UnlinkedInteraction,
): Promise<Planned | { readonly planned?: undefined; readonly subject: SubjectId }> {
  const { store } = resolving;
  const { limits } = resolving.identifiers;
  const found = await lookUp(resolving, linking(interaction));
  const { unvouched = false } = interaction;
  if (found.length === 0) {
    const { journeyId } = interaction;
    const subject =
      journeyId === null
        ? strangerFrom(resolving, interaction)
        : store.merges.follow(subjectOf(journeyId));
    return { subject: await subject };
  }
  const named = await namedSubject(resolving, interaction);
  const facts = await factsOf(store, limits, found, named);
  const plan = planLinks(found, { facts, named, unvouched });
  const mergesToday = plan.kind === 'merge' ? await mergesInto(resolving, plan.subject) : 0;
  return { interaction, found, named, planned: withinLimits(plan, facts, limits, mergesToday) };
}

/** The identifiers that are no placeholders. */
export function linking(interaction: UnlinkedInteraction): readonly NormalisedIdentifier[] {
  return interaction.identifiers.filter((one) => one.links);
}

/**
 * The subject of the journey the sender named, with identifiers beside it: only when the identity store knows it, as a
 * made-up journey id must not become somebody's subject.
 */
async function namedSubject(
  { store }: Resolving,
  { journeyId }: UnlinkedInteraction,
): Promise<SubjectId | undefined> {
  if (journeyId === null) return undefined;
  const subject = await store.merges.follow(subjectOf(journeyId));
  const links = await store.links.of(subject);
  return links.length > 0 ? subject : undefined;
}

async function mergesInto({ store, clock }: Resolving, subject: SubjectId): Promise<number> {
  const since = clock.now() - MERGE_WINDOW_MS;
  return (await store.merges.of(subject)).filter(({ at }) => at > since).length;
}

async function subjectOfPlan(resolving: Resolving, plan: LinkPlan): Promise<SubjectId> {
  if (plan.kind === 'known' || plan.kind === 'merge') return plan.subject;
  if (plan.kind === 'conflict' && plan.subject !== undefined) return plan.subject;
  return subjectFrom(resolving, seedOf(resolving, plan.anchor, plan.link));
}

/** The subject; undefined when another was first and everything must be looked up again. */
async function carryOut(
  resolving: Resolving,
  { interaction, found, named, planned: { plan, limited } }: Planned,
  news: IdentityNews[],
): Promise<SubjectId | undefined> {
  const { store, clock } = resolving;
  const at = clock.now();
  const by = { id: interaction.id, channel: interaction.channel };
  const subject = await subjectOfPlan(resolving, plan);
  if (plan.kind === 'merge') {
    for (const from of plan.from) {
      const merged = await store.merges.merge({ from, into: subject, at, ifAnonymous: true });
      if (!merged) return undefined;
      news.push({ kind: 'merged', subject, other: from, at, by });
    }
  }
  const unvouched = plan.kind === 'known' && plan.unvouched;
  const { linked, isDone } = await claimAll(resolving, {
    subject,
    link: plan.link,
    unvouched,
    at,
  });
  for (const identifier of linked) news.push({ kind: 'linked', subject, identifier, at, by });
  if (!isDone) return undefined;
  if (plan.kind !== 'new' && (await yieldExclusive(resolving, subject, plan.link))) {
    return undefined;
  }
  const shared = { interaction, subject, found, at };
  if (plan.kind === 'conflict') {
    news.push(...(await noteConflicts(resolving, shared, plan.others)));
  }
  if (isSure(plan, found, named)) news.push(...(await sightStrayed(resolving, shared)));
  await vouchFor(resolving, subject, found);
  news.push(...limited.map((one) => newsOfLimit(resolving, one, subject, { at, by })));
  return subject;
}

/** What was bound unvouched is the customer's once it comes with a strong identifier of theirs. */
async function vouchFor(
  { store }: Resolving,
  subject: SubjectId,
  found: readonly KnownFact[],
): Promise<void> {
  const own = found.filter((one) => one.subject === subject);
  const isTheirs = own.some(
    (one) => one.unvouched !== true && strengthOf(one.identifier) === 'strong',
  );
  if (!isTheirs) return;
  const unvouched = own.filter((one) => one.unvouched === true);
  await Promise.all(unvouched.map((one) => store.links.vouch(one.stored.key)));
}

function newsOfLimit(
  { identifiers }: Resolving,
  limited: Limited,
  subject: SubjectId,
  told: Pick<IdentityNews, 'at' | 'by'>,
): IdentityNews {
  if (limited.what === 'value') {
    const { identifier, limit } = limited;
    const { scheme } = identifier;
    const reason = `It has ${limit} values of ${scheme} already, as many as the limit ${scheme}.values allows.`;
    return {
      kind: 'limited',
      subject,
      identifier: identifiers.fact(identifier),
      reason,
      ...told,
    };
  }
  const { other, scheme, limit } = limited;
  const reason =
    scheme === undefined
      ? `${limit} subjects were merged into it in 24 hours, as many as the limit merges allows.`
      : `Together they would have more values of ${scheme} than the limit ${scheme}.values allows, ${limit}.`;
  return { kind: 'limited', subject, other, reason, ...told };
}
