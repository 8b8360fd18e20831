import { describe, expect, it } from '@jest/globals';
import { ceAttributes } from './headers.js';
import {
  LATEST_SEMANTICS,
  logHeaders,
  Semantics,
  SEMANTICS_HEADER,
  SEMANTICS_STAMP,
  semanticsOf,
} from './semantics.js';

const asBytes = (headers: Readonly<Record<string, string>>): Record<string, Uint8Array> =>
  Object.fromEntries(Object.entries(headers).map(([key, text]) => [key, Buffer.from(text)]));

const said = (text: string): number | undefined =>
  semanticsOf(asBytes({ [SEMANTICS_HEADER]: text }));

describe('under which semantics a record is folded', () => {
  it('is in its headers, beside what makes it a CloudEvent', () => {
    const event = { id: 'i-1', source: '//web', type: 'page.viewed', subject: 'ana' };
    const headers = asBytes(logHeaders(event));
    expect(semanticsOf(headers)).toBe(LATEST_SEMANTICS);
    expect(ceAttributes(headers)).toEqual(event);
    expect(semanticsOf(asBytes(SEMANTICS_STAMP))).toBe(LATEST_SEMANTICS);
  });

  it('is the first where it does not say: whatever was written before there were numbers', () => {
    expect(semanticsOf({})).toBe(Semantics.first);
    expect(Semantics.first).toBe(1);
  });

  it('is told also of those of releases to come', () => {
    expect(said('2')).toBe(2);
    expect(said('17')).toBe(17);
    expect(said('9999')).toBe(9_999);
  });

  it.each(['', '0', '10000', '99999999999999999999', '-1', '1.5', ' 2', 'two'])(
    'is not told by %j',
    (text) => {
      expect(said(text)).toBeUndefined();
    },
  );

  it('is one number per change, without gaps', () => {
    const numbers = Object.values(Semantics);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });
});
