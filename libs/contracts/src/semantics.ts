import { ceHeaders, type CloudEventAttributes } from './headers.js';

/**
 * The semantics of the fold, by number. Every record of the log of record says in a header under which it is folded, for
 * ever: so a fold of old records gives what it gave when they were new (I13). Whatever makes `decide` answer otherwise
 * than before gets the next number here, and a branch where it is asked: `fold.semantics >= Semantics.…`. What stands
 * here is never changed or taken out.
 */
export const Semantics = {
  /** Where the numbers begin. Records that name none are folded under this one. */
  first: 1,
  /**
   * Ended journeys are told apart by when they ended: a subject keeps the sixteen that ended last, and what comes for an
   * ended journey and names none is told of the one that ended last. Before: by when they began, so that a journey which
   * began before sixteen others was archived as it ended.
   */
  ordersByEnd: 2,
  /** Of a type that no definition knows, the disposition says which one was probably meant. */
  tellsNearTypes: 3,
} as const;

/** What this build stamps on what it writes; a record with a higher number is for a newer one. */
export const LATEST_SEMANTICS: number = Math.max(...Object.values(Semantics));

/** A CloudEvents extension attribute. A header, so that it is read before the value, which may be of a newer kind. */
export const SEMANTICS_HEADER = 'ce_semantics';

/** Higher ones were not written by any release of ours. */
const HIGHEST = 9_999;

const ZERO = 48;

/** Headers that every record of the log of record has: under which semantics its writer wants it folded. */
export const SEMANTICS_STAMP: Readonly<Record<string, string>> = {
  [SEMANTICS_HEADER]: String(LATEST_SEMANTICS),
};

/** As `ceHeaders`, for a record of the log of record. */
export function logHeaders(event: CloudEventAttributes): Readonly<Record<string, string>> {
  return { ...ceHeaders(event), ...SEMANTICS_STAMP };
}

/**
 * Under which semantics a record of the log of record is folded: 1 where it does not say. Undefined: its header holds no
 * number that a release of ours can have written (1 to 9,999, in decimal digits).
 */
export function semanticsOf(headers: Readonly<Record<string, Uint8Array>>): number | undefined {
  const bytes = headers[SEMANTICS_HEADER];
  if (bytes === undefined) return Semantics.first;
  let number = 0;
  for (const byte of bytes) {
    const digit = byte - ZERO;
    if (digit < 0 || digit > 9 || number > HIGHEST) return undefined;
    number = number * 10 + digit;
  }
  return number >= Semantics.first && number <= HIGHEST ? number : undefined;
}
