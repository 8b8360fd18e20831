import type { SubjectId } from '#contracts';
import type { Claim, Evidence, IdentifierLink, IdentityStores, MergeOrder } from '#ports';

/** Two handles on the same, empty place, as two processes have them. */
export type BothStores = () => readonly [IdentityStores, IdentityStores];

export const [ANA, BEN, CLEO, DAN] = ['ana', 'ben', 'cleo', 'dan'] as SubjectId[] as [
  SubjectId,
  SubjectId,
  SubjectId,
  SubjectId,
];

/** Any bytes, such as a text store would change. */
export const RECORD = Uint8Array.of(0, 255, 32, 10, 13, 128, 32, 34);

export const link = (key: string, subject: SubjectId, linkedAt = 1_000): IdentifierLink => ({
  key,
  scheme: 'phone',
  subject,
  linkedAt,
});

export const weak = (key: string, subject: SubjectId, linkedAt?: number): Claim => ({
  ...link(key, subject, linkedAt),
  strong: false,
});

export const strong = (key: string, subject: SubjectId, linkedAt?: number): Claim => ({
  ...link(key, subject, linkedAt),
  strong: true,
});

export const unvouched = (key: string, subject: SubjectId): Claim => ({
  ...weak(key, subject),
  unvouched: true,
});

/** A merge that an operator orders. */
export const merge = (from: SubjectId, into: SubjectId, at = 7): MergeOrder => ({
  from,
  into,
  at,
  ifAnonymous: false,
});

/** A merge that nobody but the identifiers orders. */
export const mergeIfAnonymous = (from: SubjectId, into: SubjectId, at = 7): MergeOrder => ({
  ...merge(from, into, at),
  ifAnonymous: true,
});

export const evidence = (interactionId: string, at: number): Evidence => ({
  identifiers: [
    { key: 'k1', scheme: 'phone', subject: ANA },
    { key: 'k2', scheme: 'e-mail', subject: null },
  ],
  source: 'contact-centre',
  interactionId,
  channel: 'phone',
  at,
});

/** The keys of links, in order. */
export const keysOf = (links: readonly IdentifierLink[]): readonly string[] =>
  links.map(({ key }) => key).sort();
