import { describe, expect, it } from '@jest/globals';
import { normalise } from './normalise.js';

describe('an identifier in its one form', () => {
  it.each([
    ['email', ' Ana.Silva@EXAMPLE.org ', 'Ana.Silva@example.org'],
    ['email', 'jose\u0301@Exa\u0301mple.es', 'josé@exámple.es'],
    ['phone', '+61 491 570 006', '+61491570006'],
    ['phone', '0491 570 006', '+61491570006'],
    ['phone', '+61 (0)491-570-006', '+61491570006'],
    ['phone', '＋６１ ４９１ ５７０ ００６', '+61491570006'],
    ['phone', '02 9999 9999 ext. 12', '+61299999999;ext=12'],
    ['customer', ' 00-123 ', '00-123'],
    ['loyalty-card', 'Cafe\u0301', 'Café'],
  ])('%s %j is %j', (scheme, value, expected) => {
    expect(normalise({ scheme, value }, { defaultRegion: 'AU' }).identifier).toEqual({
      scheme,
      value: expected,
      verified: false,
      links: true,
    });
  });

  it.each([
    ['email', 'ana', 'not an e-mail address'],
    ['email', 'ana@localhost', 'not the domain'],
    ['email', 'a b@example.org', 'not an e-mail address'],
    ['phone', '0491 570 006', 'country code'],
    ['phone', 'call me', 'not a phone number'],
    ['phone', '+61 49', 'length'],
    ['phone', '+61 491 570 006 000 000 000 000', 'too long'],
    ['cookie', '   ', 'empty'],
    ['cookie', 'a\u200db', 'U+200D'],
    ['cookie', 'a\u202eb', 'U+202E'],
    ['cookie', 'a\tb', 'U+0009'],
    ['cookie', 'a\u00a0b', 'U+00A0'],
    ['cookie', 'x'.repeat(257), 'longer'],
    ['Coo kie', 'x', 'scheme'],
    ['__proto__', 'x', 'scheme'],
  ])('%s %j is refused: %s', (scheme, value, why) => {
    expect(normalise({ scheme, value }).fault).toContain(why);
  });

  it.each(['null', 'NULL', 'anonymous', '-1', '0', '0000-0000', 'undefined', 'N/A'])(
    '%j is kept and links nothing',
    (value) => {
      expect(normalise({ scheme: 'customer', value }).identifier?.links).toBe(false);
    },
  );

  it('links nothing by the company’s own number', () => {
    const options = { defaultRegion: 'AU', blocked: { phone: ['+61299999999'] } };
    const ours = normalise({ scheme: 'phone', value: '02 9999 9999' }, options);
    expect(ours.identifier).toMatchObject({ value: '+61299999999', links: false });
  });
});
