import { describe, expect, it } from '@jest/globals';
import { asMeantInQuery, identifierIn } from './identifier-text.js';

describe('an identifier that people write', () => {
  it('is scheme=value, whatever the value has in it', () => {
    expect(identifierIn('phone=+61412345678')).toEqual({ scheme: 'phone', value: '+61412345678' });
    expect(identifierIn('account=a=b:c')).toEqual({ scheme: 'account', value: 'a=b:c' });
  });
  it.each(['ana@example.org', 'email:ana@example.org', '=x', 'phone=', 'Phone=+61'])(
    '%s is none',
    (text) => expect(identifierIn(text)).toBeUndefined(),
  );
});

describe('an identifier in a query', () => {
  it('keeps the plus that a query string reads as a blank', () => {
    const read = (query: string): string => new URLSearchParams(query).get('value') ?? '';
    expect(asMeantInQuery('phone', read('value=+61412345678'))).toBe('+61412345678');
    expect(asMeantInQuery('phone', read('value=%2B61412345678'))).toBe('+61412345678');
    expect(asMeantInQuery('phone', read('value=+61+412+345+678'))).toBe('+61 412 345 678');
    expect(asMeantInQuery('email', read('value=ana+card@example.org'))).toBe(
      'ana+card@example.org',
    );
    expect(asMeantInQuery('customer', read('value=AB+12'))).toBe('AB 12');
  });
});
