import { type SubjectId } from '#contracts';
import { type NormalisedIdentifier } from '#identity';
import { type IdentityStores, ThroughlineError } from '#ports';
import { type Identifiers } from './identifiers.js';
import { type UnlinkedInteraction } from './unlinked-interaction.js';

interface Making {
  readonly store: Pick<IdentityStores, 'merges' | 'erasures'>;
  readonly identifiers: Identifiers;
}

/** Times that the person whom a value names was forgotten and came again, or became another. Far more than happens. */
const MOST_GENERATIONS = 1_000;

/** What a subject is made from: who makes it from the same makes the same one. */
export interface Seed {
  readonly scheme: string;
  readonly value: string;
}

/**
 * What a new subject is made from. Where only the fact that the value is verified is new, the subject of the value itself may
 * be another person's, who mistyped it or shares it: so it is made from the verified fact.
 */
export function seedOf(
  { identifiers }: Making,
  anchor: NormalisedIdentifier,
  link: readonly NormalisedIdentifier[],
): Seed {
  const { scheme, value } = anchor;
  const isNew = link.some((one) => one.scheme === scheme && one.value === value && !one.verified);
  return isNew ? anchor : { scheme: identifiers.fact(anchor).scheme, value };
}

/**
 * The first subject made from a seed that was neither erased nor has become another one: who is forgotten stays so, and who
 * comes again with the same value is somebody new.
 */
export async function subjectFrom({ store, identifiers }: Making, seed: Seed): Promise<SubjectId> {
  for (let generation = 0; generation < MOST_GENERATIONS; generation++) {
    // No identifier has a line feed, so no value is another one's generation.
    const value = generation === 0 ? seed.value : `${seed.value}\n\n${generation}`;
    const subject = identifiers.hash.subject({ scheme: seed.scheme, value });
    const [erasedAt, became] = await Promise.all([
      store.erasures.erasedAt(subject),
      store.merges.follow(subject),
    ]);
    if (erasedAt === undefined && became === subject) return subject;
  }
  throw new ThroughlineError(
    'BUG',
    `All ${MOST_GENERATIONS} subjects that can be made from one identifier were erased or merged.`,
  );
}

/** A subject for one interaction alone: nothing it brings leads to anybody. Sent twice, it is the same one. */
export async function strangerFrom(
  making: Making,
  { source, id }: Pick<UnlinkedInteraction, 'source' | 'id'>,
): Promise<SubjectId> {
  const seed = { scheme: 'interaction', value: `${source}\n${id}` };
  const first = making.identifiers.hash.subject(seed);
  const became = await making.store.merges.follow(first);
  return became === first ? subjectFrom(making, seed) : became;
}
