import { describe, expect, it } from '@jest/globals';
import { parseRedisUrl } from './address.js';

describe('a REDIS_URL', () => {
  it('names one server, with or without TLS', () => {
    for (const url of ['redis://localhost', 'rediss://user:p%40ss@cache.example:6380/2']) {
      expect(parseRedisUrl(url)).toEqual({ kind: 'single', url });
    }
  });

  it('names sentinels, the master they watch, and its database', () => {
    expect(parseRedisUrl('redis+sentinel://:p%2Fw@s1:26380,s2,[::1]:5/orders/3')).toEqual({
      kind: 'sentinel',
      tls: false,
      password: 'p/w',
      nodes: [
        { host: 's1', port: 26_380 },
        { host: 's2', port: 26_379 },
        { host: '::1', port: 5 },
      ],
      name: 'orders',
      db: 3,
    });
  });

  it('names nodes of a cluster', () => {
    expect(parseRedisUrl('rediss+cluster://ana:secret@c1,c2:7001')).toEqual({
      kind: 'cluster',
      tls: true,
      username: 'ana',
      password: 'secret',
      nodes: [
        { host: 'c1', port: 6_379 },
        { host: 'c2', port: 7_001 },
      ],
    });
  });

  it('that cannot be read is refused without repeating what may be a password', () => {
    const bad = [
      'http://x',
      'redis://',
      'redis+sentinel://h1',
      'redis+cluster://h1/2',
      'redis+cluster://h1:port',
      'redis+other://h1',
      'user:hunter2@host',
    ];
    for (const url of bad) {
      expect(() => parseRedisUrl(url)).toThrow(
        expect.objectContaining({
          code: 'INVALID',
          message: expect.not.stringContaining('hunter2'),
        }),
      );
    }
  });
});
