import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { installationRoot } from '#config';
import { temporaryDirectory, throughline } from '#testing';

jest.setTimeout(60_000);

const GOOD = `journey: parcel
version: 1
title: Parcel
startsOn: [parcel.sent]
correlation: { by: subject, concurrency: one-open }
initial: underway
states:
  underway:
    title: On its way
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
    expect(head).toMatch(/v1\.yaml:11:\d+ error: .*nowhere/);
    expect(source).toBe('   11 |       parcel.delivered: { target: nowhere, label: Deliver it }');
    expect(caret).toMatch(/^ {5} \| +\^$/);
    expect(source.slice(caret.indexOf('^'))).toMatch(/^(target: )?nowhere/);
    expect(errors.trim()).toMatch(/^\d+ errors?$/);
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
