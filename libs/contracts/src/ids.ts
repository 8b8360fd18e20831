declare const brand: unique symbol;
type Branded<T, Name extends string> = T & { readonly [brand]: Name };

/** The person or business that identifiers resolve to: 20 characters of [a-z2-7]. */
export type SubjectId = Branded<string, 'SubjectId'>;

/** One running journey: `<subject>.<8 characters of [a-z2-7]>`. It names its first subject, so no index is needed to find it. */
export type JourneyId = Branded<string, 'JourneyId'>;

/** A fixed hash slice of subjects, 0 to 255. */
export type Shard = Branded<number, 'Shard'>;

/** Number of the current owner of a shard; only ever rises (I1). */
export type Epoch = Branded<number, 'Epoch'>;

/** Number of shards. Fixed for the life of an installation: keys of stored state depend on it. */
export const SHARDS = 256;
