import type { SubjectId } from '#contracts';
import { type IdentifierKey, type IdentifierLink, type Standing, ThroughlineError } from '#ports';
import type { Connection } from '../connection/connection.js';
import { text } from '../connection/reply.js';
import { swapCall } from './commands/link-swap.js';
import type { IdentityKeys } from './identity-keys.js';

/** What is kept of a value: its link, or a standing it was given without being linked. */
export interface LinkValue {
  readonly scheme: string;
  /** Null: linked to nobody. */
  readonly subject: SubjectId | null;
  /** ms since the epoch. */
  readonly linkedAt: number;
  readonly standing: Standing | null;
  readonly unvouched: boolean;
}

/** Times a value is looked at again because somebody else changed it in between. */
const MAX_ROUNDS = 64;

/** JSON [scheme, subject, linkedAt], and where there is one of them [… , standing, unvouched]. */
export function linkText({ scheme, subject, linkedAt, standing, unvouched }: LinkValue): string {
  const link = [scheme, subject, linkedAt];
  return JSON.stringify(standing === null && !unvouched ? link : [...link, standing, unvouched]);
}

export function parseLink(value: string): LinkValue {
  const [scheme, subject, linkedAt, standing = null, unvouched = false] = JSON.parse(value);
  return { scheme, subject, linkedAt, standing, unvouched };
}

/** As the port shows it; undefined: linked to nobody. */
export function linkOf(
  key: IdentifierKey,
  value: LinkValue | undefined,
): IdentifierLink | undefined {
  if (value === undefined || value.subject === null) return undefined;
  const { scheme, subject, linkedAt, standing, unvouched } = value;
  const more = { ...(standing && { standing }), ...(unvouched && { unvouched }) };
  return { key, scheme, subject, linkedAt, ...more };
}

/** What is left of a value once it is linked to nobody: what holds of it. */
function unlinked(value: LinkValue): LinkValue | undefined {
  if (value.standing === null) return undefined;
  return { ...value, subject: null, linkedAt: 0, unvouched: false };
}

export async function readValues(
  connection: Connection,
  keys: IdentityKeys,
  asked: readonly IdentifierKey[],
): Promise<readonly (LinkValue | undefined)[]> {
  const replies = await connection.run(
    asked.map((key) => ({ command: 'GET', args: [keys.link(key)] })),
  );
  return replies.map((reply) => {
    const value = text(reply);
    return value === undefined ? undefined : parseLink(value);
  });
}

/**
 * Changes a value, whoever changes it at the same time; `change` sees it as it is then, and gives it back itself to leave it.
 * Returns whether it was changed. Throws `UNAVAILABLE` when it was overtaken `MAX_ROUNDS` times.
 */
export async function changeValue(
  connection: Connection,
  keys: IdentityKeys,
  key: IdentifierKey,
  change: (value: LinkValue | undefined) => LinkValue | undefined,
): Promise<boolean> {
  const place = keys.link(key);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const [reply] = await connection.run([{ command: 'GET', args: [place] }]);
    const seen = text(reply);
    const value = seen === undefined ? undefined : parseLink(seen);
    const next = change(value);
    if (next === value) return false;
    const [swapped] = await connection.run([
      swapCall(place, seen ?? '', next === undefined ? '' : linkText(next)),
    ]);
    if (text(swapped) === '1') return true;
  }
  throw new ThroughlineError(
    'UNAVAILABLE',
    `An identifier was changed by others ${MAX_ROUNDS} times over; try again.`,
  );
}

/** Takes an identifier from an erased subject. Returns whether it had it. */
export async function forgetLink(
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
