import { randomInt } from 'node:crypto';

/**
 * The quasigroup of Damm's check digit (H. M. Damm, "Total anti-symmetrische Quasigruppen", 2004): it finds every single
 * wrong digit and every two neighbours swapped, which is what people do who read or key a number.
 */
const DAMM = [
  '0317598642',
  '7092154863',
  '4206871359',
  '1750983426',
  '6123045978',
  '3674209581',
  '5869720134',
  '8945362017',
  '9438617205',
  '2581436790',
] as const;

/** Digits a code has, check digit among them. */
export const SHORTEST_CODE = 6;
export const LONGEST_CODE = 12;

/** What people put between digits. */
const BETWEEN = /[\s.\-\u00a0]/g;

/** The digit that makes these digits right; of digits that end in theirs it is 0. */
export function checkDigit(digits: string): number {
  let interim = 0;
  for (const digit of digits) interim = Number(DAMM[interim]?.[Number(digit)]);
  return interim;
}

/** A code of so many digits, drawn at random, but for the last, which checks the others. */
export function drawCode(length: number): string {
  let digits = '';
  while (digits.length < length - 1) digits += String(randomInt(10));
  return digits + String(checkDigit(digits));
}

/** The digits of a code as somebody wrote or keyed it; undefined: that is not a code, some digit was mistaken. */
export function readCode(text: string): string | undefined {
  const digits = text.replaceAll(BETWEEN, '');
  if (!/^\d+$/.test(digits)) return undefined;
  if (digits.length < SHORTEST_CODE || digits.length > LONGEST_CODE) return undefined;
  return checkDigit(digits) === 0 ? digits : undefined;
}

/** A code as it is shown and read out: in groups of three or four digits, `482 913`. */
export function showCode(digits: string): string {
  const groups = Math.ceil(digits.length / 4);
  const size = Math.ceil(digits.length / groups);
  return digits.match(new RegExp(`\\d{1,${String(size)}}`, 'g'))?.join(' ') ?? digits;
}
