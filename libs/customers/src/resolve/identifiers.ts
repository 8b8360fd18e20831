import {
  DEFAULT_LIMITS,
  type IdentityLimits,
  normalise,
  type NormalisedIdentifier,
  type NormaliseOptions,
  type RawIdentifier,
} from '#identity';
import { LruMap } from '#ports';
import { type IdentifierHash, type StoredFact } from './identifier-hash.js';

/** Identifiers kept ready; reading a phone number costs tens of microseconds. */
const KEPT = 50_000;

/** How identifiers are read. */
export interface IdentifierOptions extends NormaliseOptions {
  /** By channel, where it is another: the ISO 3166 country of phone numbers without a country code. */
  readonly regions?: Readonly<Record<string, string>>;
  /** How far they are linked by themselves; absent: the defaults. */
  readonly limits?: IdentityLimits;
}

type Read =
  | { readonly identifier: NormalisedIdentifier; readonly fault?: undefined }
  | { readonly identifier?: undefined; readonly fault: string };

/**
 * Reads and hashes identifiers, remembering the latest ones. Only what can never change is remembered; whose an
 * identifier is can change by a merge in another process and is asked of the store each time.
 */
export class Identifiers {
  private readonly read = new LruMap<string, Read>(KEPT);
  private readonly hashed = new LruMap<string, StoredFact>(KEPT);

  private readonly options: Omit<IdentifierOptions, 'limits'>;
  readonly limits: IdentityLimits;

  constructor(
    readonly hash: IdentifierHash,
    { limits = DEFAULT_LIMITS, ...options }: IdentifierOptions,
  ) {
    this.options = options;
    this.limits = limits;
  }

  /** `channel` is where it was given: there a phone number without a country code may be of another country. */
  readonly normalise = (raw: RawIdentifier, channel?: string): Read => {
    const { regions = {}, ...options } = this.options;
    const region =
      channel !== undefined && Object.hasOwn(regions, channel) ? regions[channel] : undefined;
    const key = `${region ?? ''}\n${keyOf(raw)}`;
    const known = this.read.get(key);
    if (known !== undefined) return known;
    const made = normalise(
      raw,
      region === undefined ? options : { ...options, defaultRegion: region },
    );
    this.read.set(key, made);
    return made;
  };

  fact(identifier: NormalisedIdentifier): StoredFact {
    const key = keyOf(identifier);
    const known = this.hashed.get(key);
    if (known !== undefined) return known;
    const made = this.hash.fact(identifier);
    this.hashed.set(key, made);
    return made;
  }
}

function keyOf({ scheme, value, verified }: RawIdentifier): string {
  return `${verified === true ? '+' : '-'}${scheme}\n${value}`;
}
