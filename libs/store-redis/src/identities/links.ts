import type { SubjectId } from '#contracts';
import {
  type Claim,
  type IdentifierKey,
  type IdentifierLink,
  type IdentityLinks,
  ThroughlineError,
} from '#ports';
import type { Call, Connection } from '../connection/connection.js';
import { text, texts } from '../connection/reply.js';
import { admitCall, settleCall } from './commands/claims.js';
import { familyCall, followCall, mergeCall, mergesIn, namedCall } from './commands/merges.js';
import type { IdentityKeys } from './identity-keys.js';
import {
  changeValue,
  linkOf,
  linkText,
  type LinkValue,
  parseLink,
  readValues,
  unlinked,
} from './link-value.js';

/** Times a claim is made again because the identifier changed hands meanwhile. */
const MAX_ROUNDS = 16;

/** Links and merges on Redis. A claim is admitted by all subjects' node, made on the identifier's, and settled on the first. */
export function redisLinks(connection: Connection, keys: IdentityKeys): IdentityLinks {
  const run = async (call: Call): Promise<unknown> => (await connection.run([call]))[0];
  const merges = async (subject: SubjectId) =>
    mergesIn(await run(familyCall(keys.merges, subject)));
  return {
    async lookup(asked) {
      const links = (await readValues(connection, keys, asked)).map((value, i) =>
        linkOf(asked[i] ?? '', value),
      );
      const subjects = new Set(links.flatMap((link) => link?.subject ?? []));
      const ends = await followAll(connection, keys, [...subjects]);
      return links.map((link) => link && becoming(link, ends.get(link.subject)));
    },
    claim: (claim) => claimLink(connection, keys, claim),
    async follow(subject) {
      const ends = await followAll(connection, keys, [subject]);
      return ends.get(subject) ?? subject;
    },
    async merge(order) {
      return text(await run(mergeCall(keys.merges, order))) === '1';
    },
    async isNamed(subject) {
      return text(await run(namedCall(keys.merges, subject))) === '1';
    },
    async identifiers(subject) {
      const members = [subject, ...(await merges(subject)).map(({ from }) => from)];
      return linkedTo(connection, keys, members);
    },
    merges,
    async vouch(key) {
      await changeValue(connection, keys, key, (value) =>
        value?.unvouched ? { ...value, unvouched: false } : value,
      );
    },
  };
}

/** What subjects have become; none for those that were erased, whatever is still linked to them. */
async function followAll(
  connection: Connection,
  keys: IdentityKeys,
  subjects: readonly SubjectId[],
): Promise<ReadonlyMap<SubjectId, SubjectId>> {
  if (subjects.length === 0) return new Map();
  const [reply] = await connection.run([followCall(keys.merges, subjects)]);
  const ends = texts(reply) as SubjectId[];
  return new Map(subjects.flatMap((subject, i) => (ends[i] ? [[subject, ends[i]]] : [])));
}

function becoming(link: IdentifierLink, end: SubjectId | undefined): IdentifierLink | undefined {
  return end && { ...link, subject: end };
}

async function claimLink(
  connection: Connection,
  keys: IdentityKeys,
  claim: Claim,
): Promise<IdentifierLink | undefined> {
  const { key, subject } = claim;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const [admitted] = await connection.run([
      admitCall(keys.merges, claim),
      { command: 'SADD', args: [keys.claimed(subject), key] },
    ]);
    const said = text(admitted);
    if (said === 'erased')
      await connection.run([{ command: 'SREM', args: [keys.claimed(subject), key] }]);
    const value =
      said === 'admitted'
        ? await linkUnlessLinked(connection, keys, claim)
        : (await readValues(connection, keys, [key]))[0];
    const link = linkOf(key, value);
    if (link === undefined) {
      if (said === 'admitted') continue; // somebody else changed what holds of it
      return undefined;
    }
    const [reply] = await connection.run([settleCall(keys.merges, claim, link.subject)]);
    const end = text(reply) as SubjectId | undefined;
    if (end) return { ...link, subject: end };
    // It was erased between the steps of a claim, this one or another's: the link goes, too.
    await forget(connection, keys, key, link.subject);
    if (link.subject === subject || said !== 'admitted') return undefined;
  }
  throw new ThroughlineError(
    'UNAVAILABLE',
    `An identifier changed hands ${MAX_ROUNDS} times while it was claimed; try again.`,
  );
}

/** What the identifier's value is afterwards; linked to nobody: look again. */
async function linkUnlessLinked(
  connection: Connection,
  keys: IdentityKeys,
  { key, scheme, subject, linkedAt, unvouched }: Claim,
): Promise<LinkValue | undefined> {
  const mine: LinkValue = {
    scheme,
    subject,
    linkedAt,
    standing: null,
    unvouched: unvouched === true,
  };
  const set = { command: 'SET', args: [keys.link(key), linkText(mine), 'NX', 'GET'] };
  const first = text((await connection.run([set]))[0]);
  if (first === undefined) return mine;
  const known = parseLink(first);
  if (known.subject !== null) return known;
  await changeValue(connection, keys, key, (value) =>
    value?.subject === null ? { ...mine, standing: value.standing } : value,
  );
  return (await readValues(connection, keys, [key]))[0];
}

/** Takes an identifier from an erased subject. Returns whether it had it. */
export async function forget(
  connection: Connection,
  keys: IdentityKeys,
  key: IdentifierKey,
  subject: SubjectId,
): Promise<boolean> {
  const gone = await changeValue(connection, keys, key, (value) =>
    value?.subject === subject ? unlinked(value) : value,
  );
  await connection.run([{ command: 'SREM', args: [keys.claimed(subject), key] }]);
  return gone;
}

/** The links of subjects, each with the one of them it was linked to. */
export async function linkedTo(
  connection: Connection,
  keys: IdentityKeys,
  members: readonly SubjectId[],
): Promise<readonly IdentifierLink[]> {
  const sets = await connection.run(
    members.map((member) => ({ command: 'SMEMBERS', args: [keys.claimed(member)] })),
  );
  const claimed = members.flatMap((member, i) => texts(sets[i]).map((key) => ({ member, key })));
  const values = await readValues(
    connection,
    keys,
    claimed.map(({ key }) => key),
  );
  return claimed.flatMap(({ member, key }, i) => {
    const link = linkOf(key, values[i]);
    return link?.subject === member ? [link] : [];
  });
}
