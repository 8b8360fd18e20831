import { describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileMapping, loadMapping } from './mapping.js';
import type { SourceRow } from './source-row.js';
import { compileCondition, slug } from './template.js';

function row(event: SourceRow['event'], indexInCase = 0): SourceRow {
  return { index: 7, indexInCase, event, case: { 'concept:name': '173688', AMOUNT_REQ: 20000 } };
}

const mapping = compileMapping({
  import: 'bank',
  format: 'xes',
  source: '//bank',
  id: '{case.concept:name}-{indexInCase}',
  time: '{time:timestamp}',
  types: [
    { when: { 'concept:name': 'A_*' }, type: 'application.{1}' },
    { when: { 'concept:name': 'W_*', 'lifecycle:transition': '*' }, type: 'work.{1}.{2}' },
  ],
  channels: [{ when: { 'concept:name': 'W_Nabellen *' }, channel: 'phone' }, { channel: 'web' }],
  identifiers: [
    { scheme: 'case', value: '{case.concept:name}', verified: true },
    { scheme: 'email', value: '{email}' },
  ],
  actors: [{ when: { 'org:resource': '*' }, kind: 'agent', id: '{org:resource}' }],
  data: [
    {
      when: { 'concept:name': 'A_SUBMITTED' },
      set: { amount: '{case.AMOUNT_REQ}', who: 'case {case.concept:name}' },
    },
  ],
});

describe('an import mapping', () => {
  it('makes an interaction of an event, keeping the type of a value that stands alone', () => {
    expect(
      mapping.map(
        row({ 'concept:name': 'A_SUBMITTED', 'time:timestamp': '2011-10-01T00:38:44.546+02:00' }),
      ),
    ).toEqual({
      id: '173688-0',
      source: '//bank',
      type: 'application.submitted',
      channel: 'web',
      time: Date.UTC(2011, 8, 30, 22, 38, 44, 546),
      identifiers: [{ scheme: 'case', value: '173688', verified: true }],
      actor: { kind: 'customer', id: null },
      data: { amount: 20000, who: 'case 173688' },
    });
  });

  it('takes the first rule that fits, and what the stars stood for', () => {
    const call = mapping.map(
      row(
        {
          'concept:name': 'W_Nabellen offertes',
          'lifecycle:transition': 'COMPLETE',
          'org:resource': '112',
          'time:timestamp': 1,
        },
        3,
      ),
    );
    expect(call).toMatchObject({
      id: '173688-3',
      type: 'work.nabellen-offertes.complete',
      channel: 'phone',
      actor: { kind: 'agent', id: '112' },
    });
  });

  it.each([
    [{ 'concept:name': 'X', 'time:timestamp': 1 }, /no rule of `types` fits/],
    [{ 'concept:name': 'A_X', 'time:timestamp': 'yesterday' }, /"yesterday" is neither ISO 8601/],
    [{ 'concept:name': 'A_X' }, /its time undefined/],
  ])('stops at an event it cannot map: %j', (event, message) => {
    expect(() => mapping.map(row(event as unknown as SourceRow['event']))).toThrow(message);
  });
});

describe('a condition', () => {
  it.each([
    ['a*c', 'abc', ['b']],
    ['a*c', 'ab', undefined],
    ['*', '', ['']],
    ['*-*', 'a-b-c', ['a', 'b-c']],
    ['aa*aa', 'aaa', undefined],
  ])('%s against %s', (glob, text, captures) => {
    expect(compileCondition({ x: glob })(row({ x: text }))).toEqual(captures);
  });

  it('fits nothing when the attribute is absent', () => {
    expect(compileCondition({ y: '*' })(row({ x: '' }))).toBeUndefined();
  });
});

it('slugs text into an event type', () => {
  expect(slug('Nabellen incomplete dossiers')).toBe('nabellen-incomplete-dossiers');
  expect(slug('  Ä_b ')).toBe('b');
});

describe('a mapping file', () => {
  const faultsOf = async (text: string): Promise<string[]> => {
    const folder = await mkdtemp(join(tmpdir(), 'mapping-'));
    const file = join(folder, 'bank.mapping.yaml');
    await writeFile(file, text);
    const told = await loadMapping(file).then(
      () => '',
      (error: unknown) => (error as Error).message,
    );
    await rm(folder, { recursive: true });
    return told.split('\n').map((line) => line.replace(`${file}:`, ''));
  };
  const SOUND = `
import: bank
format: csv
source: //bank
id: '{id}'
time: '{time}'
types: [{ type: application.started }]
channels: [{ channel: web }]
identifiers: [{ scheme: email, value: '{email}' }]
`;

  it('that is sound has no faults', async () => {
    expect(await faultsOf(SOUND)).toEqual(['']);
  });

  it('is refused with every key that is unknown, missing or not as it should be, and its line', async () => {
    const text = SOUND.replace('format: csv', 'format: xml')
      .replace('source: //bank\n', 'sources: //bank\n')
      .replace('channel: web', 'chanel: web');
    const faults = await faultsOf(text);
    expect(faults).toHaveLength(5);
    expect(faults).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^3:9: `format` must be xes, or csv, or ndjson, not `xml`/),
        expect.stringMatching(/^4:1: .* has no `sources`; did you mean `source`/),
        expect.stringMatching(/^2:1: .* needs `source`$/),
        expect.stringMatching(/^8:\d+: .* has no `chanel`; did you mean `channel`/),
        expect.stringMatching(/^8:\d+: .* needs `channel`$/),
      ]),
    );
  });

  it('that is no YAML is refused with the line', async () => {
    expect(await faultsOf('import: [')).toEqual([expect.stringMatching(/^1:\d+: /)]);
  });
});
