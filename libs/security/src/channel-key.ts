import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** What a channel key may do. `*` stands for all. */
export interface KeyScope {
  readonly channels: readonly string[];
  /** Event types; `application.*` allows every type that begins with `application.`. */
  readonly types: readonly string[];
}

/** A key as it is kept: of the secret only a hash. */
export interface StoredKey extends KeyScope {
  readonly id: string;
  /** Who has it. */
  readonly name: string;
  /** SHA-256 of the whole key, hex. The key is 256 random bits, so no slow hash is needed. */
  readonly hash: string;
  /** ms since the epoch. */
  readonly createdAt: number;
  readonly revokedAt: number | null;
  /** False: made for whoever starts the first time, and nobody has seen it yet. */
  readonly shown?: false;
}

const KEY = /^tl_([0-9a-f]{12})_[A-Za-z0-9_-]{43}$/;

/** Makes a key: `tl_<id>_<256 random bits>`. The secret is in `key` only. */
export function makeKey(
  name: string,
  scope: KeyScope,
  createdAt: number,
): { readonly key: string; readonly stored: StoredKey } {
  const id = randomBytes(6).toString('hex');
  const key = `tl_${id}_${randomBytes(32).toString('base64url')}`;
  const hash = sha256(key).toString('hex');
  const { channels, types } = scope;
  return { key, stored: { id, name, hash, channels, types, createdAt, revokedAt: null } };
}

/** The id inside a key; undefined: not a key at all. */
export function keyIdOf(key: string): string | undefined {
  return KEY.exec(key)?.[1];
}

/** Whether this is the key that was stored; takes the same time wherever it differs. */
export function isKeyOf(stored: StoredKey, key: string): boolean {
  const hash = Buffer.from(stored.hash, 'hex');
  const given = sha256(key);
  return hash.length === given.length && timingSafeEqual(hash, given);
}

export function allowsChannel(scope: KeyScope, channel: string): boolean {
  return scope.channels.includes('*') || scope.channels.includes(channel);
}

export function allowsType(scope: KeyScope, type: string): boolean {
  return scope.types.some(
    (allowed) =>
      allowed === '*' ||
      allowed === type ||
      (allowed.endsWith('.*') && type.startsWith(allowed.slice(0, -1))),
  );
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
