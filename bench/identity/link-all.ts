import { type JourneyId, type SubjectId } from '#contracts';
import { Identifiers, linkBatch, openIdentifierHash } from '#customers';
import { type IdentityLimits, type NormalisedIdentifier, strengthOf } from '#identity';
import { type IdentityStores } from '#ports';
import { openEmbeddedIdentityStores } from '#store-embedded';
import { type GroundTruth, OWN_NUMBER, REGION } from './customers.ts';

/** What an interaction came to. */
export interface Linked {
  readonly person: number;
  /** In the end, merges followed. */
  readonly subject: SubjectId;
  readonly identifiers: readonly NormalisedIdentifier[];
}

/** What our rules made of a ground truth. */
export interface LinkedTruth {
  readonly linked: readonly Linked[];
  /** In the end whose each strong identifier is, and the person who brought it, once for each pair. */
  readonly strong: readonly { readonly person: number; readonly subject: SubjectId }[];
  /** Conflicts that were told to operators. */
  readonly conflicts: number;
  /** Values that were recognised as several people's. */
  readonly shared: number;
  /** Times that a limit kept something from being linked or merged. */
  readonly limited: number;
}

/** Between one contact and the next, ms: a few hundred people who get in touch a dozen times each do so within half a year. */
const BETWEEN = 70 * 60_000;

/**
 * Sends all of it through the gateway's own code, one after the other, on an empty store in this directory. `limits`: other
 * than the default ones.
 */
export async function linkAll(
  { told }: GroundTruth,
  directory: string,
  limits?: IdentityLimits,
): Promise<LinkedTruth> {
  const store = await openEmbeddedIdentityStores({ directory });
  try {
    const hash = await openIdentifierHash(
      store,
      'the same ids in every run, for whoever compares them',
    );
    const identifiers = new Identifiers(hash, {
      defaultRegion: REGION,
      blocked: { phone: [OWN_NUMBER] },
      ...(limits === undefined ? {} : { limits }),
    });
    let now = BETWEEN;
    const resolving = {
      store,
      identifiers,
      clock: { now: () => now, until: () => Promise.resolve() },
    };
    const first: Linked[] = [];
    const conflicts = new Set<string>();
    let limited = 0;
    const shared = new Set<string>();
    for (const [i, { person, channel, identifiers: sent }] of told.entries()) {
      const read = sent.flatMap((raw) => identifiers.normalise(raw, channel).identifier ?? []);
      const { subjects, news } = await linkBatch(resolving, [
        interaction(String(i), channel, read),
      ]);
      now += BETWEEN;
      const [subject] = subjects;
      if (subject !== undefined) first.push({ person, subject, identifiers: read });
      for (const one of news) {
        if (one.kind === 'conflict') conflicts.add([one.subject, one.other].sort().join(' '));
        if (one.kind === 'shared') shared.add(one.identifier.key);
        if (one.kind === 'limited') limited++;
      }
    }
    const linked = await Promise.all(
      first.map(async (one) => ({ ...one, subject: await store.merges.follow(one.subject) })),
    );
    return {
      linked,
      strong: await strongOnes(store, identifiers, linked),
      conflicts: conflicts.size,
      shared: shared.size,
      limited,
    };
  } finally {
    await store.close();
  }
}

function interaction(id: string, channel: string, identifiers: readonly NormalisedIdentifier[]) {
  return {
    id,
    source: '//ground.truth',
    type: 'contact',
    channel,
    time: 0,
    identifiers,
    journeyId: null as JourneyId | null,
    correlation: null,
    actor: { kind: 'customer', id: null },
    data: {},
  };
}

async function strongOnes(
  store: IdentityStores,
  identifiers: Identifiers,
  linked: readonly Linked[],
): Promise<LinkedTruth['strong']> {
  const owners = new Map<string, { person: number; key: string }>();
  for (const { person, identifiers: read } of linked) {
    for (const one of read) {
      if (!one.links || strengthOf(one) !== 'strong') continue;
      const { key } = identifiers.fact(one);
      owners.set(`${person} ${key}`, { person, key });
    }
  }
  const all = [...owners.values()];
  const links = await store.links.lookup(all.map(({ key }) => key));
  return all.flatMap(({ person }, i) => {
    const subject = links[i]?.subject;
    return subject === undefined ? [] : [{ person, subject }];
  });
}
