import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SaxesParser } from 'saxes';
import { installationRoot } from '#config';
import { temporaryDirectory, throughline } from '#testing';

jest.setTimeout(300_000);

const PARCEL = `journey: parcel
version: 1
title: Parcel
startsOn: [parcel.sent]
initial: underway
states:
  underway:
    title: On its way
    channels: { web: /track }
    on:
      parcel.delivered: { target: delivered, label: Deliver it }
    after:
      P10D: { target: lost }
  delivered: { title: Delivered, type: final, outcome: delivered }
  lost: { title: Lost, type: final, outcome: failed }
`;

const SPEC = `journey: parcel
version: 1
scenarios:
  - name: a parcel & what becomes of it
    given: { event: parcel.sent, channel: web }
    when: { event: parcel.delivered, channel: phone, actor: agent }
    then: { outcome: delivered }
`;

const LOST = `  - name: a parcel is lost after ten days
    given: { event: parcel.sent, channel: web }
    when: { wait: P10D }
    then: { outcome: failed }
`;

describe('throughline test', () => {
  let folder: Awaited<ReturnType<typeof temporaryDirectory>>;
  let journeys: string;
  beforeEach(async () => {
    folder = await temporaryDirectory();
    journeys = join(folder.path, 'journeys');
    await mkdir(join(journeys, 'parcel'), { recursive: true });
    await writeFile(join(journeys, 'parcel', 'v1.yaml'), PARCEL);
  });
  afterEach(() => folder.remove());

  const specified = (text: string): Promise<void> =>
    writeFile(join(journeys, 'parcel', 'v1.spec.yaml'), text);

  it('runs the specs of the journeys shipped, which reach everything', async () => {
    const { code, lines } = await throughline(['test', '--require-coverage'], {
      JOURNEYS_DIR: join(installationRoot(), 'journeys'),
    });
    expect(lines.filter((line) => /✕|not reached|not run|no spec/.test(line))).toEqual([]);
    expect(lines.at(-1)).toMatch(/^\d+ passed, 0 failed; states (\d+)\/\1; transitions (\d+)\/\2$/);
    expect(code).toBe(0);
  });

  it('names what no scenario reaches, and fails for it when asked to', async () => {
    await specified(SPEC);
    const { code, lines } = await throughline(['test', journeys]);
    expect(code).toBe(0);
    expect(lines.slice(1)).toEqual([
      '  ✓ a parcel & what becomes of it',
      '  states 2/3, transitions 1/2',
      expect.stringMatching(/^ {4}not reached: lost {2}.*v1\.yaml:15:3$/),
      expect.stringMatching(/^ {4}not reached: underway: after P10D → lost {2}.*v1\.yaml:13:7$/),
      '',
      '1 passed, 0 failed; states 2/3; transitions 1/2',
    ]);
    expect(await throughline(['test', journeys, '--require-coverage'])).toMatchObject({ code: 1 });
    await specified(SPEC + LOST);
    expect(await throughline(['test', journeys, '--require-coverage'])).toMatchObject({ code: 0 });
  });

  it('fails for what is not as expected, with the line to look at', async () => {
    await specified(SPEC.replace('outcome: delivered', 'outcome: failed'));
    const { code, lines } = await throughline(['test', join(journeys, 'parcel', 'v1.yaml')]);
    expect(code).toBe(1);
    expect(lines.slice(1, 5)).toEqual([
      '  ✕ a parcel & what becomes of it',
      '      outcome: expected "failed", came "delivered"',
      '        after step 2: parcel.delivered on phone (advanced)',
      expect.stringMatching(/^ {8}.*v1\.spec\.yaml:7:13$/),
    ]);
  });

  it('tells the same as JSON, and as JUnit XML', async () => {
    await specified(SPEC.replace('outcome: delivered', 'outcome: failed') + LOST);
    const junit = join(folder.path, 'junit.xml');
    const { code, lines } = await throughline(['test', journeys, '--json', '--junit', junit]);
    expect(code).toBe(1);
    expect(JSON.parse(lines.join('\n'))).toMatchObject([
      {
        journey: 'parcel',
        version: 1,
        scenarios: [
          { passed: false, failures: [{ line: 7 }] },
          { passed: true, failures: [] },
        ],
        coverage: { states: { reached: 3, of: 3, missed: [] } },
      },
    ]);
    const cases: string[] = [];
    const parser = new SaxesParser();
    parser.on('opentag', ({ name, attributes }) => {
      if (name === 'testcase') cases.push(String(attributes['name']));
      if (name === 'failure') cases.push(String(attributes['message']));
    });
    parser.write(await readFile(junit, 'utf8')).close();
    expect(cases).toEqual([
      'a parcel & what becomes of it',
      'outcome: expected "failed", came "delivered"',
      'a parcel is lost after ten days',
    ]);
  });

  it('does not run a faulty spec, and tells every fault', async () => {
    await specified(SPEC.replace('given', 'gven').replace('version: 1', 'version: 0'));
    const { code, lines } = await throughline(['test', journeys]);
    expect(code).toBe(1);
    expect(lines[0]).toMatch(/v1\.spec\.yaml: not run$/);
    expect(lines[1]).toMatch(/v1\.spec\.yaml:2:10 error: /);
    expect(lines[2]).toMatch(
      /v1\.spec\.yaml:5:5 error: a scenario has no `gven`; did you mean `given`\?$/,
    );
  });

  it('says which definitions have no spec, and which specs no definition', async () => {
    const bare = await throughline(['test', journeys]);
    expect(bare.code).toBe(0);
    expect(bare.lines[0]).toMatch(/v1\.yaml: no spec; write .*v1\.spec\.yaml$/);
    expect(await throughline(['test', journeys, '--require-coverage'])).toMatchObject({ code: 1 });
    await writeFile(join(journeys, 'parcel', 'v2.spec.yaml'), SPEC);
    const orphan = await throughline(['test', journeys]);
    expect(orphan.code).toBe(1);
    expect(orphan.errors).toMatch(
      /v2\.spec\.yaml: the definition it is about, .*v2\.yaml, is not there\./,
    );
    expect(await throughline(['test', join(folder.path, 'nowhere')])).toMatchObject({ code: 1 });
  });
});
