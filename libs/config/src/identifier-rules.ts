import { isPhoneRegion, normalise } from '#identity';
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
