import { describe, expect, it } from '@jest/globals';
import type { SubjectId } from '#contracts';
import { emptySubject } from '#journey';
import { SubjectCache } from './subject-cache.js';

const [ANA, BEN, CLEO] = ['ana', 'ben', 'cleo'] as [SubjectId, SubjectId, SubjectId];
const state = (subject: SubjectId) => ({
  ...emptySubject(subject),
  recentIds: [{ fingerprint: 1, time: 1 }],
});

describe('the subjects an owner keeps', () => {
  it('are never more than its bound, and what was used longest ago goes first', () => {
    const cache = new SubjectCache(2);
    cache.loaded(ANA, state(ANA));
    cache.loaded(BEN, state(BEN));
    cache.get(ANA);
    cache.loaded(CLEO, state(CLEO));
    expect([ANA, BEN, CLEO].map((subject) => cache.has(subject))).toEqual([true, false, true]);
  });

  it('stay beyond the bound while they are decided and not committed: the store does not know them yet', () => {
    const cache = new SubjectCache(1);
    for (const subject of [ANA, BEN, CLEO]) cache.decided(subject, state(subject));
    expect([ANA, BEN, CLEO].every((subject) => cache.has(subject))).toBe(true);
    cache.committed([ANA, BEN, CLEO]);
    expect([ANA, BEN, CLEO].map((subject) => cache.has(subject))).toEqual([false, false, true]);
  });

  it('stay until the last batch that changed them is committed', () => {
    const cache = new SubjectCache(0);
    cache.decided(ANA, emptySubject(ANA));
    cache.decided(ANA, state(ANA));
    cache.committed([ANA]);
    expect(cache.get(ANA)).toEqual(state(ANA));
    cache.committed([ANA]);
    expect(cache.has(ANA)).toBe(false);
  });

  it('are not set back by what the store held before a decision', () => {
    const cache = new SubjectCache(2);
    cache.decided(ANA, state(ANA));
    cache.loaded(ANA, undefined);
    expect(cache.get(ANA)).toEqual(state(ANA));
  });

  it('include those known to be new', () => {
    const cache = new SubjectCache(2);
    cache.loaded(ANA, undefined);
    expect([cache.has(ANA), cache.get(ANA), cache.has(BEN)]).toEqual([true, undefined, false]);
  });
});
