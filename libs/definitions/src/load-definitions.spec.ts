import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadDefinitions } from './index.js';

const journey = (name: string, version: number | string) => `journey: ${name}
version: ${version}
title: A journey
startsOn: [a.started]
initial: begin
states:
  begin: { backstage: true, on: { a.ended: { target: end } } }
  end: { type: final, outcome: done }
`;

describe('a folder of definitions', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'definitions-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  async function load(files: Readonly<Record<string, string>>) {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(directory, path)), { recursive: true });
      await writeFile(join(directory, path), text);
    }
    const { definitions, faults } = await loadDefinitions(directory);
    return {
      found: definitions.map(({ name, version }) => `${name}@${version}`),
      faults: faults.map(
        ({ file, line, column, severity, message }) =>
          `${relative(directory, file)}:${line}:${column} ${severity} ${message}`,
      ),
    };
  }

  it('is read by name, then version as a number', async () => {
    const loaded = await load({
      'b/v1.yaml': journey('b', 1),
      'a/v10.yaml': journey('a', 10),
      'a/v2.yaml': journey('a', 2),
      'a/v2.spec.yaml': 'not a definition',
      'a/history.mapping.yaml': 'not a definition either',
      'README.md': 'nor this',
    });
    expect(loaded).toEqual({ found: ['a@2', 'a@10', 'b@1'], faults: [] });
  });

  it('wants journey and version to agree with the path', async () => {
    const loaded = await load({ 'a/v1.yaml': journey('b', 2), 'c/v1.yaml': journey('c', 1) });
    expect(loaded).toEqual({
      found: ['c@1'],
      faults: [
        'a/v1.yaml:1:10 error the file lies in the place of `journey: a`, but says `b`',
        'a/v1.yaml:2:10 error the file lies in the place of `version: 1`, but says `2`',
      ],
    });
  });

  it('gives the good files when another has a fault', async () => {
    const loaded = await load({ 'a/v1.yaml': journey('a', 'x'), 'b/v1.yaml': journey('b', 1) });
    expect(loaded.found).toEqual(['b@1']);
    expect(loaded.faults).toEqual(['a/v1.yaml:2:10 error `version` must be a whole number']);
  });

  it('points at files that look like versions and are not read', async () => {
    const loaded = await load({ 'a/v1.yml': journey('a', 1), 'a/v02.yaml': journey('a', 2) });
    const message = 'warning not read: a version is called v<N>.yaml, such as v1.yaml';
    expect(loaded).toEqual({
      found: [],
      faults: [`a/v02.yaml:1:1 ${message}`, `a/v1.yml:1:1 ${message}`],
    });
  });

  it('that is not there is an error that says what to set', async () => {
    await expect(loadDefinitions(join(directory, 'nowhere'))).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining('JOURNEYS_DIR'),
    });
  });
});
