import type { SubjectId } from '#contracts';
import {
  type Claim,
  type IdentifierKey,
  type IdentifierLink,
  type IdentityLinks,
  ThroughlineError,
} from '#ports';
import type { Connection } from '../connection/connection.js';
import { text, texts } from '../connection/reply.js';
import { admitCall, markCall } from './commands/claims.js';
import type { IdentityKeys } from './identity-keys.js';
import {
  changeValue,
  forgetLink,
  linkOf,
  linkText,
  type LinkValue,
  parseLink,
  readValues,
} from './link-value.js';
import { followAll, mergesOf } from './merges.js';
import { relink } from './relink.js';

/** Times a claim is made again because the identifier changed hands meanwhile. */
const MAX_ROUNDS = 16;

/** Links on Redis. A claim is admitted by all subjects' node, made on the identifier's, and marked on the first. */
export function redisLinks(connection: Connection, keys: IdentityKeys): IdentityLinks {
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
    async of(subject) {
      const merges = await mergesOf(connection, keys, subject);
      return linkedTo(connection, keys, [subject, ...merges.map(({ from }) => from)]);
    },
    async vouch(key) {
      await changeValue(connection, keys, key, (value) =>
        value?.unvouched ? { ...value, unvouched: false } : value,
      );
    },
    relink: (asked, from, to, strong) => relink(connection, keys, asked, [from, to], strong),
  };
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
    const [reply] = await connection.run([markCall(keys.merges, claim, link.subject)]);
    // The mark is of what was seen: where it went on meanwhile, whoever gave it on has perhaps marked before.
    if (claim.strong && (await subjectOfLink(connection, keys, key)) !== link.subject) continue;
    const end = text(reply) as SubjectId | undefined;
    if (end) return { ...link, subject: end };
    // It was erased between the steps of a claim, this one or another's: the link goes, too.
    await forgetLink(connection, keys, key, link.subject);
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

async function subjectOfLink(
  connection: Connection,
  keys: IdentityKeys,
  key: IdentifierKey,
): Promise<SubjectId | null> {
  return (await readValues(connection, keys, [key]))[0]?.subject ?? null;
}

/** The links of subjects, each with the one of them it was linked to. */
async function linkedTo(
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
