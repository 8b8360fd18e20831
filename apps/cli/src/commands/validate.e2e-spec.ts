import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { installationRoot } from '#config';
import { temporaryDirectory, throughline } from '#testing';

jest.setTimeout(300_000);

const GOOD = `journey: parcel
version: 1
title: Parcel
startsOn: [parcel.sent]
correlation: { by: subject, concurrency: one-open }
initial: underway
states:
  underway:
    title: On its way
    channels: { web: /parcel, phone: Your parcel is on its way. }
    on:
      parcel.delivered: { target: delivered, label: Deliver it }
  delivered:
    title: Delivered
    type: final
    outcome: delivered
`;

describe('throughline validate', () => {
  let folder: Awaited<ReturnType<typeof temporaryDirectory>>;
  beforeEach(async () => {
    folder = await temporaryDirectory();
  });
  afterEach(() => folder.remove());

  const written = async (text: string): Promise<string> => {
    await mkdir(join(folder.path, 'parcel'), { recursive: true });
    const file = join(folder.path, 'parcel', 'v1.yaml');
    await writeFile(file, text);
    return file;
  };

  it('says that the journeys shipped are good', async () => {
    const journeys = join(installationRoot(), 'journeys');
    expect(await throughline(['validate', journeys])).toEqual({
      code: 0,
      lines: [`${journeys}: good`],
      errors: '',
    });
  });

  it('says that a single file is good', async () => {
    const file = await written(GOOD);
    expect(await throughline(['validate', file])).toMatchObject({
      code: 0,
      lines: [`${file}: good`],
    });
  });

  it('shows the line of a fault, with a caret under it', async () => {
    const file = await written(GOOD.replace('target: delivered', 'target: nowhere'));
    const { code, lines, errors } = await throughline(['validate', file]);
    expect(code).toBe(1);
    const at = lines.findIndex((line) => line.includes('nowhere'));
    const [head = '', source = '', caret = ''] = lines.slice(at);
    expect(head).toMatch(/v1\.yaml:12:\d+ error: .*nowhere/);
    expect(source).toBe('   12 |       parcel.delivered: { target: nowhere, label: Deliver it }');
    expect(caret).toMatch(/^ {6}\| +\^$/);
    expect(source.slice(caret.indexOf('^'))).toMatch(/^nowhere/);
    expect(errors.trim()).toBe('1 error, 1 warning');
  });

  it('says what was perhaps meant, and uses no colour where nobody sees it', async () => {
    const file = await written(GOOD.replace('target: delivered', 'target: delievered'));
    const { lines } = await throughline(['validate', file]);
    expect(lines).toContain('      = did you mean `delivered`?');
    expect(lines.join('\n')).not.toContain('\u001B');
  });

  it('passes warnings, unless it is strict', async () => {
    const file = await written(GOOD.replace('    outcome: delivered\n', ''));
    const { code, lines } = await throughline(['validate', file]);
    expect({ code, last: lines.at(-1) }).toEqual({ code: 0, last: `${file}: good, but 1 warning` });
    expect(await throughline(['validate', '--strict', file])).toMatchObject({
      code: 1,
      errors: '1 warning\n',
    });
  });

  it('tells a machine in JSON', async () => {
    const file = await written(GOOD.replace('target: delivered', 'target: delievered'));
    const { code, lines } = await throughline(['validate', '--json', file]);
    expect(code).toBe(1);
    expect(JSON.parse(lines.join('\n'))).toEqual({
      errors: 1,
      warnings: 0,
      faults: expect.arrayContaining([
        {
          file,
          line: 12,
          column: 35,
          severity: 'error',
          message: 'state `delievered` does not exist; did you mean `delivered`?',
          path: ['states', 'underway', 'on', 'parcel.delivered', 'target'],
        },
      ]),
    });
  });

  it('waits for no pipe, and says what a folder called like a file is', async () => {
    const pipe = join(folder.path, 'pipe.yaml');
    execFileSync('mkfifo', [pipe]);
    expect(await throughline(['validate', pipe])).toMatchObject({
      code: 1,
      lines: [`${pipe}:1:1 error: not read: this is a pipe, not a file`],
    });
    await mkdir(join(folder.path, 'parcel', 'v1.yaml'), { recursive: true });
    expect((await throughline(['validate', folder.path])).lines).toEqual([
      expect.stringMatching(/v1\.yaml:1:1 error: not read: this is a folder, not a file$/),
    ]);
  });

  it('takes the folder of one journey for the versions in it', async () => {
    const file = await written(GOOD);
    expect(await throughline(['validate', join(folder.path, 'parcel')])).toMatchObject({
      code: 0,
      lines: [`${file}: good`],
    });
  });

  it('does not call a folder good in which there is nothing to check', async () => {
    expect(await throughline(['validate', folder.path])).toMatchObject({
      code: 2,
      errors: `${folder.path}: there is no <name>/v<N>.yaml in this folder.\n`,
    });
  });

  it('tells every fault of every path at once, and good ones beside them', async () => {
    const bad = await written(
      GOOD.replace('title: Parcel\n', 'title: Parcel\ncolour: red\n').replace(
        'initial: underway',
        'initial: lost',
      ),
    );
    const journeys = join(installationRoot(), 'journeys');
    const { code, lines, errors } = await throughline(['validate', journeys, bad]);
    expect(code).toBe(1);
    expect(lines).toContain(`${journeys}: good`);
    expect(lines.join('\n')).toMatch(/:4:1 error: .*colour/);
    expect(lines.join('\n')).toMatch(/:7:10 error: .*lost/);
    expect(errors.trim()).toBe('2 errors');
  });

  it('refuses what is no YAML at its line, and a path that is not there as bad usage', async () => {
    const torn = await written(GOOD.replace('startsOn: [parcel.sent]', 'startsOn: [parcel.sent'));
    expect(await throughline(['validate', torn])).toMatchObject({ code: 1 });
    const missing = join(folder.path, 'nothing.yaml');
    expect(await throughline(['validate', missing])).toEqual({
      code: 2,
      lines: [],
      errors: `${missing}: no such file or folder.\n`,
    });
  });
});
