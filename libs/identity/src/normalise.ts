import type { NormalForm } from './normal-form.js';
import { normaliseEmail } from './normalise-email.js';
import { normalisePhone } from './normalise-phone.js';
import { schemeOf } from './scheme.js';

/** An identifier as a sender gives it. */
export interface RawIdentifier {
  readonly scheme: string;
  readonly value: string;
  readonly verified?: boolean;
}

/** An identifier in the one form in which it is compared. */
export interface NormalisedIdentifier {
  readonly scheme: string;
  readonly value: string;
  readonly verified: boolean;
  /** False: a placeholder, or a number that is not the customer's; it is recorded and links nothing. */
  readonly links: boolean;
}

export interface NormaliseOptions {
  /** ISO 3166 country of phone numbers without a country code, e.g. `AU`; without it such numbers are refused. */
  readonly defaultRegion?: string;
  /** Values in normalised form that link nothing, by scheme: the company's own numbers and mailboxes. */
  readonly blocked?: Readonly<Record<string, readonly string[]>>;
}

/** Longest value taken, in UTF-16 units, before and after normalisation. */
export const MAX_VALUE_LENGTH = 256;

const SCHEME = /^[a-z][a-z0-9-]{0,31}$/;
const PLACEHOLDERS = new Set(
  '- -1 n/a na nan nil none null undefined unknown anonymous guest (null)'.split(' '),
);
const NOTHING_BUT_ZEROES = /^[0\-+. ]+$/;

/** Default-ignorable code points, controls, formats, separators, surrogates, private use and unassigned. */
const REFUSED_CHARACTER = /[\p{DI}\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;

/** Whether an identifier may have this scheme: 1 to 32 characters of [a-z0-9-], beginning with a letter. */
export function isScheme(name: string): boolean {
  return SCHEME.test(name);
}

/** Brings an identifier into the form in which it is compared. Idempotent. The fault says what to change. */
export function normalise(
  raw: RawIdentifier,
  options: NormaliseOptions = {},
):
  | { readonly identifier: NormalisedIdentifier; readonly fault?: undefined }
  | { readonly identifier?: undefined; readonly fault: string } {
  if (!isScheme(raw.scheme)) {
    return { fault: 'the scheme must be 1 to 32 characters of [a-z0-9-], beginning with a letter' };
  }
  if (raw.value.length > MAX_VALUE_LENGTH) {
    return { fault: `the value is longer than ${MAX_VALUE_LENGTH} characters` };
  }
  const text = raw.value.normalize('NFC').trim();
  if (text === '') return { fault: 'the value is empty' };
  const refused = REFUSED_CHARACTER.exec(text);
  if (refused !== null) return { fault: invisible(refused[0]) };
  const verified = raw.verified ?? false;
  if (isPlaceholder(text)) {
    return {
      identifier: { scheme: raw.scheme, value: text.toLowerCase(), verified, links: false },
    };
  }
  const formed = form(raw.scheme, text, options);
  if ('fault' in formed) return formed;
  if (formed.value.length > MAX_VALUE_LENGTH) {
    return { fault: `the value is longer than ${MAX_VALUE_LENGTH} characters` };
  }
  const blocked = options.blocked?.[raw.scheme]?.includes(formed.value) ?? false;
  return { identifier: { scheme: raw.scheme, value: formed.value, verified, links: !blocked } };
}

function form(scheme: string, text: string, options: NormaliseOptions): NormalForm {
  switch (schemeOf(scheme).form) {
    case 'email':
      return normaliseEmail(text);
    case 'phone':
      return normalisePhone(text, options.defaultRegion);
    case 'opaque':
      return { value: text };
  }
}

function isPlaceholder(text: string): boolean {
  return PLACEHOLDERS.has(text.toLowerCase()) || NOTHING_BUT_ZEROES.test(text);
}

function invisible(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `the value has a character that cannot be seen or told from another, U+${code}; remove it`;
}
