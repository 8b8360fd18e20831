import { createHmac, timingSafeEqual } from 'node:crypto';
import { type IdentifierHash } from '#customers';

/** What a signed link says. */
export interface LinkClaims {
  readonly id: string;
  /** ms since the epoch. */
  readonly expiresAt: number;
}

/** A key that links are signed with, and the name they carry it by. */
interface SigningKey {
  readonly id: string;
  readonly key: Uint8Array;
}

/** 128 bits of the MAC are kept: nobody can try 2^128, and a QR code stays coarse. */
const MAC_BYTES = 16;
const TOKEN = /^([a-z0-9]{1,8})\.([A-Za-z0-9_-]{22})\.([0-9a-z]{1,11})\.([A-Za-z0-9_-]{22})$/;

/** Hashes codes and signs links, under keys of their own from the installation's secret. */
export class HandOffKeys {
  private readonly codeKey: Uint8Array;
  /** The first signs, all verify: a new one is put first, and the old one goes when the longest hand-off has expired. */
  private readonly signing: readonly SigningKey[];

  constructor(hash: Pick<IdentifierHash, 'derive'>) {
    this.codeKey = hash.derive('hand-off code');
    this.signing = [{ id: 'h1', key: hash.derive('hand-off link h1') }];
  }

  /** A code means nothing without the channel it leads to, and its hash nothing without the key. */
  codeHash(channel: string, code: string): string {
    return createHmac('sha256', this.codeKey).update(`${channel}\n${code}`).digest('base64url');
  }

  /** `<key>.<hand-off>.<expiry, base 36>.<MAC>`. */
  sign({ id, expiresAt }: LinkClaims): string {
    const [key] = this.signing;
    if (key === undefined) throw new TypeError('there is no signing key');
    const signed = `${key.id}.${id}.${expiresAt.toString(36)}`;
    return `${signed}.${macOf(key, signed).toString('base64url')}`;
  }

  /** What a token says if we signed it, whether or not it has expired; undefined: we did not. */
  verify(token: string): LinkClaims | undefined {
    const [, keyId, id, expiry, mac] = TOKEN.exec(token) ?? [];
    const key = this.signing.find((one) => one.id === keyId);
    if (key === undefined || id === undefined || expiry === undefined || mac === undefined) {
      return undefined;
    }
    const right = macOf(key, `${key.id}.${id}.${expiry}`);
    const given = Buffer.from(mac, 'base64url');
    if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
    return { id, expiresAt: Number.parseInt(expiry, 36) };
  }
}

function macOf({ key }: SigningKey, signed: string): Buffer {
  return createHmac('sha256', key).update(signed).digest().subarray(0, MAC_BYTES);
}
