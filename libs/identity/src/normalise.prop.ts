import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { runs } from '#testing';
import { normalise } from './normalise.js';
import { KNOWN_SCHEMES } from './scheme.js';

const anything = fc.record({
  scheme: fc.constantFrom(...KNOWN_SCHEMES, 'loyalty-card'),
  value: fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.emailAddress(),
    fc
      .tuple(fc.string({ unit: 'grapheme', maxLength: 8 }), fc.domain())
      .map(([local, domain]) => `${local}@${domain.toUpperCase()}`),
    fc
      .array(fc.constantFrom(...'+0123456789 ()-x;ext=٠١٢３'), { maxLength: 24 })
      .map((characters) => characters.join('')),
    fc.constantFrom('+61 491 570 006', '(02) 9999 9999 ext 12', '0491 570 006', 'NULL', '-1'),
  ),
  verified: fc.boolean(),
});

describe('normalising an identifier', () => {
  it.each([undefined, 'AU'])('twice is the same as once (default region %s)', (region) => {
    const options = region === undefined ? {} : { defaultRegion: region };
    fc.assert(
      fc.property(anything, (raw) => {
        const once = normalise(raw, options).identifier;
        if (once === undefined) return;
        expect(normalise(once, options).identifier).toEqual(once);
      }),
      { numRuns: runs(1_000, 20_000) },
    );
  });

  it('gives NFC without anything invisible, whatever comes in', () => {
    fc.assert(
      fc.property(anything, (raw) => {
        const { identifier } = normalise(raw);
        if (identifier === undefined) return;
        expect(identifier.value).toBe(identifier.value.normalize('NFC').trim());
        expect(identifier.value).not.toMatch(/[\p{C}\p{Default_Ignorable_Code_Point}]/u);
        expect(identifier.value).not.toBe('');
      }),
      { numRuns: runs(1_000, 20_000) },
    );
  });
});
