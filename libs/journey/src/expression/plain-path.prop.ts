import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compileExpression, type Expression, type Scope } from './expression.js';

/** No value has the key `constructor`, by which CEL tells types: it is only asked for. */
const name = fc.constantFrom('a', 'b', 'length', 'toString');
const asked = fc.oneof(name, fc.constant('constructor'));
const { data } = fc.letrec((again) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(null, true, 0, 2.5, 'text'),
    fc.array(again('value'), { maxLength: 2 }),
    again('data'),
  ),
  data: fc.dictionary(name, again('value'), { noNullPrototype: true }),
}));

function compiled(text: string): Expression {
  const came = compileExpression(text, 'any');
  if ('fault' in came) throw new Error(came.fault);
  return came.expression;
}

function scopeOf(values: Readonly<Record<string, unknown>>): Scope {
  const at = new Date(0);
  const actor = { kind: 'customer', id: null };
  return {
    event: { id: 'e', type: 'x', channel: 'web', source: '//s', time: at, actor, data: values },
    fields: values,
    state: ['open'],
    journey: {
      id: 'j',
      definition: 'order',
      version: 1,
      startedOn: 'web',
      lastChannel: 'web',
      startedAt: at,
      stalled: false,
    },
    now: at,
  };
}

describe('a path and nothing else', () => {
  it('is what CEL makes of it, value or fault', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('event.data', 'fields'),
        fc.array(asked, { minLength: 1, maxLength: 4 }),
        data,
        (root, keys, values) => {
          const path = [root, ...keys].join('.');
          const scope = scopeOf(values as Readonly<Record<string, unknown>>);
          // With a condition around it, it is no plain path: CEL itself reads it.
          const byCel = compiled(`true ? ${path} : ${path}`).evaluate(scope);
          expect(compiled(path).evaluate(scope)).toEqual(byCel);
        },
      ),
    );
  });
});
