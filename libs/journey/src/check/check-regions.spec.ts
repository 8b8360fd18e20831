import { describe, expect, it } from '@jest/globals';
import { compileDefinition } from '../compile/compile-definition.js';
import { type StateSource, type TransitionSource } from '../definition/definition.js';

/** What is said of a way on `x` in the region `one`, in its state `a`, in the parallel state or around it. */
function told(at: 'one' | 'a' | 'both' | 'around', way: TransitionSource): readonly string[] {
  const on = (state: typeof at): Pick<StateSource, 'on'> =>
    state === at ? { on: { x: way } } : {};
  const { faults } = compileDefinition({
    journey: 'small',
    version: 1,
    title: 'Small',
    startsOn: ['started'],
    initial: 'around',
    states: {
      around: {
        backstage: true,
        ...on('around'),
        states: {
          both: {
            type: 'parallel',
            ...on('both'),
            onDone: { target: 'done' },
            states: {
              one: {
                initial: 'a',
                ...on('one'),
                states: {
                  a: { always: { target: 'b', guard: 'now > now' }, ...on('a') },
                  b: { type: 'final' },
                },
              },
              other: {
                initial: 'c',
                states: { c: { on: { go: { target: 'd' } } }, d: { type: 'final' } },
              },
            },
          },
        },
      },
      done: { type: 'final', outcome: 'done' },
    },
  });
  return faults.map(({ path, message, severity }) => `${severity} ${path.join('.')}: ${message}`);
}

const WHERE = 'warning states.around.states.both.states.one';
const LEAVES = 'this leaves `both` and enters it again, so that its other regions begin anew';

describe('a way that leaves all regions though it leads to one', () => {
  it.each([
    ['from the region itself', 'one', 'b', `${WHERE}.on.x: ${LEAVES}; add \`internal: true\``],
    [
      'from the region to itself',
      'one',
      'one',
      `${WHERE}.on.x: ${LEAVES}; name a state inside \`one\` as target, with \`internal: true\``,
    ],
    [
      'from a state to its region',
      'a',
      'one',
      `${WHERE}.states.a.on.x: ${LEAVES}; name a state inside \`one\` as target`,
    ],
    [
      'from one region into another',
      'a',
      'd',
      `${WHERE}.states.a.on.x: ${LEAVES}; \`raise\` an event here that \`other\` takes`,
    ],
  ] as const)('is told %s', (_, at, target, message) => {
    expect(told(at, { target })).toEqual([message]);
  });

  it('is not told where the author means it', () => {
    expect(told('one', { target: 'b', internal: true })).toEqual([]);
    expect(told('a', { target: 'b' })).toEqual([]);
    expect(told('a', { target: ['b', 'd'] })).toEqual([]);
    expect(told('both', { target: 'd' })).toEqual([]);
    expect(told('around', { target: 'd' })).toEqual([]);
    expect(told('a', { target: 'both' })).toEqual([]);
    expect(told('a', { target: 'done' })).toEqual([]);
  });
});
