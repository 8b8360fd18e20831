import { isSupportedCountry, parsePhoneNumberWithError, ParseError } from 'libphonenumber-js';
import type { NormalForm } from './normal-form.js';

/**
 * E.164, e.g. `+61491570006`; a company extension is kept as in RFC 3966 (`;ext=12`), because behind it is another
 * person. Numbers are judged by length only: new ranges are given out faster than libraries are.
 */
export function normalisePhone(text: string, defaultRegion: string | undefined): NormalForm {
  const region = defaultRegion?.toUpperCase();
  try {
    const number = parsePhoneNumberWithError(text, {
      extract: false,
      ...(region !== undefined && isSupportedCountry(region) ? { defaultCountry: region } : {}),
    });
    if (!number.isPossible()) return { fault: 'a phone number of that country has another length' };
    return {
      value: number.ext === undefined ? number.number : `${number.number};ext=${number.ext}`,
    };
  } catch (error) {
    if (error instanceof ParseError) return { fault: reason(error.message) };
    throw error;
  }
}

/** Whether phone numbers of this country (ISO 3166, in capitals) can be read without their country code. */
export function isPhoneRegion(region: string): boolean {
  return isSupportedCountry(region);
}

function reason(code: string): string {
  switch (code) {
    case 'INVALID_COUNTRY':
      return 'the country of this phone number is not known; write it with its country code, like +61 491 570 006';
    case 'TOO_SHORT':
      return 'too short for a phone number';
    case 'TOO_LONG':
      return 'too long for a phone number';
    default:
      return 'not a phone number; write it with its country code, like +61 491 570 006';
  }
}
