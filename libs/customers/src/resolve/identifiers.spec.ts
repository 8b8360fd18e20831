import { describe, expect, it } from '@jest/globals';
import { IdentifierHash } from './identifier-hash.js';
import { Identifiers } from './identifiers.js';

describe('an identifier that is read', () => {
  const identifiers = new Identifiers(new IdentifierHash(Buffer.alloc(32)), {
    defaultRegion: 'AU',
    regions: { branch: 'NZ' },
    blocked: { phone: ['+61255501234'] },
  });
  const phone = (value: string, channel?: string) =>
    identifiers.normalise({ scheme: 'phone', value }, channel).identifier;

  it('is of the country of its channel, whichever was read before', () => {
    for (let again = 0; again < 2; again++) {
      expect(phone('021 555 123')?.value).toBe('+6121555123');
      expect(phone('021 555 123', 'branch')?.value).toBe('+6421555123');
      expect(phone('021 555 123', 'constructor')?.value).toBe('+6121555123');
      expect(phone('+1 212 555 2368', 'branch')?.value).toBe('+12125552368');
    }
  });

  it("links nothing when it is the company's own, however it is written", () => {
    expect(phone('02 5550 1234')).toMatchObject({ value: '+61255501234', links: false });
    expect(phone('+61 (0)2 5550 1234', 'branch')?.links).toBe(false);
    expect(phone('02 5550 1235')?.links).toBe(true);
  });
});
