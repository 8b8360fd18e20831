import { describe, expect, it } from '@jest/globals';
import { LruMap } from './lru-map.js';

describe('a bounded map', () => {
  it('lets go of what was used longest ago', () => {
    const map = new LruMap<string, number>(2);
    map.set('one', 1);
    map.set('two', 2);
    expect(map.get('one')).toBe(1);
    map.set('three', 3);
    expect([map.get('one'), map.get('two'), map.get('three')]).toEqual([1, undefined, 3]);
  });

  it('does not take asking whether it holds something for a use', () => {
    const map = new LruMap<string, number>(2);
    map.set('one', 1);
    map.set('two', 2);
    expect(map.has('one')).toBe(true);
    map.set('three', 3);
    expect([map.has('one'), map.has('two')]).toEqual([false, true]);
  });

  it('holds what is known to be undefined', () => {
    const map = new LruMap<string, undefined>(1);
    map.set('absent', undefined);
    expect([map.has('absent'), map.get('absent'), map.has('absent')]).toEqual([
      true,
      undefined,
      true,
    ]);
    map.delete('absent');
    expect(map.has('absent')).toBe(false);
  });

  it('holds nothing when nothing is to be held', () => {
    const map = new LruMap<string, number>(0);
    map.set('one', 1);
    expect(map.has('one')).toBe(false);
  });
});
