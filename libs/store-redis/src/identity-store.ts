import type { SubjectId } from '#contracts';
import type { IdentifierKey, IdentifierLink, IdentityStore, Merge } from '#ports';
import { type Call, connect, type Connection } from './connection.js';
import { DEFAULT_PREFIX, type RedisStoreOptions } from './journey-store.js';
import { bytes, text, texts } from './reply.js';
import { script } from './script.js';

// Links live on the node of their identifier, so claims spread over a cluster. Merges are few, and a merge has to see all
// others to know that it makes no circle: they share one hash, and one tag.
interface IdentityKeys {
  /** String: JSON [scheme, subject, linkedAt]. Never changes once set. */
  link(key: IdentifierKey): string;
  /**
   * Set of the identifiers a subject claimed. Written before the claim, so that none is missing after a crash; one whose
   * claim was lost may stand here too, so readers compare with the link.
   */
  claimed(subject: SubjectId): string;
  /** Hash: merged subject → what it became. */
  readonly merges: string;
  /** Hash: merged subject → when, and what it became; until the log was told. Few at any time. */
  readonly untold: string;
  /** Set of the subjects merged into one. */
  mergedInto(subject: SubjectId): string;
  readonly secret: string;
}

const MERGE = script('merge');

/** The identity store on Redis 7 or later. Throws `UNAVAILABLE`, or `INVALID` for the URL or credentials. */
export async function openRedisIdentityStore(options: RedisStoreOptions): Promise<IdentityStore> {
  const connection = await connect(options);
  const keys = identityKeys(options.prefix ?? DEFAULT_PREFIX);
  const run = async (command: string, ...args: (string | Buffer)[]): Promise<unknown> =>
    (await connection.run([{ command, args }]))[0];

  return {
    async lookup(asked) {
      const links = await readLinks(connection, keys, asked);
      const known = links.flatMap((link) => (link ? [link.subject] : []));
      const became = await followAll(connection, keys, known);
      return links.map((link) => link && withSubject(link, became));
    },
    async claim(link) {
      const { key, scheme, subject, linkedAt } = link;
      await run('SADD', keys.claimed(subject), key);
      const value = JSON.stringify([scheme, subject, linkedAt]);
      const first = text(await run('SET', keys.link(key), value, 'NX', 'GET'));
      const owner = first === undefined ? link : parseLink(key, first);
      if (owner.subject !== subject) await run('SREM', keys.claimed(subject), key);
      return withSubject(owner, await followAll(connection, keys, [owner.subject]));
    },
    async follow(subject) {
      return (await followAll(connection, keys, [subject])).get(subject) ?? subject;
    },
    async merge({ from, into, at }) {
      const scriptKeys = [keys.merges, keys.mergedInto(into), keys.untold];
      const call: Call = { script: MERGE, keys: scriptKeys, args: [from, into, String(at)] };
      const [merged] = await connection.run([call]);
      return text(merged) === '1';
    },
    async untold(limit) {
      return parseMerges(texts(await run('HGETALL', keys.untold))).slice(0, limit);
    },
    async told(from) {
      await run('HDEL', keys.untold, from);
    },
    async identifiers(subject) {
      const members = await family(connection, keys, subject);
      const sets = await connection.run(
        members.map((member) => ({ command: 'SMEMBERS', args: [keys.claimed(member)] })),
      );
      const links = await Promise.all(
        members.map(async (member, i) => {
          const found = await readLinks(connection, keys, texts(sets[i]));
          return found.flatMap((link) => (link?.subject === member ? [link] : []));
        }),
      );
      return links.flat();
    },
    async secret(proposal) {
      const mine = Buffer.from(proposal);
      return bytes(await run('SET', keys.secret, mine, 'NX', 'GET')) ?? mine;
    },
    close: () => connection.close(),
  };
}

function identityKeys(prefix: string): IdentityKeys {
  return {
    link: (key) => `${prefix}identifier:${key}`,
    claimed: (subject) => `${prefix}claimed:${subject}`,
    merges: `${prefix}{merges}`,
    untold: `${prefix}{merges}-untold`,
    mergedInto: (subject) => `${prefix}{merges}:${subject}`,
    secret: `${prefix}secret`,
  };
}

function parseLink(key: IdentifierKey, value: string): IdentifierLink {
  const [scheme, subject, linkedAt] = JSON.parse(value);
  return { key, scheme, subject, linkedAt };
}

/** Of a hash's fields and values. */
function parseMerges(reply: readonly (string | undefined)[]): readonly Merge[] {
  return reply.flatMap((from, i) => {
    if (i % 2 !== 0) return [];
    const [at, into] = (reply[i + 1] ?? '').split(' ');
    return { from: from as SubjectId, into: into as SubjectId, at: Number(at) };
  });
}

function withSubject(
  link: IdentifierLink,
  became: ReadonlyMap<SubjectId, SubjectId>,
): IdentifierLink {
  return { ...link, subject: became.get(link.subject) ?? link.subject };
}

async function readLinks(
  connection: Connection,
  keys: IdentityKeys,
  asked: readonly IdentifierKey[],
): Promise<readonly (IdentifierLink | undefined)[]> {
  const replies = await connection.run(
    asked.map((key) => ({ command: 'GET', args: [keys.link(key)] })),
  );
  return asked.map((key, i) => {
    const value = text(replies[i]);
    return value === undefined ? undefined : parseLink(key, value);
  });
}

/** What each subject has become: one round trip for each merge in the longest chain, and one to see that it ends. */
async function followAll(
  connection: Connection,
  keys: IdentityKeys,
  subjects: readonly SubjectId[],
): Promise<ReadonlyMap<SubjectId, SubjectId>> {
  const became = new Map(subjects.map((subject) => [subject, subject]));
  let moving = [...became.keys()];
  while (moving.length > 0) {
    const ends = moving.map((subject) => became.get(subject) ?? subject);
    const [reply] = await connection.run([{ command: 'HMGET', args: [keys.merges, ...ends] }]);
    const next = texts(reply);
    moving = moving.filter((subject, i) => {
      if (!next[i]) return false;
      became.set(subject, next[i] as SubjectId);
      return true;
    });
  }
  return became;
}

/** The subject and all that were merged into it, directly or through others. */
async function family(
  connection: Connection,
  keys: IdentityKeys,
  subject: SubjectId,
): Promise<readonly SubjectId[]> {
  const members: SubjectId[] = [];
  let generation = [subject];
  while (generation.length > 0) {
    members.push(...generation);
    const replies = await connection.run(
      generation.map((member) => ({ command: 'SMEMBERS', args: [keys.mergedInto(member)] })),
    );
    generation = replies.flatMap((reply) => [...texts(reply)]) as SubjectId[];
  }
  return members;
}
