import { type SubjectId, subjectOf } from '#contracts';
import { factsIn, type NormalisedIdentifier } from '#identity';
import {
  foreseeSubject,
  type IdentityNews,
  type Resolved,
  resolveSubject,
  type Resolving,
} from './resolve-subject.js';
import { type UnlinkedInteraction } from './unlinked-interaction.js';

/** The subjects of interactions, in their order, and what was learned about identities on the way. */
export interface LinkedBatch {
  readonly subjects: readonly SubjectId[];
  /**
   * The subjects to write the interactions under. Where some subject was merged only now, they are written under that one,
   * behind the record of the merge: so they come to the winner behind the journeys that they may be about.
   */
  readonly by: readonly SubjectId[];
  readonly news: readonly IdentityNews[];
}

/**
 * Finds the subject of each interaction of a request. Known ones cost one look-up for all together; an interaction that
 * links something new waits for those before it that share an identifier, and for no other.
 */
export async function linkBatch(
  resolving: Resolving,
  interactions: readonly UnlinkedInteraction[],
): Promise<LinkedBatch> {
  const known = await knownSubjects(resolving, interactions);
  if (known.every((subject) => subject !== undefined))
    return { subjects: known, by: known, news: [] };
  const resolved = await inOrderByFact(resolving, interactions, known);
  const news = resolved.flatMap((one) => one?.news ?? []);
  const merged = news.some((one) => one.kind === 'merged');
  const again = merged ? await knownSubjects(resolving, interactions) : known;
  const subjects = interactions.map((interaction, i) => {
    const subject = again[i] ?? resolved[i]?.subject;
    return subject ?? strangerOf(resolving, interaction);
  });
  const lost = new Map(
    news.flatMap(({ kind, subject, other }) => (kind === 'merged' ? [[subject, other]] : [])),
  );
  return { subjects, by: subjects.map((subject) => lost.get(subject) ?? subject), news };
}

/** The subject that `linkBatch` would find for one interaction now. Links and merges nothing. */
export async function foreseeLink(
  resolving: Resolving,
  interaction: UnlinkedInteraction,
): Promise<SubjectId> {
  const identifiers = linking(interaction);
  const named = await namedSubject(resolving, interaction, identifiers);
  if (identifiers.length > 0) return foreseeSubject(resolving, identifiers, named);
  return named ?? strangerOf(resolving, interaction);
}

/** The subject of each interaction that needs nothing linked; undefined where something must be. */
async function knownSubjects(
  { store, identifiers }: Resolving,
  interactions: readonly UnlinkedInteraction[],
): Promise<(SubjectId | undefined)[]> {
  const keys = interactions.map((one) =>
    linking(one)
      .flatMap(factsIn)
      .map((fact) => identifiers.fact(fact).key),
  );
  const links = await store.lookup(keys.flat());
  let next = 0;
  return interactions.map((interaction, i) => {
    const own = links.slice(next, (next += keys[i]?.length ?? 0));
    const subjects = new Set(own.map((link) => link?.subject));
    const [only] = subjects;
    return subjects.size === 1 && interaction.journeyId === null ? only : undefined;
  });
}

/** Runs those without a subject side by side, but one after the other where they share a fact. */
function inOrderByFact(
  resolving: Resolving,
  interactions: readonly UnlinkedInteraction[],
  known: readonly (SubjectId | undefined)[],
): Promise<(Resolved | undefined)[]> {
  const last = new Map<string, Promise<unknown>>();
  return Promise.all(
    interactions.map((interaction, i) => {
      if (known[i] !== undefined) return undefined;
      const keys = linking(interaction).map((one) => `${one.scheme}\n${one.value}`);
      const before = keys.map((key) => last.get(key)).filter((one) => one !== undefined);
      const done = Promise.all(before).then(() => resolveOne(resolving, interaction));
      for (const key of keys) last.set(key, done);
      return done;
    }),
  );
}

async function resolveOne(
  resolving: Resolving,
  interaction: UnlinkedInteraction,
): Promise<Resolved | undefined> {
  const identifiers = linking(interaction);
  const named = await namedSubject(resolving, interaction, identifiers);
  if (identifiers.length === 0)
    return named === undefined ? undefined : { subject: named, news: [] };
  return resolveSubject(resolving, identifiers, named);
}

/**
 * The subject of the journey the sender named. With identifiers beside it, only when the identity store knows it:
 * a made-up journey id must not become somebody's subject.
 */
async function namedSubject(
  { store }: Resolving,
  { journeyId }: UnlinkedInteraction,
  identifiers: readonly NormalisedIdentifier[],
): Promise<SubjectId | undefined> {
  if (journeyId === null) return undefined;
  const subject = await store.follow(subjectOf(journeyId));
  if (identifiers.length === 0) return subject;
  const links = await store.identifiers(subject);
  return links.length > 0 ? subject : undefined;
}

/** A subject for one interaction alone: all its identifiers are placeholders. Sent twice, it is the same one. */
function strangerOf({ identifiers }: Resolving, { source, id }: UnlinkedInteraction): SubjectId {
  return identifiers.hash.subject({ scheme: 'interaction', value: `${source}\n${id}` });
}

function linking(interaction: UnlinkedInteraction): readonly NormalisedIdentifier[] {
  return interaction.identifiers.filter((one) => one.links);
}
