import { describe, expect, it } from '@jest/globals';
import { type FieldSource } from '../definition/definition.js';
import { fieldFault } from './field-value.js';

type Rules = Omit<FieldSource, 'from'>;

function faultOf(rules: Rules, value: unknown): string | undefined {
  const source: FieldSource = { ...rules, from: ['told'] };
  return fieldFault({ name: 'it', source, path: ['it'], staleAfterMs: undefined }, value);
}

describe('a value for a field', () => {
  it.each<[FieldSource['type'], unknown, unknown, string]>([
    ['string', 'Ana', 7, 'number'],
    ['number', 7.5, '7.5', 'string'],
    ['number', 7, [7], 'array'],
    ['number', 7, null, 'null'],
    ['number', 7, Number('1e999'), 'too large a number'],
    ['integer', 7, 7.5, 'number'],
    ['integer', 7, 2 ** 53, 'too large a number'],
    ['boolean', false, 'false', 'string'],
    ['object', {}, [], 'array'],
    ['array', [], {}, 'object'],
  ])('of type %s may be %j, not %j', (type, right, wrong, is) => {
    expect(faultOf({ type }, right)).toBeUndefined();
    expect(faultOf({ type }, wrong)).toBe(`it must be of type ${type}, what came is ${is}`);
  });

  it('keeps within the bounds of its field, which belong to it', () => {
    const rules: Rules = { type: 'number', minimum: 0, maximum: 1 };
    expect(faultOf(rules, 0)).toBeUndefined();
    expect(faultOf(rules, 1)).toBeUndefined();
    expect(faultOf(rules, -0.5)).toBe('it must be at least 0');
    expect(faultOf(rules, 1.5)).toBe('it must be at most 1');
  });

  it('has as many characters, or items, as its field asks for', () => {
    const text: Rules = { type: 'string', minLength: 2, maxLength: 3 };
    expect(faultOf(text, 'ab')).toBeUndefined();
    expect(faultOf(text, 'a')).toBe('it must have at least 2 characters, what came has 1');
    expect(faultOf(text, 'abcd')).toBe('it must have at most 3 characters, what came has 4');
    expect(faultOf({ type: 'array', maxLength: 1 }, [1, 2])).toBe(
      'it must have at most 1 items, what came has 2',
    );
  });

  it('counts an emoji as the one character it is', () => {
    expect(faultOf({ type: 'string', maxLength: 2 }, '🙂🙂')).toBeUndefined();
  });

  it('is one of the choices, where its field has some', () => {
    const rules: Rules = { type: 'string', enum: ['gold', 'blue'] };
    expect(faultOf(rules, 'gold')).toBeUndefined();
    expect(faultOf(rules, 'red')).toBe('it must be one of gold, blue');
    expect(faultOf({ type: 'integer', enum: [1, 2] }, 3)).toBe('it must be one of 1, 2');
  });

  it.each<[NonNullable<FieldSource['format']>, readonly string[], readonly string[]]>([
    [
      'email',
      ['ana@example.org', "o'neil+a@mail.example.org", 'ana@exämple.org'],
      ['ana', 'ana@localhost', 'ana@@example.org', 'an a@example.org', 'ana@example..org', '@a.b'],
    ],
    ['phone', ['+61 2 9999 0000', '(02) 9999-0000', '112 4'], ['call me', '+', '12', '+61 2 x']],
    ['date', ['2026-11-21', '2024-02-29'], ['2026-02-29', '21.11.2026', '2026-11-21T00:00:00Z']],
    [
      'date-time',
      ['2026-11-21T10:15:00Z', '2026-11-21 10:15:00.5+11:00'],
      ['2026-11-21', '2026-11-21T10:15:00', '2026-02-30T10:15:00Z', '2026-11-21T25:15:00Z'],
    ],
    ['time', ['10:15', '23:59:59.999'], ['24:00', '10', '10:60']],
    ['uri', ['https://example.org/a?b#c', 'tel:112'], ['example.org', 'https://a b', 'http://[']],
    ['uuid', ['0199A3F0-0000-7000-8000-000000000000'], ['0199a3f0', 'urn:uuid:0199a3f0']],
  ])('of format %s is what people call that', (format, right, wrong) => {
    for (const text of right)
      expect([text, faultOf({ type: 'string', format }, text)]).toEqual([text, undefined]);
    for (const text of wrong) {
      expect([text, faultOf({ type: 'string', format }, text)]).toEqual([
        text,
        expect.stringMatching(/^it must be an? /),
      ]);
    }
  });
});
