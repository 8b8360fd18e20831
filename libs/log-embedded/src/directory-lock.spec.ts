import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from '#testing';
import { lockDirectory, removeIfStill } from './directory-lock.js';

/** A process id beyond what any system gives out. */
const NOBODY = 2 ** 22 + 1;

describe('a directory that a process takes for itself', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  let file: string;

  beforeEach(async () => {
    directory = await temporaryDirectory();
    file = join(directory.path, 'in-use-by');
  });
  afterEach(() => directory.remove());

  it('is refused to the next, who is told which process has it', () => {
    const unlock = lockDirectory(directory.path);
    expect(() => lockDirectory(directory.path)).toThrow(`in use by process ${process.pid}`);
    unlock();
    lockDirectory(directory.path)();
  });

  it('is taken over from a process that is dead', () => {
    writeFileSync(file, `${NOBODY} 1\n`);
    const unlock = lockDirectory(directory.path);
    expect(readFileSync(file, 'utf8')).toMatch(new RegExp(`^${process.pid} `));
    unlock();
    expect(readdirSync(directory.path)).toEqual([]);
  });

  it('is taken over from a process whose id was given out again', () => {
    writeFileSync(file, `${process.pid} 1\n`);
    lockDirectory(directory.path)();
    expect(readdirSync(directory.path)).toEqual([]);
  });

  it('belongs to a process that has just made its file and not written into it yet', () => {
    writeFileSync(file, '');
    expect(() => lockDirectory(directory.path)).toThrow('is just being taken');
    expect(readFileSync(file, 'utf8')).toBe('');
  });

  it('belongs to a process that has written only a part of its name', () => {
    writeFileSync(file, 'x');
    expect(() => lockDirectory(directory.path)).toThrow('is just being taken');
  });

  it('is taken over from a process that died before it wrote', () => {
    writeFileSync(file, '');
    const longAgo = new Date(Date.now() - 3_600_000);
    utimesSync(file, longAgo, longAgo);
    lockDirectory(directory.path)();
    expect(readdirSync(directory.path)).toEqual([]);
  });

  it('is left to who took it over first, by who found the same dead process', () => {
    const unlock = lockDirectory(directory.path);
    removeIfStill(file, `${NOBODY} 1\n`);
    expect(readFileSync(file, 'utf8')).toMatch(new RegExp(`^${process.pid} `));
    unlock();
    expect(readdirSync(directory.path)).toEqual([]);
  });

  it('gives back only what is its own', () => {
    const unlock = lockDirectory(directory.path);
    writeFileSync(file, `${NOBODY} 1\n`);
    unlock();
    expect(readFileSync(file, 'utf8')).toBe(`${NOBODY} 1\n`);
  });
});
