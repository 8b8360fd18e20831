import { type SubjectId } from '#contracts';
import { refuse, type Conflict, type IdentityStores } from '#ports';

/** Two subjects, in the order of the conflict's. */
export type Pair = readonly [SubjectId, SubjectId];

/** Throws `not-found`. */
export async function conflictOf(
  store: Pick<IdentityStores, 'conflicts'>,
  id: string,
): Promise<Conflict> {
  const conflict = await store.conflicts.find(id);
  return conflict ?? refuse('not-found', `There is no conflict ${id}.`);
}

/** Who the two of a conflict are now, merges followed. */
export async function bothNow(
  store: Pick<IdentityStores, 'merges'>,
  { subjects: [one, other] }: Conflict,
): Promise<Pair> {
  return Promise.all([store.merges.follow(one), store.merges.follow(other)]);
}
