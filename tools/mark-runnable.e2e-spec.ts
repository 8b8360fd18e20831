import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const { bin, version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly bin: Readonly<Record<string, string>>;
  readonly version: string;
};

describe('a command of the package, built once more', () => {
  it.each(Object.entries(bin))('%s runs by its name alone', (_name, file) => {
    const PATH = [join(ROOT, 'node_modules', '.bin'), process.env['PATH']].join(delimiter);
    const env = { ...process.env, NODE_OPTIONS: '', PATH };
    const told = execFileSync(join(ROOT, file), ['--version'], { env, encoding: 'utf8' });
    expect(told.trim()).toBe(version);
  });
});
