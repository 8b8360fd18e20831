import { describe, expect, it } from '@jest/globals';
import { createDefinitions } from '#journey';
import { parseDefinition, parseMigration } from './index.js';

function version(version: number, first: string) {
  const text = [
    'journey: visit',
    `version: ${version}`,
    'title: Visit',
    'startsOn: [visit.asked]',
    `initial: ${first}`,
    'states:',
    `  ${first}: { channels: { web: /visit }, on: { visit.done: { target: over } } }`,
    '  over: { type: final, outcome: over }',
  ];
  const { definition, faults } = parseDefinition(text.join('\n'), 'v.yaml');
  if (definition === undefined) throw new Error(JSON.stringify(faults));
  return definition;
}

const definitions = createDefinitions([version(1, 'asked'), version(2, 'wanted')]);

function faultsOf(...lines: readonly string[]) {
  return parseMigration(lines.join('\n'), 'm.yaml', definitions).faults.map(
    ({ line, column, severity, message }) => `${line}:${column} ${severity}: ${message}`,
  );
}

describe('a migration file', () => {
  it('is read for the versions it names', () => {
    const text = 'migration: visit\nfrom: 1\nto: 2\nstates: { asked: wanted }\n';
    const { migration, faults } = parseMigration(text, 'm.yaml', definitions);
    expect(faults).toEqual([]);
    expect(migration?.states.get('asked')).toEqual(['wanted']);
  });

  it('tells what is wrong with its place', () => {
    expect(faultsOf('migration: visit', 'from: 1', 'to: 2', 'states:', '  askd: wanted')).toEqual([
      expect.stringMatching(/^4:1 warning: version 2 has no state `asked`/),
      '5:3 error: version 1 has no state `askd`; did you mean `asked`?',
    ]);
  });

  it('needs both versions', () => {
    expect(faultsOf('migration: visit', 'from: 1', 'to: 7')).toEqual([
      '3:1 error: visit@7 is not deployed',
    ]);
  });

  it.each([
    ['timers: keep-dealine', 'did you mean `keep-deadline`?'],
    ['timers: { states: { wanted: never } }', 'keep-deadline, or keep-remainder, or restart'],
    ['states: { asked: [] }', 'must not be empty'],
    ['sates: {}', 'did you mean `states`?'],
    ['only: ""', 'an expression'],
    ['only: fields.', 'Expected IDENTIFIER'],
  ])('may not say %s', (line, words) => {
    expect(faultsOf('migration: visit', 'from: 1', 'to: 2', line).join('\n')).toContain(words);
  });
});
