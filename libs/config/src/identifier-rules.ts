import {
  DEFAULT_LIMITS,
  type IdentityLimits,
  isPhoneRegion,
  isScheme,
  normalise,
  type SchemeLimits,
} from '#identity';
import { SIGHTINGS_KEPT } from '#ports';
import { Refusal } from './setting.js';

/** A country whose phone numbers can be read, in capitals. */
export function phoneRegion(value: string): string {
  const region = value.toUpperCase();
  if (isPhoneRegion(region)) return region;
  throw new Refusal(`must be an ISO 3166 country with phone numbers, like AU; "${value}" is none`);
}

/** Countries by channel. */
export function phoneRegions(value: string): Readonly<Record<string, string>> {
  const regions: Record<string, string> = {};
  for (const [channel, region] of pairs(value)) {
    if (!/^[a-z0-9-]{1,64}$/.test(channel)) {
      throw new Refusal(`must name channels of [a-z0-9-]; "${channel}" is none`);
    }
    if (Object.hasOwn(regions, channel)) throw new Refusal(`names the channel ${channel} twice`);
    regions[channel] = phoneRegion(region);
  }
  return regions;
}

/** Values by scheme, in the normal form in which identifiers are compared. */
export function blockedIdentifiers(value: string): Readonly<Record<string, readonly string[]>> {
  const blocked = new Map<string, string[]>();
  for (const [scheme, text] of pairs(value)) {
    const { identifier, fault } = normalise({ scheme, value: text });
    if (identifier === undefined) {
      throw new Refusal(`has ${scheme}=${text}, which is no identifier: ${fault}`);
    }
    blocked.set(scheme, [...(blocked.get(scheme) ?? []), identifier.value]);
  }
  return Object.fromEntries(blocked);
}

const MOST = 1_000_000;
/** Subjects that a value is remembered to have come with; a limit above could never be reached. */
const MOST_SUBJECTS = SIGHTINGS_KEPT - 1;

/** Limits of linking, those that are not given by default: `scheme.values`, `scheme.subjects`, `merges`. */
export function identityLimits(value: string): IdentityLimits {
  const schemes = new Map<string, Partial<SchemeLimits>>();
  let { merges } = DEFAULT_LIMITS;
  const given = new Set<string>();
  for (const [name, text] of pairs(value)) {
    if (given.has(name)) throw new Refusal(`names ${name} twice`);
    given.add(name);
    if (name === 'merges') {
      merges = limit(name, text, MOST);
      continue;
    }
    const [scheme = '', what, ...more] = name.split('.');
    if (!isScheme(scheme) || (what !== 'values' && what !== 'subjects') || more.length > 0) {
      throw new Refusal(`must name scheme.values, scheme.subjects or merges; "${name}" is none`);
    }
    const number = limit(name, text, what === 'subjects' ? MOST_SUBJECTS : MOST);
    schemes.set(scheme, { ...schemes.get(scheme), [what]: number });
  }
  return { schemes: Object.fromEntries(schemes), merges };
}

function limit(name: string, text: string, most: number): number {
  if (text === 'none') return Number.POSITIVE_INFINITY;
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= most) return number;
  throw new Refusal(`must have whole numbers from 1 to ${most}, or none; ${name} is "${text}"`);
}

/** `name=value`, separated by commas; a value may have further equals signs, but no comma. */
function pairs(value: string): (readonly [string, string])[] {
  const entries = value.split(',').map((entry) => entry.trim());
  return entries
    .filter((entry) => entry !== '')
    .map((entry) => {
      const at = entry.indexOf('=');
      if (at < 1 || at === entry.length - 1) {
        throw new Refusal(`must be name=value, separated by commas; "${entry}" is not one`);
      }
      return [entry.slice(0, at).trim(), entry.slice(at + 1).trim()] as const;
    });
}
