import { describe, expect, it } from '@jest/globals';
import { compileMapping } from './mapping.js';
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
