// The arithmetic that makes guessing hopeless; docs/guides/hand-off.md has it in words. What must hold:
//   G1 One guess hits with a chance of at most 1 in GUESSES_PER_HIT: a code of d digits has 10^(d-1) values, since its check
//      digit follows from the others, and at most 10^(d-1) / GUESSES_PER_HIT of them lead anywhere at a time.
//   G2 Guesses at one channel's codes are bounded however many callers share them.
import { LONGEST_CODE, SHORTEST_CODE } from '#customers';
import { type Allowance } from '#ports';

export const GUESSES_PER_HIT = 100_000;

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const DAY = 24 * 60 * MINUTE;

/** The codes of one length that lead to one channel. */
export interface CodeSpace {
  readonly name: string;
  readonly digits: number;
  /** Codes that may be alive at once (G1). */
  readonly capacity: number;
}

/** The spaces of a channel, the one with the shortest codes first: a full one makes the next code a digit longer. */
export function codeSpaces(channel: string): readonly CodeSpace[] {
  const spaces: CodeSpace[] = [];
  for (let digits = SHORTEST_CODE; digits <= LONGEST_CODE; digits++) {
    const capacity = Math.floor(10 ** (digits - 1) / GUESSES_PER_HIT);
    spaces.push({ name: `${channel}/${String(digits)}`, digits, capacity });
  }
  return spaces;
}

/** Who tries a code. */
export interface Caller {
  readonly keyId: string;
  readonly ip: string;
  /** Stored forms of the identifiers that came with it. */
  readonly identifiers: readonly string[];
}

/** What a caller may try: an attempt that found something is given back. */
export function guessAllowances({ keyId, ip, identifiers }: Caller): Allowance[] {
  const quarter = (key: string, limit: number): Allowance => ({
    key: `codes by ${key}`,
    limit,
    windowMs: QUARTER,
  });
  return [
    ...identifiers.map((one) => quarter(`identifier ${one}`, 5)),
    quarter(`key ${keyId}`, 15),
    quarter(`address ${ip}`, 15),
  ];
}

/** What all callers together may try of the codes that lead to a channel (G2). */
export function spaceAllowances(channel: string): Allowance[] {
  const key = `codes to ${channel}`;
  return [
    { key, limit: 20, windowMs: QUARTER },
    { key, limit: 200, windowMs: DAY },
  ];
}

/** How often hand-offs of one journey may be made: more would only crowd the codes. */
export function makingAllowances(journeyId: string): Allowance[] {
  return [{ key: `hand-offs of ${journeyId}`, limit: 10, windowMs: QUARTER }];
}
