import { type SubjectId } from '#contracts';
import { strengthOf } from '#identity';
import { ThroughlineError } from '#ports';
import { type IdentityNews } from './identity-news.js';
import { asKnown, factsAsStored, type KnownFact, leading } from './look-up.js';
import { linking, type Resolved, resolveSubject } from './resolve-subject.js';
import { type Resolving } from './resolving.js';
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
    if (subject === undefined) {
      throw new ThroughlineError('BUG', `Interaction ${interaction.id} has no subject.`);
    }
    return subject;
  });
  const lost = new Map(
    news.flatMap((one) => (one.kind === 'merged' ? [[one.subject, one.other]] : [])),
  );
  return { subjects, by: subjects.map((subject) => lost.get(subject) ?? subject), news };
}

/** The subject of each interaction that needs nothing linked; undefined where something must be, or be decided. */
async function knownSubjects(
  { store, identifiers }: Resolving,
  interactions: readonly UnlinkedInteraction[],
): Promise<(SubjectId | undefined)[]> {
  const facts = interactions.map((one) => factsAsStored(identifiers, linking(one)));
  const links = await store.links.lookup(facts.flat().map(({ stored }) => stored.key));
  let next = 0;
  return interactions.map((interaction, i) => {
    const known = (facts[i] ?? []).map((fact) => asKnown(fact, links[next++]));
    return interaction.journeyId === null ? settled(leading(known)) : undefined;
  });
}

/** The one subject that all of them lead to, where nothing is left to be done about any. */
function settled(found: readonly KnownFact[]): SubjectId | undefined {
  const subjects = new Set(found.map(({ subject }) => subject));
  const [only] = subjects;
  const isToVouch =
    found.some(({ unvouched }) => unvouched === true) &&
    found.some(({ identifier }) => strengthOf(identifier) === 'strong');
  return subjects.size === 1 && !isToVouch ? only : undefined;
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
      const done = Promise.all(before).then(() => resolveSubject(resolving, interaction));
      for (const key of keys) last.set(key, done);
      return done;
    }),
  );
}
