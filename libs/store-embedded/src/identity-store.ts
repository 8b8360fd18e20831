import type { Database } from 'lmdb';
import type { SubjectId } from '#contracts';
import type { IdentifierKey, IdentifierLink, IdentityStore, Merge } from '#ports';
import { openEnvironment } from './environment.js';

export interface EmbeddedIdentityOptions {
  /** Made when missing. Holds `identities.mdb`. */
  readonly directory: string;
}

interface IdentityTables {
  readonly links: Database<Omit<IdentifierLink, 'key'>, IdentifierKey>;
  /** Which identifiers were linked to a subject. */
  readonly bySubject: Database<true, [SubjectId, IdentifierKey]>;
  /** What a merged subject became. */
  readonly mergedInto: Database<SubjectId, SubjectId>;
  /** The merges again, from the other end. */
  readonly mergedFrom: Database<true, [into: SubjectId, from: SubjectId]>;
  /** Merges that the log was perhaps not told of. */
  readonly untold: Database<Omit<Merge, 'from'>, SubjectId>;
  readonly secrets: Database<Uint8Array, string>;
}

const SECRET = 'identifier-hash';

/** The identity store of a single host: LMDB in this process. Throws when the directory cannot be written. */
export async function openEmbeddedIdentityStore(
  options: EmbeddedIdentityOptions,
): Promise<IdentityStore> {
  const environment = openEnvironment(options.directory, 'identities');
  const { root } = environment;
  const tables: IdentityTables = {
    links: root.openDB({ name: 'links', encoding: 'msgpack' }),
    bySubject: root.openDB({ name: 'by-subject', encoding: 'msgpack' }),
    mergedInto: root.openDB({ name: 'merged-into', encoding: 'msgpack' }),
    mergedFrom: root.openDB({ name: 'merged-from', encoding: 'msgpack' }),
    untold: root.openDB({ name: 'untold-merges', encoding: 'msgpack' }),
    secrets: root.openDB({ name: 'secrets', encoding: 'binary' }),
  };
  return {
    async lookup(keys) {
      environment.ensureOpen();
      return keys.map((key) => linkOf(tables, key));
    },
    async claim(link) {
      environment.ensureOpen();
      return linkOf(tables, link.key) ?? (await environment.write(() => applyClaim(tables, link)));
    },
    async follow(subject) {
      environment.ensureOpen();
      return becomes(tables, subject);
    },
    merge: (merge) => environment.write(() => applyMerge(tables, merge)),
    async untold(limit) {
      environment.ensureOpen();
      return [...tables.untold.getRange({ limit })].map(({ key: from, value }) => {
        return { from, ...value };
      });
    },
    async told(from) {
      await environment.write(() => void tables.untold.remove(from));
    },
    async identifiers(subject) {
      environment.ensureOpen();
      return family(tables, subject).flatMap((member) => linkedTo(tables, member));
    },
    async secret(proposal) {
      environment.ensureOpen();
      const known = tables.secrets.get(SECRET);
      return known ?? environment.write(() => applySecret(tables, proposal));
    },
    close: () => environment.close(),
  };
}

function linkOf(tables: IdentityTables, key: IdentifierKey): IdentifierLink | undefined {
  const link = tables.links.get(key);
  return link && { key, ...link, subject: becomes(tables, link.subject) };
}

function becomes(tables: IdentityTables, subject: SubjectId): SubjectId {
  let current = subject;
  for (;;) {
    const next = tables.mergedInto.get(current);
    if (next === undefined) return current;
    current = next;
  }
}

function applyClaim(tables: IdentityTables, link: IdentifierLink): IdentifierLink {
  const first = linkOf(tables, link.key);
  if (first) return first;
  const { key, scheme, subject, linkedAt } = link;
  void tables.links.put(key, { scheme, subject, linkedAt });
  void tables.bySubject.put([subject, key], true);
  return { key, scheme, subject: becomes(tables, subject), linkedAt };
}

function applyMerge(tables: IdentityTables, { from, into, at }: Merge): boolean {
  if (tables.mergedInto.doesExist(from) || becomes(tables, into) === from) return false;
  void tables.mergedInto.put(from, into);
  void tables.mergedFrom.put([into, from], true);
  void tables.untold.put(from, { into, at });
  return true;
}

function applySecret(tables: IdentityTables, proposal: Uint8Array): Uint8Array {
  const first = tables.secrets.get(SECRET);
  if (first) return first;
  void tables.secrets.put(SECRET, proposal);
  return Uint8Array.from(proposal);
}

/** The subject and all that were merged into it, directly or through others. */
function family(tables: IdentityTables, subject: SubjectId): SubjectId[] {
  const members = [subject];
  for (const member of members) {
    for (const key of tables.mergedFrom.getKeys(beginningWith(member))) members.push(key[1]);
  }
  return members;
}

function linkedTo(tables: IdentityTables, subject: SubjectId): IdentifierLink[] {
  const keys = [...tables.bySubject.getKeys(beginningWith(subject))].map(([, key]) => key);
  return keys.flatMap((key) => {
    const link = tables.links.get(key);
    return link ? [{ key, ...link }] : [];
  });
}

/** Keys `[first, …]`: up to, not including, the next text after `first`. */
function beginningWith(first: string): { start: [string]; end: [string] } {
  return { start: [first], end: [`${first}\u0001`] };
}
