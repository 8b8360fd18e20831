import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { allowsChannel, allowsType } from './channel-key.js';
import { ChannelKeys } from './channel-keys.js';
import { isLoopback } from './loopback.js';

describe('channel keys', () => {
  let directory: string;
  let file: string;
  let now = 1_000_000;
  const clock = { now: () => now, until: () => Promise.resolve() };
  const open = () => ChannelKeys.open({ file, clock });
  /** The development keys that a start shows. */
  const shownBy = async (keys: ChannelKeys): Promise<string[]> => {
    const shown: string[] = [];
    await keys.showDevelopmentKey(async (key) => void shown.push(key));
    return shown;
  };
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'keys-'));
    file = join(directory, 'sub', 'channel-keys.json');
  });
  afterEach(() => rm(directory, { recursive: true }));

  it('show a development key at the first start and never again', async () => {
    const [key = ''] = await shownBy(await open());
    expect(key).toMatch(/^tl_[0-9a-f]{12}_[A-Za-z0-9_-]{43}$/);
    const second = await open();
    expect(await shownBy(second)).toEqual([]);
    expect((await second.verify(key))?.name).toBe('development');
  });

  it('show a development key that holds by the time it is read', async () => {
    const keys = await open();
    const names: unknown[] = [];
    await keys.showDevelopmentKey(async (key) => void names.push((await keys.verify(key))?.name));
    expect(names).toEqual(['development']);
  });

  it('show another development key when the one before was made and nobody saw it', async () => {
    const interrupted = await open();
    let unseen = '';
    const dying = interrupted.showDevelopmentKey(async (key) => {
      unseen = key;
      throw new Error('the terminal is gone');
    });
    await expect(dying).rejects.toThrow('the terminal is gone');
    const keys = await open();
    const [key = ''] = await shownBy(keys);
    expect((await keys.verify(key))?.name).toBe('development');
    expect(await keys.verify(unseen)).toBeUndefined();
    expect(await shownBy(await open())).toEqual([]);
  });

  it('show no development key where somebody made a key before', async () => {
    const keys = await open();
    await keys.create('web', { channels: ['web'], types: ['*'] });
    expect(await shownBy(await open())).toEqual([]);
  });

  it('are not in the file that keeps them, which only its owner reads', async () => {
    const keys = await open();
    const key = await keys.create('web', { channels: ['web'], types: ['*'] });
    const text = await readFile(file, 'utf8');
    expect(text).not.toContain(key.slice(-43));
    expect((await stat(file)).mode & 0o077).toBe(0);
  });

  it('hold only as they were given, to the last character', async () => {
    const keys = await open();
    const [key = ''] = await shownBy(keys);
    const last = key.at(-1) === 'A' ? 'Q' : 'A';
    expect(await keys.verify(key.slice(0, -1) + last)).toBeUndefined();
    expect(await keys.verify(key.slice(0, -1))).toBeUndefined();
    expect(await keys.verify('')).toBeUndefined();
  });

  it('end everywhere within a second when one process revokes them', async () => {
    const here = await open();
    const [key = ''] = await shownBy(here);
    const there = await open();
    const id = key.split('_')[1] ?? '';
    expect(await there.isActive(id)).toBe(true);
    await here.revoke(id);
    now += 1_001;
    expect(await there.verify(key)).toBeUndefined();
    expect(await there.isActive(id)).toBe(false);
    await expect(here.revoke('000000000000')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('are not read from a file that holds something else', async () => {
    await shownBy(await open());
    await writeFile(file, '{"keys": 3}');
    await expect(open()).rejects.toMatchObject({ code: 'CORRUPT' });
    await writeFile(file, '[');
    await expect(open()).rejects.toMatchObject({ code: 'CORRUPT' });
  });

  it('allow what their scope names', () => {
    const scope = { channels: ['web'], types: ['application.*', 'call.started'] };
    expect(allowsChannel(scope, 'web')).toBe(true);
    expect(allowsChannel(scope, 'phone')).toBe(false);
    expect(allowsType(scope, 'application.started')).toBe(true);
    expect(allowsType(scope, 'applications.started')).toBe(false);
    expect(allowsType(scope, 'call.started')).toBe(true);
    expect(allowsType(scope, 'call.started.twice')).toBe(false);
  });
});

describe('this machine only', () => {
  it.each(['127.0.0.1', '127.9.9.9', '::1', '[::1]', 'localhost'])('%s', (host) => {
    expect(isLoopback(host)).toBe(true);
  });
  it.each(['0.0.0.0', '::', '10.0.0.1', 'example.org', '127.0.0.1.example.org'])(
    'not %s',
    (host) => {
      expect(isLoopback(host)).toBe(false);
    },
  );
});
