import { describe, expect, it } from '@jest/globals';
import { didYouMean, nearest } from './did-you-mean.js';

describe('a suggestion for an unknown word', () => {
  const known = ['details', 'identity', 'credit', 'offer'];

  it('is the nearest known word: a letter too many, too few, wrong or swapped', () => {
    for (const slip of ['identitty', 'idenity', 'identify', 'idnetity', 'Identity']) {
      expect(nearest(slip, known)).toBe('identity');
    }
  });

  it('is not made for a word that is like none', () => {
    expect(nearest('mars', known)).toBeUndefined();
    expect(nearest('x', known)).toBeUndefined();
    expect(nearest('identity'.repeat(20), known)).toBeUndefined();
  });

  it('is the first of equally near ones', () => {
    expect(nearest('cat', ['bat', 'car'])).toBe('bat');
  });

  it('ends a message, or leaves it as it is', () => {
    expect(`no \`ofer\`${didYouMean('ofer', known)}`).toBe('no `ofer`; did you mean `offer`?');
    expect(`no \`mars\`${didYouMean('mars', known)}`).toBe('no `mars`');
  });
});
