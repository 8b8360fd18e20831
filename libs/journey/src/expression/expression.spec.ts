import { describe, expect, it } from '@jest/globals';
import { compileExpression, type Scope } from './expression.js';

const SCOPE: Scope = {
  event: {
    id: 'i-1',
    type: 'identity.verified',
    channel: 'phone',
    source: '//desk',
    time: new Date('2026-11-21T10:00:00Z'),
    actor: { kind: 'agent', id: null },
    data: { score: 0.9, items: [{ price: 1 }, { price: 2 }] },
  },
  fields: { income: 52_000 },
  state: ['identity', 'application'],
  journey: {
    id: 'a.b',
    definition: 'card-application',
    version: 1,
    startedOn: 'web',
    lastChannel: 'web',
    startedAt: new Date('2026-11-20T10:00:00Z'),
    stalled: false,
  },
  now: new Date('2026-11-21T10:00:05Z'),
};

function value(text: string): unknown {
  const compiled = compileExpression(text, 'any');
  if ('fault' in compiled) throw new Error(compiled.fault);
  const evaluated = compiled.expression.evaluate(SCOPE);
  if ('fault' in evaluated) throw new Error(evaluated.fault);
  return evaluated.value;
}

function fault(text: string): unknown {
  const compiled = compileExpression(text, 'bool');
  return 'fault' in compiled ? { fault: compiled.fault, position: compiled.position } : undefined;
}

describe('an expression', () => {
  it.each([
    ['event.data.score >= 0.8', true],
    ['event.data.score > 1', false],
    ['fields.income > 50000', true],
    ['has(fields.idNumber)', false],
    ['"application" in state', true],
    ['journey.startedOn != event.channel', true],
    ['now - event.time >= duration("5s")', true],
    ['event.data.items.exists(item, item.price == 2)', true],
  ])('%s is %s', (text, expected) => {
    expect(value(text)).toBe(expected);
  });

  it('says why it cannot be told', () => {
    expect(() => value('fields.idNumber == "7"')).toThrow('No such key: idNumber');
  });

  it('knows the fields and the event data it is about', () => {
    const compiled = compileExpression('fields.income > 1 && event.data.score > 0.5', 'bool');
    expect(compiled).toMatchObject({
      expression: { fields: ['income'], anyField: false, eventPaths: ['data.score'] },
    });
  });

  it('may be about any field when it computes the name', () => {
    const compiled = compileExpression('fields[event.type] == 1', 'bool');
    expect(compiled).toMatchObject({ expression: { anyField: true } });
  });
});

describe('an expression at fault is refused when it is compiled:', () => {
  it('syntax, with its position', () => {
    expect(fault('event.data.score >')).toMatchObject({ position: 19 });
  });

  it('an unknown name', () => {
    expect(fault('feilds.income > 1')).toMatchObject({
      fault: 'Unknown variable: feilds',
      position: 1,
    });
  });

  it('a part of the event that does not exist', () => {
    expect(fault('event.dta.score > 1')).toMatchObject({
      fault: expect.stringContaining('`event.dta` does not exist'),
    });
  });

  it('a guard that is not true or false', () => {
    expect(fault('"yes"')).toMatchObject({ fault: expect.stringContaining('true or false') });
  });

  it.each([
    ['more than 2,000 characters', `"${'x'.repeat(2_000)}" == ""`],
    ['hundreds of terms', Array.from({ length: 200 }, (_, i) => `${i} == ${i}`).join(' && ')],
    ['deep nesting', `${'('.repeat(60)}true${')'.repeat(60)}`],
    ['a huge list', `1 in [${Array.from({ length: 101 }, (_, i) => i).join(',')}]`],
    ['loops in loops in loops', '[1].all(a, [1].all(b, [1].all(c, a + b + c > 0)))'],
    ['a repeated group', 'event.type.matches("(a+)+$")'],
    ['a computed pattern', 'event.type.matches(event.channel)'],
    ['a call to what is not there', 'process.exit(1)'],
    ['a way to the host', 'event.constructor.constructor("return 1")() == 1'],
  ])('%s', (_, text) => {
    expect(fault(text)).toBeDefined();
  });
});
