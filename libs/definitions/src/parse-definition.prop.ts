import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { runs } from '#testing';
import { parseDefinition } from './index.js';

const JOURNEYS = join(import.meta.dirname, '../../../journeys');
const FILES = readdirSync(JOURNEYS).map((name) =>
  readFileSync(join(JOURNEYS, name, 'v1.yaml'), 'utf8'),
);

/** What slips in when people edit: words from elsewhere in the file, brackets, and things YAML treats specially. */
const SCRAPS = [
  '{',
  '}',
  '[',
  ']',
  ': ',
  '- ',
  '\n',
  '\n  ',
  '"',
  "'",
  '#',
  '&a ',
  '*a',
  '!!str ',
  '|',
  '~',
  '\t',
  '\0',
  '\r',
  '\uFEFF',
  '\u202E',
  '<<: ',
  '? ',
  '---\n',
  '%YAML 1.1\n',
];
const WORDS = [
  'states',
  'target',
  'on',
  'after',
  'final',
  'type',
  '1',
  'true',
  'PT1M',
  '__proto__',
  'parallel',
  'history',
  'invoke',
  'always',
  'raise',
  'initial',
  '1e999',
];

const edit = fc.record({
  at: fc.nat(),
  remove: fc.integer({ min: 0, max: 40 }),
  insert: fc.oneof(fc.constantFrom(...SCRAPS, ...WORDS), fc.string({ maxLength: 8 })),
});

const edited = fc
  .tuple(fc.constantFrom(...FILES), fc.array(edit, { minLength: 1, maxLength: 4 }))
  .map(([text, edits]) =>
    edits.reduce((now, { at, remove, insert }) => {
      const start = at % (now.length + 1);
      return now.slice(0, start) + insert + now.slice(start + remove);
    }, text),
  );

/** A journey, or at least one error; and every fault at a place that exists, in words. */
function judge(text: string): void {
  const { definition, faults } = parseDefinition(text, 'a/v1.yaml');
  const errors = faults.filter(({ severity }) => severity === 'error');
  expect(definition === undefined).toBe(errors.length > 0);
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n/);
  for (const { line, column, message } of faults) {
    expect(line).toBeGreaterThanOrEqual(1);
    expect(line).toBeLessThanOrEqual(lines.length);
    expect(column).toBeGreaterThanOrEqual(1);
    expect(column).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 1);
    expect(message).not.toMatch(/undefined|\[object/);
    expect(message.length).toBeGreaterThan(5);
  }
}

describe('whatever is in a file, it gives a journey or says what is wrong and where', () => {
  it('for edited journeys', () => {
    fc.assert(fc.property(edited, judge), { numRuns: runs(100) });
  });

  it('for any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), judge), {
      numRuns: runs(100),
    });
  });
});
