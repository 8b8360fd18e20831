import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkDigit, drawCode, LONGEST_CODE, readCode, SHORTEST_CODE, showCode } from './code.js';

const length = fc.integer({ min: SHORTEST_CODE, max: LONGEST_CODE });
const code = fc
  .tuple(length, fc.infiniteStream(fc.integer({ min: 0, max: 9 })))
  .map(([size, stream]) => {
    const digits = [...stream.take(size - 1)].join('');
    return digits + String(checkDigit(digits));
  });

describe('a code', () => {
  it('has the check digit of its digits', () => {
    expect(checkDigit('572')).toBe(4); // Damm's own example
    expect(checkDigit('5724')).toBe(0);
  });

  it('is read as it is shown, and however people put gaps into it', () => {
    fc.assert(
      fc.property(code, (digits) => {
        expect(readCode(showCode(digits))).toBe(digits);
        expect(readCode(` ${[...digits].join('-')} `)).toBe(digits);
      }),
    );
    expect(showCode('482913')).toBe('482 913');
    expect(showCode('48291306')).toBe('4829 1306');
    expect(showCode('482913064')).toBe('482 913 064');
  });

  it('is not read with any one digit wrong', () => {
    fc.assert(
      fc.property(code, fc.nat(), fc.integer({ min: 1, max: 9 }), (digits, at, by) => {
        const i = at % digits.length;
        const wrong = String((Number(digits[i]) + by) % 10);
        expect(readCode(digits.slice(0, i) + wrong + digits.slice(i + 1))).toBeUndefined();
      }),
    );
  });

  it('is not read with two neighbours swapped', () => {
    fc.assert(
      fc.property(code, fc.nat(), (digits, at) => {
        const i = at % (digits.length - 1);
        const [a = '', b = ''] = digits.slice(i, i + 2);
        fc.pre(a !== b);
        expect(readCode(digits.slice(0, i) + b + a + digits.slice(i + 2))).toBeUndefined();
      }),
    );
  });

  it('is drawn with its check digit, and not the same again', () => {
    const drawn = Array.from({ length: 200 }, () => drawCode(9));
    for (const each of drawn) expect(readCode(each)).toBe(each);
    expect(new Set(drawn).size).toBeGreaterThan(190);
  });

  it.each(['', '12345', 'abcdef', '1234567890123', '12345\u0661'])('is not %j', (text) => {
    expect(readCode(text)).toBeUndefined();
  });
});
