import { describe, expect, it } from '@jest/globals';
import {
  accepts,
  activeStates,
  ChartError,
  type ChartSource,
  compileChart,
  fire,
  outgoing,
  start,
  step,
  type StateSource,
} from './index.js';

type Source = ChartSource<string, string>;
type State = StateSource<string, string>;

/** Guards are names; those in `holding` hold. */
const given = (...holding: string[]) => ({ guard: (name: string) => holding.includes(name) });
const nothing = given();
const at = (...configuration: string[]) => ({ configuration, history: {} });

function chart(initial: string, states: Record<string, State>) {
  const { chart: compiled, faults } = compileChart<string, string>({ initial, states });
  if (compiled === undefined) throw new Error(JSON.stringify(faults));
  return compiled;
}

const faultsOf = (source: Source) =>
  compileChart(source).faults.map(({ path, message }) => `${path.join('/')}: ${message}`);

/** outer { a, b }, other: every state says when it is entered and left. */
const nested = chart('outer', {
  outer: {
    entry: ['+outer'],
    exit: ['-outer'],
    initial: 'a',
    on: {
      leave: [{ target: 'other', actions: ['leave'] }],
      back: [{ target: 'a' }],
      backInside: [{ target: 'a', internal: true }],
      both: [{ target: 'other' }],
    },
    states: {
      a: {
        entry: ['+a'],
        exit: ['-a'],
        on: {
          go: [{ target: 'b', actions: ['go'] }],
          again: [{ target: 'a' }],
          note: [{ actions: ['note'] }],
          both: [{ guard: 'inner', target: 'b' }],
          up: [{ target: 'outer' }],
        },
      },
      b: { entry: ['+b'], exit: ['-b'] },
    },
  },
  other: { entry: ['+other'] },
});

describe('entering and leaving', () => {
  it('starts in the innermost initial state, entering from the outside inwards', () => {
    expect(start(nested, nothing)).toMatchObject({
      taken: true,
      configuration: ['a'],
      entered: ['outer', 'a'],
      actions: ['+outer', '+a'],
      done: false,
    });
  });

  it('enters the first substate where no initial is named', () => {
    const plain = chart('outer', { outer: { states: { first: {}, second: {} } } });
    expect(start(plain, nothing).configuration).toEqual(['first']);
  });

  it('leaves from the inside outwards, then acts, then enters', () => {
    const left = step(nested, at('a'), 'leave', nothing);
    expect(left.actions).toEqual(['-a', '-outer', 'leave', '+other']);
    expect(left.exited).toEqual(['a', 'outer']);
    expect(left.entered).toEqual(['other']);
  });

  it('does not leave what source and target have around them', () => {
    expect(step(nested, at('a'), 'go', nothing).actions).toEqual(['-a', 'go', '+b']);
  });

  it('leaves and enters again on a transition to itself', () => {
    expect(step(nested, at('a'), 'again', nothing).actions).toEqual(['-a', '+a']);
  });

  it('leaves nothing without a target', () => {
    const noted = step(nested, at('a'), 'note', nothing);
    expect(noted).toMatchObject({ taken: true, configuration: ['a'], actions: ['note'] });
    expect(noted.exited).toEqual([]);
  });

  it('leaves a compound on the way to its own inside, unless the transition is internal', () => {
    expect(step(nested, at('b'), 'back', nothing).actions).toEqual([
      '-b',
      '-outer',
      '+outer',
      '+a',
    ]);
    expect(step(nested, at('b'), 'backInside', nothing).actions).toEqual(['-b', '+a']);
  });

  it('leaves a compound that is the target of its own inside', () => {
    expect(step(nested, at('a'), 'up', nothing).actions).toEqual(['-a', '-outer', '+outer', '+a']);
  });
});

describe('choosing a transition', () => {
  it('asks the inner state before the outer one', () => {
    expect(step(nested, at('a'), 'both', given('inner')).configuration).toEqual(['b']);
    expect(step(nested, at('a'), 'both', nothing).configuration).toEqual(['other']);
  });

  it('takes the first in the order of the file whose guard holds', () => {
    const choice = chart('s', {
      s: { on: { x: [{ guard: 'one', target: 'a' }, { target: 'b' }, { target: 's' }] } },
      a: {},
      b: {},
    });
    expect(step(choice, at('s'), 'x', given('one')).configuration).toEqual(['a']);
    expect(step(choice, at('s'), 'x', nothing).configuration).toEqual(['b']);
  });

  const patterns = chart('s', {
    s: {
      on: {
        'application.*': [{ actions: ['by prefix'] }],
        'offer.sent': [{ actions: ['by name'] }],
        '*': [{ guard: 'any', actions: ['by star'] }],
      },
    },
  });
  const taken = (event: string, ...holding: string[]) =>
    step(patterns, at('s'), event, given(...holding)).actions;

  it('matches whole tokens, as SCXML 3.12.1 says', () => {
    expect(taken('application.details.submitted')).toEqual(['by prefix']);
    expect(taken('application')).toEqual(['by prefix']);
    expect(taken('applications.started')).toEqual([]);
    expect(taken('offer.sent.again')).toEqual(['by name']);
    expect(taken('offer.sent-back')).toEqual([]);
  });

  it('tries a star where it stands', () => {
    expect(taken('anything', 'any')).toEqual(['by star']);
    expect(taken('offer.sent', 'any')).toEqual(['by name']);
  });

  it('answers an event nobody wants with nothing taken, the configuration unchanged', () => {
    expect(step(nested, at('a'), 'unheard.of', nothing)).toEqual({
      taken: false,
      configuration: ['a'],
      history: {},
      exited: [],
      entered: [],
      actions: [],
      cancelled: [],
      started: [],
      stopped: [],
      invoked: [],
      done: false,
    });
  });

  it('explains what an event could do, guards aside', () => {
    expect(accepts(nested, ['a'], 'both')).toEqual([
      {
        state: 'a',
        descriptor: 'both',
        index: 0,
        transition: { guard: 'inner', target: 'b' },
      },
      { state: 'outer', descriptor: 'both', index: 0, transition: { target: 'other' } },
    ]);
  });

  it('lists every way on, inner state first', () => {
    expect(
      outgoing(nested, ['a']).map(({ state, descriptor }) => `${state} ${descriptor}`),
    ).toEqual([
      'a go',
      'a again',
      'a note',
      'a both',
      'a up',
      'outer leave',
      'outer back',
      'outer backInside',
      'outer both',
    ]);
    expect(activeStates(nested, ['a'])).toEqual(['a', 'outer']);
  });
});

describe('eventless transitions', () => {
  it('run on until nothing is enabled, all in one step', () => {
    const sorting = chart('a', {
      a: { on: { x: [{ target: 'b' }] } },
      b: { entry: ['+b'], exit: ['-b'], always: [{ guard: 'skip', target: 'c' }] },
      c: { entry: ['+c'] },
    });
    expect(step(sorting, at('a'), 'x', given('skip'))).toMatchObject({
      configuration: ['c'],
      entered: ['b', 'c'],
      exited: ['a', 'b'],
      actions: ['+b', '-b', '+c'],
    });
    expect(step(sorting, at('a'), 'x', nothing).configuration).toEqual(['b']);
  });

  it('that never end are an error that names the loop', () => {
    const loop = chart('start', {
      start: { on: { x: [{ target: 'ping' }] } },
      ping: { always: [{ target: 'pong' }] },
      pong: { always: [{ target: 'ping' }] },
    });
    const run = () => step(loop, at('start'), 'x', nothing);
    expect(run).toThrow(/`ping` → `pong` → `ping`|`pong` → `ping` → `pong`/);
    try {
      run();
    } catch (error) {
      expect(error).toBeInstanceOf(ChartError);
      expect((error as ChartError).code).toBe('ENDLESS');
      expect([...(error as ChartError).states].sort()).toEqual(['ping', 'pong']);
    }
  });
});

describe('final states', () => {
  it('end the chart at the top level, leaving it', () => {
    const short = chart('a', {
      a: { on: { x: [{ target: 'end' }] } },
      end: { type: 'final', entry: ['+end'], exit: ['-end'] },
    });
    const ended = step(short, at('a'), 'x', nothing);
    expect(ended).toMatchObject({ done: true, configuration: ['end'], actions: ['+end', '-end'] });
    expect(step(short, at('end'), 'x', nothing)).toMatchObject({ taken: false, done: true });
  });

  it('inside a compound raise done.state of it, after eventless transitions', () => {
    const parts = chart('part', {
      part: {
        initial: 'work',
        on: { 'done.state.part': [{ target: 'next' }] },
        states: { work: { on: { ready: [{ target: 'worked' }] } }, worked: { type: 'final' } },
      },
      next: {},
    });
    const step1 = step(parts, at('work'), 'ready', nothing);
    expect(step1.configuration).toEqual(['next']);
    expect(step1.entered).toEqual(['worked', 'next']);
    expect(step1.done).toBe(false);
  });
});

describe('delayed transitions', () => {
  const waiting = chart('outer', {
    outer: {
      initial: 'a',
      after: [{ name: 'P14D', delayMs: 1_209_600_000, target: 'gone' }],
      states: {
        a: {
          after: [
            { name: 'PT30M', delayMs: 1_800_000, actions: ['remind'] },
            { name: 'PT1H', delayMs: 3_600_000, guard: 'alone', target: 'b' },
          ],
          on: { go: [{ target: 'b' }], again: [{ target: 'a' }] },
        },
        b: { always: [{ guard: 'bounce', target: 'a' }] },
      },
    },
    gone: { type: 'final' },
  });
  const ids = (timers: readonly { timer: string }[]) => timers.map(({ timer }) => timer);

  it('start their timers on entry', () => {
    expect(start(waiting, nothing).started).toEqual([
      { timer: 'outer:P14D', delayMs: 1_209_600_000 },
      { timer: 'a:PT30M', delayMs: 1_800_000 },
      { timer: 'a:PT1H', delayMs: 3_600_000 },
    ]);
  });

  it('cancel them on exit, those of states that stay excepted', () => {
    const left = step(waiting, at('a'), 'go', nothing);
    expect(left.cancelled).toEqual(['a:PT30M', 'a:PT1H']);
    expect(left.started).toEqual([]);
  });

  it('start them anew when a state is entered again, also when passed through in one step', () => {
    for (const again of [
      step(waiting, at('a'), 'again', nothing),
      step(waiting, at('a'), 'go', given('bounce')),
    ]) {
      expect(again.cancelled).toEqual(['a:PT30M', 'a:PT1H']);
      expect(ids(again.started)).toEqual(['a:PT30M', 'a:PT1H']);
    }
  });

  it('are taken when their timer fires', () => {
    expect(fire(waiting, at('a'), 'a:PT30M', nothing)).toMatchObject({
      configuration: ['a'],
      actions: ['remind'],
      cancelled: [],
    });
    expect(fire(waiting, at('b'), 'outer:P14D', nothing)).toMatchObject({
      configuration: ['gone'],
      done: true,
      cancelled: ['outer:P14D'],
    });
  });

  it('are not taken against their guard, nor when their state is not active', () => {
    expect(fire(waiting, at('a'), 'a:PT1H', nothing).taken).toBe(false);
    expect(fire(waiting, at('b'), 'a:PT30M', nothing).taken).toBe(false);
    expect(fire(waiting, at('a'), 'a:P99D', nothing).taken).toBe(false);
  });
});

describe('faults of a chart', () => {
  it('are all told at once, with a suggestion for what looks like a slip', () => {
    expect(
      faultsOf({
        initial: 'detials',
        states: {
          details: { on: { x: [{ target: 'identitty' }] }, after: [timer('P1D', 0, 'mars')] },
          identity: { always: [{ target: 'detail' }], initial: 'details', states: { in: {} } },
        },
      }),
    ).toEqual([
      'initial: state `detials` does not exist; did you mean `details`?',
      'states/details/on/x/0/target: state `identitty` does not exist; did you mean `identity`?',
      'states/details/after/P1D/target: state `mars` does not exist',
      'states/details/after/P1D: timer `P1D` must wait a whole number of ms above 0',
      'states/identity/initial: `details` is not inside `identity`',
      'states/identity/always/0/target: state `detail` does not exist; did you mean `details`?',
    ]);
  });

  it('include one name for two states, two timers of one name, and finals that go on', () => {
    expect(
      faultsOf({
        initial: 'a',
        states: {
          a: { states: { b: {} }, after: [timer('P1D', 1, 'b'), timer('P1D', 2, 'b')] },
          b: { type: 'final', on: { x: [{ target: 'a' }] }, after: [] },
        },
      }),
    ).toEqual([
      'states/b: state `b` exists already, inside `a`; names are unique in a journey',
      'states/a/after/P1D: `a` has two timers named `P1D`',
    ]);
    expect(faultsOf({ initial: 'b', states: { b: { type: 'final', on: {}, after: [] } } })).toEqual(
      [
        'states/b/on: `b` is final and cannot have transitions',
        'states/b/after: `b` is final and cannot have timers',
      ],
    );
  });

  it('include an eventless transition that could only be taken for ever', () => {
    expect(faultsOf({ initial: 'a', states: { a: { always: [{ actions: ['x'] }] } } })).toEqual([
      'states/a/always/0: `a` would take this transition for ever: give it a guard or another target',
    ]);
  });

  const timer = (name: string, delayMs: number, target: string) => ({ name, delayMs, target });
});

it('refuses a configuration that is not of the chart', () => {
  expect(() => step(nested, at('outer'), 'x', nothing)).toThrow(ChartError);
  expect(() => step(nested, at('nowhere'), 'x', nothing)).toThrow(/nowhere/);
  expect(() => step(nested, at(), 'x', nothing)).toThrow(ChartError);
});
