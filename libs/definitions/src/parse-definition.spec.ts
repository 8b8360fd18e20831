import { describe, expect, it } from '@jest/globals';
import { parseDefinition } from './index.js';

const GOOD = `journey: short
version: 1
title: A short journey
startsOn: [short.started]
fields:
  name: { type: string, from: [short.started] }
initial: begin
states:
  begin:
    needs: [name]
    on:
      short.ended: { target: end }
    after:
      P1D: { target: end }
    backstage: true
  end: { type: final, outcome: done }
`;

/** `line:column message` of every fault. */
function faultsOf(text: string): string[] {
  const { definition, faults } = parseDefinition(text, 'short/v1.yaml');
  if (faults.some(({ severity }) => severity === 'error')) expect(definition).toBeUndefined();
  for (const { file } of faults) expect(file).toBe('short/v1.yaml');
  return faults.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

const changed = (from: string, to: string): string => {
  expect(GOOD).toContain(from);
  return GOOD.replace(from, to);
};

describe('a definition file', () => {
  it('without faults gives a definition', () => {
    const { definition, faults } = parseDefinition(GOOD, 'short/v1.yaml');
    expect(faults).toEqual([]);
    expect(definition).toMatchObject({ name: 'short', version: 1, title: 'A short journey' });
  });

  it('tells where a target is that does not exist, and what was meant', () => {
    expect(
      faultsOf(changed('short.ended: { target: end }', 'short.ended: { target: ennd }')),
    ).toEqual(['12:30 state `ennd` does not exist; did you mean `end`?']);
    expect(faultsOf(changed('P1D: { target: end }', 'P1D: { target: nirvana }'))).toEqual([
      '14:22 state `nirvana` does not exist',
    ]);
  });

  it('finds the entry in a list of transitions', () => {
    const list = changed(
      'short.ended: { target: end }',
      'short.ended:\n        - { target: end, guard: "1 < 2" }\n        - { target: ende }',
    );
    expect(faultsOf(list)).toEqual(['14:21 state `ende` does not exist; did you mean `end`?']);
  });

  it('tells every fault at once, those of shape and those of meaning', () => {
    const text = GOOD.replace('title: A short journey', 'titel: A short journey\ntitle: x')
      .replace('needs: [name]', 'needs: [nmae]')
      .replace('{ target: end }', '{ tagret: end, target: ned }');
    expect(faultsOf(text)).toEqual([
      '3:1 a journey definition has no `titel`; did you mean `title`?',
      '11:13 `begin` needs field `nmae`, which does not exist; did you mean `name`?',
      '13:22 a transition has no `tagret`; did you mean `target`?',
      '13:43 state `ned` does not exist; did you mean `end`?',
    ]);
  });

  it('says in words what has the wrong type or is not among the choices', () => {
    const text = GOOD.replace('version: 1', 'version: one').replace('type: string', 'type: strnig');
    expect(faultsOf(text)).toEqual([
      '2:10 `version` must be a whole number',
      '6:17 `type` must be string, or number, or integer, or boolean, or object, or array, not `strnig`; did you mean `string`?',
    ]);
  });

  it('says what is missing', () => {
    const text = GOOD.replace('initial: begin\n', '').replace(', from: [short.started]', '');
    expect(faultsOf(text)).toEqual([
      '1:1 a journey definition needs `initial`',
      '6:3 a field needs `from`',
    ]);
  });

  it('explains names, event types and durations that are not', () => {
    const text = GOOD.replace('P1D', 'P1M')
      .replace('  begin:', '  Begin here:')
      .replace('startsOn: [short.started]', 'startsOn: [Short Started]');
    expect(faultsOf(text)).toEqual([
      '4:12 `Short Started` is not an event type: Lower-case words joined by dots or hyphens, at most 128 characters.',
      '9:3 `Begin here` is not a state name: Letters, digits, hyphens and underscores, beginning with a letter.',
      '14:7 `P1M` is not a duration: ISO 8601 without months and years, whose length varies: PT30M is 30 minutes, P14D is 14 days.',
    ]);
  });

  it('wants exactly one command in an action', () => {
    const text = changed(
      'needs: [name]',
      'entry: [{ notify: hello, call: crm }, { input: { a: "1" } }]',
    );
    expect(faultsOf(text)).toEqual([
      '10:13 an action has exactly one of notify, call, task, emit, raise',
      '10:43 an action has exactly one of notify, call, task, emit, raise',
    ]);
  });
});

describe('YAML that hides something', () => {
  it('a key that stands twice is refused, with its line', () => {
    const text = changed('    after:', '    on: {}\n    after:');
    expect(faultsOf(text)).toEqual(['13:5 `on` stands here twice']);
  });

  it('aliases and anchors are refused, so that no small file is a large one', () => {
    const bomb = ['a: &a [x, x]', 'b: &b [*a, *a]', 'c: &c { d: *b }'].join('\n');
    expect(faultsOf(bomb).map((fault) => fault.replace(/;.*/, ''))).toEqual([
      '1:7 anchors (&a) are not allowed',
      '2:7 anchors (&b) are not allowed',
      '2:8 aliases (*a) are not allowed',
      '2:12 aliases (*a) are not allowed',
      '3:7 anchors (&c) are not allowed',
      '3:12 aliases (*b) are not allowed',
    ]);
  });

  it('tags are refused', () => {
    expect(faultsOf('journey: !!js/function "x"')[0]).toMatch(/^1:\d+ .*tag/i);
    expect(faultsOf('journey: !!str x')).toEqual([
      '1:16 tags (tag:yaml.org,2002:str) are not allowed',
    ]);
  });

  it('a second document is refused', () => {
    expect(faultsOf(`${GOOD}---\njourney: other\n`)[0]).toMatch(/second document/);
  });

  it('what is no YAML is refused where it stops to be', () => {
    expect(faultsOf('journey: [a\nversion: 1')[0]).toMatch(/^[12]:\d+ /);
    expect(faultsOf('')).toEqual(['1:1 the file is empty']);
    expect(faultsOf('just words')).toEqual(['1:1 the file must be a block of names and values']);
  });

  it('nesting beyond any sense is refused, in blocks and in brackets, without a stack overflow', () => {
    const deep = 20_000;
    const brackets = `journey: ${'['.repeat(deep)}`;
    expect(faultsOf(brackets)).toEqual(['1:57 nested more than 48 levels deep']);
    const blocks = Array.from({ length: 60 }, (_, level) => `${' '.repeat(level)}a:`).join('\n');
    expect(faultsOf(blocks)[0]).toMatch(/nested more than 48 levels deep/);
  });

  it('more entries than anyone can read are refused, without comparing each with each', () => {
    const many = Array.from({ length: 5_000 }, (_, index) => `k${index}: 1`).join('\n');
    expect(faultsOf(many)).toEqual(['1:1 a block or list has at most 1000 entries']);
  });

  it('a file above 256 KiB is refused unread', () => {
    expect(faultsOf(`# ${'é'.repeat(131_072)}`)).toEqual([
      '1:1 a definition has at most 262144 bytes, this file has 262146',
    ]);
  });

  it('names from JavaScript are names like any other', () => {
    const text = changed('  begin:', '  __proto__: {}\n  constructor: {}\n  begin:');
    expect(faultsOf(text)[0]).toMatch(/^9:3 `__proto__` is not a state name/);
  });
});
