import {
  type IdentityChange,
  type JourneyId,
  type PlacedEntry,
  type SubjectId,
  subjectOf,
} from '#contracts';
import { byStrength, factsIn, type RawIdentifier } from '#identity';
import { type Side } from '#journey';
import { refuse, pointerStep, type IdentifierLink, type IdentityStores, type Merge } from '#ports';
import { type Identifiers } from '../resolve/identifiers.js';
import { schemeOfFact } from '../resolve/identifier-hash.js';

/** Whom a split takes out: a subject that was merged, or some identifiers that become one. */
export type Leaving =
  { readonly subject: SubjectId } | { readonly identifiers: readonly RawIdentifier[] };

/** Who stays and who leaves. */
export interface Sides {
  /** The subject that is split. */
  readonly subject: SubjectId;
  /** The subject that is one of its own afterwards. */
  readonly other: SubjectId;
  /** The merge that is taken back; undefined: no pointer is. */
  readonly merge: Merge | undefined;
  /** Subjects that leave: `other` and those merged into it. */
  readonly family: ReadonlySet<string>;
  /** Identifiers that leave, and those that stay. */
  readonly links: Readonly<Record<Side, readonly IdentifierLink[]>>;
}

/** Finds out who stays and who leaves. Throws problems: `not-found`, `conflict`, `invalid-request`. */
export async function findSides(
  store: Pick<IdentityStores, 'links' | 'merges'>,
  identifiers: Identifiers,
  subject: SubjectId,
  leaving: Leaving,
  at: number,
): Promise<Sides> {
  const links = await store.links.of(subject);
  const merges = await store.merges.of(subject);
  const now = await store.merges.follow(subject);
  if (now !== subject) {
    refuse('conflict', `Customer ${subject} has become ${now} by a merge; split that one.`);
  }
  if (links.length === 0 && merges.length === 0) {
    refuse('not-found', `There is no customer ${subject}, or nothing leads to it.`);
  }
  return 'subject' in leaving
    ? mergedSides(store, subject, leaving.subject, links, merges)
    : newSides(identifiers, subject, leaving.identifiers, links, at);
}

async function mergedSides(
  store: Pick<IdentityStores, 'links' | 'merges'>,
  subject: SubjectId,
  other: SubjectId,
  links: readonly IdentifierLink[],
  merges: readonly Merge[],
): Promise<Sides> {
  if (other === subject) {
    refuse('invalid-request', 'A customer cannot be taken out of itself.', [
      { pointer: '/subject', detail: 'name a customer that was merged into this one' },
    ]);
  }
  const merge = merges.find(({ from }) => from === other);
  if (merge === undefined) {
    refuse('conflict', `${other} was not merged into ${subject}: they are not one customer.`);
  }
  const own = await store.merges.of(other);
  const family = new Set<string>([other, ...own.map(({ from }) => from)]);
  const goes = (link: IdentifierLink): boolean => family.has(link.subject);
  return {
    subject,
    other,
    merge,
    family,
    links: { leaving: links.filter(goes), staying: links.filter((link) => !goes(link)) },
  };
}

function newSides(
  identifiers: Identifiers,
  subject: SubjectId,
  raw: readonly RawIdentifier[],
  links: readonly IdentifierLink[],
  at: number,
): Sides {
  const leaving: IdentifierLink[] = [];
  const read = raw.map((one, index) => {
    const { identifier, fault } = identifiers.normalise(one);
    const pointer = `/identifiers${pointerStep(index)}`;
    if (identifier === undefined) {
      return refuse('invalid-request', 'An identifier cannot be read.', [
        { pointer: `${pointer}/value`, detail: fault },
      ]);
    }
    // Whatever is known of the value goes: also the fact that it is verified.
    const facts = factsIn({ ...identifier, verified: true });
    const keys = new Set(facts.map((fact) => identifiers.fact(fact).key));
    const found = links.filter(({ key }) => keys.has(key));
    if (found.length === 0) {
      const detail = `this ${identifier.scheme} is not linked to customer ${subject}`;
      refuse('conflict', 'An identifier is not this customer’s.', [{ pointer, detail }]);
    }
    leaving.push(...found);
    const verified = found.some(({ scheme }) => schemeOfFact(scheme).verified);
    return { ...identifier, verified };
  });
  const gone = new Set(leaving.map(({ key }) => key));
  const staying = links.filter(({ key }) => !gone.has(key));
  if (staying.length === 0) {
    refuse('invalid-request', 'Nothing would lead to this customer any more.', [
      { pointer: '/identifiers', detail: 'leave at least one identifier with the customer' },
    ]);
  }
  const [anchor] = read.toSorted(byStrength);
  const value = [subject, at, anchor?.scheme, anchor?.value].join('\n');
  const other = identifiers.hash.subject({ scheme: 'split', value });
  const once = [...new Map(leaving.map((link) => [link.key, link])).values()];
  const family = new Set<string>([other]);
  return { subject, other, merge: undefined, family, links: { leaving: once, staying } };
}

/** The side a journey began with. */
export function sideItBegan({ family }: Sides, journeyId: string): Side {
  return family.has(subjectOf(journeyId as JourneyId)) ? 'leaving' : 'staying';
}

/**
 * For which side a record of the log speaks: by whose identifiers it carried; where those tell nothing, by the subject it was
 * written under before the two were one. Undefined: for none.
 */
export function speakerOf(
  identifiers: Identifiers,
  { family, links, merge }: Sides,
): (placed: PlacedEntry) => Side | undefined {
  const sides = new Map<string, Side>([
    ...links.staying.map(({ key }) => [key, 'staying'] as const),
    ...links.leaving.map(({ key }) => [key, 'leaving'] as const),
  ]);
  return ({ entry, timestamp }) => {
    if (entry.name !== 'Interaction') return undefined;
    const { subjectId, channel } = entry.value;
    const voices = new Set(
      entry.value.identifiers.flatMap((raw) => {
        const { identifier } = identifiers.normalise(raw, channel);
        if (identifier === undefined) return [];
        return factsIn(identifier).flatMap((one) => sides.get(identifiers.fact(one).key) ?? []);
      }),
    );
    const [only] = voices;
    if (voices.size > 0) return voices.size === 1 ? only : undefined;
    if (merge === undefined) return undefined;
    if (family.has(subjectId)) return 'leaving';
    return timestamp < merge.at ? 'staying' : undefined;
  };
}

/** The identifiers that go, as the log keeps them: keyed hashes. */
export function identifiersGoing({ links }: Sides): IdentityChange['identifiers'] {
  return links.leaving.map(({ scheme, key }) => ({ scheme, value: key }));
}
