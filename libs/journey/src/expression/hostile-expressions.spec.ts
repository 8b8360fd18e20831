import { describe, expect, it } from '@jest/globals';
import { compileExpression, type Scope } from './expression.js';

const NOW = new Date('2026-11-21T10:00:00Z');

function scope(data: Readonly<Record<string, unknown>>): Scope {
  const [channel, source] = ['phone', '//desk'];
  return {
    event: {
      id: 'i',
      type: 'a.b',
      channel,
      source,
      time: NOW,
      actor: { kind: 'agent', id: null },
      data,
    },
    fields: {},
    state: ['details'],
    journey: {
      id: 'j',
      definition: 'sample',
      version: 1,
      startedOn: 'web',
      lastChannel: 'web',
      startedAt: NOW,
      stalled: false,
    },
    now: NOW,
  };
}

/** What an event of the largest size may bring: 256 KiB. */
const LARGE = {
  list: Array.from({ length: 131_000 }, () => 1),
  texts: Array.from({ length: 50_000 }, () => 'ab'),
  text: 'a'.repeat(262_000),
  deep: Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`k${i}`, i])),
};

function outcome(text: string, data: Readonly<Record<string, unknown>> = LARGE) {
  const compiled = compileExpression(text, 'any');
  if ('fault' in compiled) throw new Error(compiled.fault);
  return compiled.expression.evaluate(scope(data));
}

describe('an expression that would burn on a large event is given up, and says so:', () => {
  it.each([
    ['a loop in a loop', 'event.data.list.all(a, event.data.list.all(b, a == b))'],
    [
      'loops whose errors are swallowed',
      'event.data.list.exists(a, event.data.list.exists(b, b > 1))',
    ],
    ['a search in each turn', 'event.data.list.all(a, !(2 in event.data.list))'],
    ['a search in a text in each turn', 'event.data.list.all(a, !event.data.text.contains("b"))'],
    [
      'a comparison of everything in each turn',
      'event.data.list.all(a, event.data.deep == event.data.deep)',
    ],
    ['a list of lists', 'event.data.list.map(a, event.data.list).size() > 0'],
    [
      'texts that grow',
      `cel.bind(a, ${Array(40).fill('event.data.text').join('+')}, cel.bind(b, ${Array(40).fill('a').join('+')}, b.size() > 0))`,
    ],
    [
      'lists that grow',
      `cel.bind(a, ${Array(40).fill('event.data.list').join('+')}, a.size() > 0)`,
    ],
    ['a text joined from texts', 'event.data.texts.map(a, event.data.text).join("").size() > 0'],
    ['a text split over and over', 'event.data.texts.all(a, event.data.text.split("").size() > 0)'],
    ['time zones over and over', 'event.data.list.all(a, now.getHours("Europe/Berlin") >= 0)'],
    ['a pattern that tries again and again', 'event.data.text.matches("a+b")'],
    ['a pattern with two repetitions', 'event.data.text.matches("^a+a+b")'],
    ['patterns in each turn', 'event.data.texts.all(a, a.matches("^a?b?a?b?a?b?c*$"))'],
  ])('%s', (_, text) => {
    expect(outcome(text)).toEqual({ fault: expect.stringContaining('too much to compute') });
  });

  it('and what the same expression makes of a small event is not changed by that', () => {
    const text = 'event.data.list.all(a, event.data.list.all(b, a == b))';
    expect(outcome(text)).toHaveProperty('fault');
    expect(outcome(text, { list: [1, 1, 1] })).toEqual({ value: true });
    expect(outcome(text, { list: [1, 1, 2] })).toEqual({ value: false });
  });
});

describe('an honest expression is not stopped:', () => {
  it.each([
    [
      'a loop over an order',
      'event.data.items.exists(i, i.price > 99.0)',
      { items: Array.from({ length: 1_000 }, (_, price) => ({ price })) },
    ],
    [
      'a loop in a loop over an order',
      'event.data.items.all(a, event.data.items.exists(b, a == b))',
      { items: Array.from({ length: 100 }, (_, i) => i) },
    ],
    [
      'an e-mail address',
      'event.data.email.matches("^[^@ ]+@[^@ ]+[.][a-z]+$")',
      { email: 'ana.silva@example.org' },
    ],
    ['a search in a long text', 'event.data.text.contains("b") || true', LARGE],
    [
      'a number of a passport',
      'event.data.id.matches("^[A-Z]{1,2}[0-9]{6,9}$")',
      { id: 'AB1234567' },
    ],
    ['the size of a long list', 'event.data.list.size() == 131000', LARGE],
    ['a comparison of what came', 'event.data.deep == event.data.deep', LARGE],
  ])('%s', (_, text, data) => {
    expect(outcome(text, data)).toEqual({ value: true });
  });
});

describe('a pattern that could take for ever is refused when it is compiled:', () => {
  it.each([
    ['a repeated group', '(a+)+$', 'no repeated group'],
    ['a counted group', '(a|a){20}', 'no repeated group'],
    ['a repeated group that catches nothing', '(?:a)*', 'no repeated group'],
    ['many alternatives', '(a|a)'.repeat(30), 'could take for ever'],
    ['many parts that may be missing', `^${'a?'.repeat(30)}$`, 'could take for ever'],
    ['many repetitions', '.*.*.*.*.*=', 'could take for ever'],
    ['many counted repetitions', 'a{1,1000}a{1,1000}a{1,1000}', 'could take for ever'],
    ['a look-ahead', '(?=a)', 'no look-around'],
    ['a look-behind', '(?<!a)b', 'no look-around'],
    ['a reference', '(a)\\\\1', 'no reference'],
    ['no pattern at all', '(', 'no regular expression'],
  ])('%s', (_, pattern, words) => {
    const compiled = compileExpression(`event.type.matches("${pattern}")`, 'bool');
    expect(compiled).toEqual({
      fault: expect.stringContaining(words),
      position: expect.any(Number),
    });
  });
});

describe('an expression finds no way out of its sandbox:', () => {
  it.each([
    'event.data.constructor',
    'event.data["constructor"]',
    'event.data.__proto__',
    'event.data["__proto__"]["toString"]',
    'fields.constructor',
    'fields["__proto__"]',
    'state.constructor',
    'state.length',
    '"".constructor',
    'now.constructor',
    'now.valueOf',
    'event.data.text.length',
    '[].__proto__',
    '{}.constructor',
    '{"__proto__": {"polluted": 1}}.polluted',
  ])('%s', (text) => {
    const compiled = compileExpression(text, 'any');
    const found = 'fault' in compiled ? compiled : compiled.expression.evaluate(scope(LARGE));
    expect(found).toHaveProperty('fault');
  });

  it.each([
    'constructor.constructor("return process")()',
    'globalThis',
    'process.env',
    'require("fs")',
    'eval("1")',
    'event.data.text.replace("a", "b")',
    'event.data.list.map(x, x.toString())',
    '(() => 1)()',
    '`x`',
  ])('%s', (text) => {
    const compiled = compileExpression(text, 'any');
    const found = 'fault' in compiled ? compiled : compiled.expression.evaluate(scope(LARGE));
    expect(found).toHaveProperty('fault');
  });

  it('and leaves nothing behind', () => {
    for (const text of [
      '{"__proto__": {"polluted": 1}}',
      'event.data.list.map(x, {"__proto__": x})',
    ]) {
      outcome(text, { list: [1] });
    }
    expect({}).not.toHaveProperty('polluted');
  });
});

it.each([
  ['9223372036854775807 + 1 > 0'],
  ['-9223372036854775807 - 2 < 0'],
  ['9223372036854775807 * 2 > 0'],
  ['1 / 0 > 0'],
  ['1 % 0 > 0'],
])('arithmetic that leaves the numbers is a fault, not a wrong number: %s', (text) => {
  const compiled = compileExpression(text, 'bool');
  const found = 'fault' in compiled ? compiled : compiled.expression.evaluate(scope({}));
  expect(found).toHaveProperty('fault');
});
