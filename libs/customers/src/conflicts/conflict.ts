import { type SubjectId } from '#contracts';
import { refuse, type Conflict, type IdentityStore } from '#ports';

/** Two subjects, in the order of the conflict's. */
export type Pair = readonly [SubjectId, SubjectId];

/** Throws `not-found`. */
export async function conflictOf(
  store: Pick<IdentityStore, 'conflict'>,
  id: string,
): Promise<Conflict> {
  const conflict = await store.conflict(id);
  return conflict ?? refuse('not-found', `There is no conflict ${id}.`);
}

/** Who the two of a conflict are now, merges followed. */
export async function bothNow(
  store: Pick<IdentityStore, 'follow'>,
  { subjects: [one, other] }: Conflict,
): Promise<Pair> {
  return Promise.all([store.follow(one), store.follow(other)]);
}
