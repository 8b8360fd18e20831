import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { runs } from '#testing';
import { type FieldSource } from '../definition/definition.js';
import { fieldFault } from './field-value.js';

type Format = NonNullable<FieldSource['format']>;

const FORMATS = ['email', 'phone', 'date', 'date-time', 'time', 'uri', 'uuid'] as const;
const TYPES = ['string', 'number', 'integer', 'boolean', 'object', 'array'] as const;

const rules: fc.Arbitrary<FieldSource> = fc.record(
  {
    type: fc.constantFrom(...TYPES),
    from: fc.constant(['told']),
    format: fc.constantFrom(...FORMATS),
    enum: fc.array(fc.oneof(fc.string(), fc.integer())),
    minimum: fc.double({ noNaN: true }),
    maximum: fc.double({ noNaN: true }),
    minLength: fc.nat(),
    maxLength: fc.nat(),
  },
  { requiredKeys: ['type', 'from'] },
);

function faultOf(source: FieldSource, value: unknown): string | undefined {
  return fieldFault({ name: 'it', source, path: ['it'], staleAfterMs: undefined }, value);
}

function formatFault(format: Format, text: string): string | undefined {
  return faultOf({ type: 'string', from: [], format }, text);
}

/** What each format's own experts make. */
const EXAMPLES: Readonly<Record<Format, fc.Arbitrary<string>>> = {
  email: fc.emailAddress(),
  phone: fc
    .tuple(fc.constantFrom('', '+'), fc.array(fc.nat(9), { minLength: 4, maxLength: 15 }))
    .map(([plus, digits]) => plus + digits.join('')),
  date: day().map((time) => time.slice(0, 10)),
  'date-time': day(),
  time: day().map((time) => time.slice(11, 19)),
  uri: fc.webUrl({ withFragments: true, withQueryParameters: true }),
  uuid: fc.uuid(),
};

function day(): fc.Arbitrary<string> {
  const [min, max] = [new Date('0001-01-01T00:00:00Z'), new Date('9999-12-31T23:59:59Z')];
  return fc.date({ min, max, noInvalidDate: true }).map((time) => time.toISOString());
}

describe('a value for a field, whatever it is', () => {
  it('fits or is told what is wrong, and nothing is thrown', () => {
    fc.assert(
      fc.property(rules, fc.anything(), (source, value) => {
        const fault = faultOf(source, value);
        if (fault !== undefined) expect(fault).toMatch(/^it must /);
      }),
      { numRuns: runs(2_000) },
    );
  });

  it('that came by JSON and is of its type fits where nothing more is asked', () => {
    const typed = fc.jsonValue().map((value): [FieldSource['type'] | undefined, unknown] => {
      if (Array.isArray(value)) return ['array', value];
      if (value === null) return [undefined, value];
      return [typeof value as FieldSource['type'], value];
    });
    fc.assert(
      fc.property(typed, ([type, value]) => {
        for (const asked of TYPES) {
          const fits = faultOf({ type: asked, from: [] }, value) === undefined;
          const isWhole = asked === 'integer' && Number.isSafeInteger(value);
          expect(fits).toBe(asked === type || isWhole);
        }
      }),
    );
  });

  it.each(FORMATS)('is of format %s when that is what it was made as', (format) => {
    fc.assert(
      fc.property(EXAMPLES[format], (text) => {
        expect(formatFault(format, text)).toBeUndefined();
      }),
      { numRuns: runs(1_000) },
    );
  });

  it.each(FORMATS)('of format %s is answered at once however it is knotted', (format) => {
    // A pattern that goes back over such a text would not come to an end before the test runner's patience does.
    const piece = fc.constantFrom(
      'a',
      '1',
      '.',
      '-',
      '@',
      ':',
      '/',
      ' ',
      '+',
      '(',
      '%',
      'a@',
      'a.',
      '1-',
    );
    const knotted = fc
      .tuple(piece, piece, fc.constantFrom('', '!', '\n', '@'), fc.constantFrom(30, 1_000, 131_072))
      .map(([one, other, end, times]) => `${one}${other.repeat(times)}${end}`);
    fc.assert(
      fc.property(knotted, (text) => {
        if (text.length > 2_048) expect(formatFault(format, text)).toBeDefined();
        else formatFault(format, text);
      }),
      { numRuns: runs(300) },
    );
  });

  it.each(FORMATS)('of format %s is told in words that do not repeat it', (format) => {
    const secret = fc.string({ minLength: 12, unit: 'grapheme-ascii' });
    fc.assert(
      fc.property(secret, (text) => {
        expect(formatFault(format, text) ?? '').not.toContain(text);
      }),
    );
  });
});
