import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { type SubjectId } from '#contracts';
import { type NormalisedIdentifier } from '#identity';
import { type IdentifierKey, type IdentityStores, ThroughlineError } from '#ports';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const SUBJECT_CHARACTERS = 20;
const BITS_PER_CHARACTER = 5;
const VERIFIED = ':verified';

/** One fact about an identifier (`factsIn` of #identity) as the store links it. */
export interface StoredFact {
  readonly key: IdentifierKey;
  /** The scheme, and whether this is the fact that the value is verified. */
  readonly scheme: string;
}

/** Turns identifiers into what is stored of them: keyed hashes, which say nothing without the secret. */
export class IdentifierHash {
  constructor(private readonly secret: Uint8Array) {}

  fact({ scheme, value, verified }: NormalisedIdentifier): StoredFact {
    const stored = verified ? scheme + VERIFIED : scheme;
    return { key: this.digest('identifier', stored, value).toString('base64url'), scheme: stored };
  }

  /** The subject made from this identifier: the first 100 bits of its hash. */
  subject(identifier: { readonly scheme: string; readonly value: string }): SubjectId {
    const digest = this.digest('subject', identifier.scheme, identifier.value);
    let id = '';
    let buffer = 0;
    let bits = 0;
    for (const byte of digest) {
      buffer = (buffer << 8) | byte;
      bits += 8;
      while (bits >= BITS_PER_CHARACTER && id.length < SUBJECT_CHARACTERS) {
        bits -= BITS_PER_CHARACTER;
        id += ALPHABET[(buffer >> bits) & 31] ?? '';
      }
      buffer &= (1 << bits) - 1;
    }
    return id as SubjectId;
  }

  /** A key of 32 bytes for another purpose, from the same secret: it tells nothing of it, nor of other keys (RFC 5869). */
  derive(purpose: string): Uint8Array {
    return new Uint8Array(hkdfSync('sha256', this.secret, '', `throughline ${purpose}`, 32));
  }

  /** Lengths keep (`a`, `bc`) and (`ab`, `c`) apart; `purpose` keeps subject ids from telling identifier keys. */
  private digest(purpose: string, scheme: string, value: string): Buffer {
    return createHmac('sha256', this.secret)
      .update(`${purpose}\n${scheme.length}\n${scheme}\n${value}`)
      .digest();
  }
}

/** The scheme of a stored fact, and whether it tells that the value is verified. */
export function schemeOfFact(stored: string): { scheme: string; verified: boolean } {
  return stored.endsWith(VERIFIED)
    ? { scheme: stored.slice(0, -VERIFIED.length), verified: true }
    : { scheme: stored, verified: false };
}

/**
 * The installation's hash: under the configured secret, or under one the store keeps. Throws `INVALID` when the store
 * was made with another secret: every known customer would become a stranger.
 */
export async function openIdentifierHash(
  store: Pick<IdentityStores, 'secret'>,
  configured: string | undefined,
): Promise<IdentifierHash> {
  const proposal = configured === undefined ? randomBytes(32) : Buffer.from(configured, 'utf8');
  const secret = await store.secret(proposal);
  if (configured !== undefined && !proposal.equals(secret)) {
    throw new ThroughlineError(
      'INVALID',
      'IDENTITY_SECRET is not the secret the identity store was made with. Set the one it was made with, or unset it.',
    );
  }
  return new IdentifierHash(secret);
}
