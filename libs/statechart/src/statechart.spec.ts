import { describe, expect, it } from '@jest/globals';
import {
  accepts,
  activeStates,
  ChartError,
  type ChartState,
  type ChartSource,
  compileChart,
  fire,
  outgoing,
  start,
  statesAccepting,
  step,
  type StateSource,
} from './index.js';

type Source = ChartSource<string, string>;
type State = StateSource<string, string>;

/** Guards are names; those in `holding` hold. */
const given = (...holding: string[]) => ({ guard: (name: string) => holding.includes(name) });
const nothing = given();
const at = (...configuration: string[]) => ({ configuration, history: {} });

function chart(initial: string | readonly string[], states: Record<string, State>) {
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

/** fill { form, docs }: the two regions say when they are entered and left. */
const both = chart('fill', {
  fill: {
    type: 'parallel',
    entry: ['+fill'],
    exit: ['-fill'],
    on: {
      leave: [{ target: 'after' }],
      'done.state.fill': [{ target: 'after', actions: ['all'] }],
    },
    states: {
      form: {
        entry: ['+form'],
        exit: ['-form'],
        on: { 'done.state.form': [{ actions: ['form done'] }], either: [{ actions: ['form'] }] },
        states: {
          page1: { entry: ['+page1'], exit: ['-page1'], on: { next: [{ target: 'page2' }] } },
          page2: {
            on: {
              next: [{ target: 'filled' }],
              out: [{ target: 'after', actions: ['out of form'] }],
              over: [{ target: 'checked', actions: ['over'] }],
            },
          },
          filled: { type: 'final' },
        },
      },
      docs: {
        entry: ['+docs'],
        exit: ['-docs'],
        on: {
          out: [{ target: 'after', actions: ['out of docs'] }],
          either: [{ actions: ['docs'] }],
        },
        states: {
          none: {
            entry: ['+none'],
            exit: ['-none'],
            on: { next: [{ target: 'some', guard: 'scanned' }], sent: [{ target: 'checked' }] },
          },
          some: {},
          checked: { type: 'final' },
        },
      },
    },
  },
  after: { entry: ['+after'] },
  before: {
    on: {
      straight: [{ target: ['page2', 'some'] }],
      half: [{ target: 'some' }],
    },
  },
});

describe('parallel states', () => {
  it('enter all regions, in document order', () => {
    expect(start(both, nothing)).toMatchObject({
      configuration: ['page1', 'none'],
      entered: ['fill', 'form', 'page1', 'docs', 'none'],
    });
  });

  it('let each region take a transition of its own on the same event', () => {
    const moved = step(both, at('page1', 'none'), 'next', given('scanned'));
    expect(moved.configuration).toEqual(['page2', 'some']);
    expect(moved.exited).toEqual(['none', 'page1']);
    expect(step(both, at('page1', 'none'), 'next', nothing).configuration).toEqual([
      'page2',
      'none',
    ]);
  });

  it('run the transitions in the order of the regions', () => {
    expect(step(both, at('page2', 'none'), 'either', nothing).actions).toEqual(['form', 'docs']);
  });

  it('let the first region win where two would leave the same states', () => {
    expect(step(both, at('page2', 'none'), 'out', nothing).actions).toEqual([
      '-none',
      '-docs',
      '-form',
      '-fill',
      'out of form',
      '+after',
    ]);
    expect(step(both, at('page1', 'none'), 'out', nothing).actions).toContain('out of docs');
  });

  it('let an inner state win over the outer one whose states it leaves', () => {
    const preempted = chart('outer', {
      outer: {
        type: 'parallel',
        states: {
          left: { states: { a: {} }, on: { x: [{ target: 'gone', actions: ['left'] }] } },
          right: {
            on: { x: [{ target: 'c', actions: ['right'] }] },
            states: { b: { on: { x: [{ target: 'c', actions: ['b'] }] } }, c: {} },
          },
        },
        on: { x: [{ target: 'gone', actions: ['outer'] }] },
      },
      gone: {},
    });
    expect(step(preempted, at('a', 'b'), 'x', nothing)).toMatchObject({
      configuration: ['gone'],
      actions: ['left'],
    });
    expect(step(preempted, at('a', 'c'), 'x', nothing).actions).toEqual(['left']);
  });

  it('ask a guard of the state around them once', () => {
    const asked: string[] = [];
    const common = chart('p', {
      p: {
        type: 'parallel',
        on: { x: [{ guard: 'g', actions: ['p'] }] },
        states: { a: {}, b: {}, c: {} },
      },
    });
    const noting = { guard: (name: string) => asked.push(name) > 0 };
    expect(step(common, at('a', 'b', 'c'), 'x', noting).actions).toEqual(['p']);
    expect(asked).toEqual(['g']);
  });

  it('are left and entered again when a transition crosses from one region into another', () => {
    const over = step(both, at('page2', 'none'), 'over', nothing);
    expect(over.configuration).toEqual(['page1', 'checked']);
    expect(over.exited).toEqual(['none', 'docs', 'page2', 'form', 'fill']);
    expect(over.entered).toEqual(['fill', 'form', 'page1', 'docs', 'checked']);
  });

  it('can be entered at several targets; a region no target names is entered by default', () => {
    expect(step(both, at('before'), 'straight', nothing)).toMatchObject({
      configuration: ['page2', 'some'],
      entered: ['fill', 'form', 'page2', 'docs', 'some'],
    });
    expect(step(both, at('before'), 'half', nothing).configuration).toEqual(['page1', 'some']);
  });

  it('are done when all regions are, after each region said so', () => {
    const formDone = step(both, at('page2', 'none'), 'next', nothing);
    expect(formDone).toMatchObject({ configuration: ['filled', 'none'], actions: ['form done'] });
    const allDone = step(both, at('filled', 'none'), 'sent', nothing);
    expect(allDone.configuration).toEqual(['after']);
    expect(allDone.actions).toEqual(['-none', '-docs', '-form', '-fill', 'all', '+after']);
  });

  it('inside parallel states complete those around them', () => {
    const region = (name: string): State => ({
      states: {
        [name]: { on: { [name]: [{ target: `${name}Done` }] } },
        [`${name}Done`]: { type: 'final' },
      },
    });
    const twice = chart('p', {
      p: {
        type: 'parallel',
        on: { 'done.state.p': [{ target: 'end' }] },
        states: {
          r: region('a'),
          q: { type: 'parallel', states: { r1: region('b'), r2: region('c') } },
        },
      },
      end: { type: 'final' },
    });
    for (const order of [
      ['a', 'b', 'c'],
      ['c', 'b', 'a'],
      ['b', 'a', 'c'],
    ]) {
      let here: ChartState = start(twice, nothing);
      for (const event of order) here = step(twice, here, event, nothing);
      expect(here.configuration).toEqual(['end']);
    }
  });

  it('tell all that is active, each state once', () => {
    expect(activeStates(both, ['page1', 'none'])).toEqual([
      'page1',
      'form',
      'fill',
      'none',
      'docs',
    ]);
    expect(accepts(both, ['page1', 'none'], 'leave')).toHaveLength(1);
    expect(outgoing(both, ['filled', 'checked']).map(({ descriptor }) => descriptor)).toEqual([
      'done.state.form',
      'either',
      'leave',
      'done.state.fill',
      'out',
      'either',
    ]);
    expect(statesAccepting(both, 'next')).toEqual(['page1', 'page2', 'none']);
  });
});

describe('several initial states', () => {
  it('start a chart, or a compound, in parallel regions', () => {
    const p: State = {
      type: 'parallel',
      states: { r1: { states: { a: {}, b: {} } }, r2: { states: { c: {}, d: {} } } },
    };
    const top = chart(['b', 'd'], { p });
    expect(start(top, nothing).configuration).toEqual(['b', 'd']);
    const inside = chart('s', {
      s: { initial: ['b', 'd'], initialActions: ['by default'], entry: ['+s'], states: { p } },
      other: { on: { named: [{ target: 'a' }], plain: [{ target: 's' }] } },
    });
    expect(start(inside, nothing)).toMatchObject({
      configuration: ['b', 'd'],
      actions: ['+s', 'by default'],
    });
    expect(step(inside, at('other'), 'plain', nothing).actions).toEqual(['+s', 'by default']);
    expect(step(inside, at('other'), 'named', nothing)).toMatchObject({
      configuration: ['a', 'c'],
      actions: ['+s'],
    });
  });
});

describe('history states', () => {
  const resumable = chart('form', {
    form: {
      on: { pause: [{ target: 'paused' }] },
      states: {
        page1: { on: { next: [{ target: 'page2' }] } },
        page2: {
          states: { left: { on: { next: [{ target: 'right' }] } }, right: {} },
        },
        last: { type: 'history', history: 'shallow', target: 'page1', actions: ['nothing yet'] },
        lastly: { type: 'history', history: 'deep', target: 'right' },
      },
    },
    paused: {
      on: { resume: [{ target: 'last' }], exactly: [{ target: 'lastly' }] },
    },
  });

  it('lead to their target as long as nothing is remembered, with its actions', () => {
    expect(step(resumable, at('paused'), 'resume', nothing)).toMatchObject({
      configuration: ['page1'],
      actions: ['nothing yet'],
      history: {},
    });
    expect(step(resumable, at('paused'), 'exactly', nothing).configuration).toEqual(['right']);
  });

  it('remember where their parent was when it was left: the child, or the very leaf', () => {
    const paused = step(resumable, at('right'), 'pause', nothing);
    expect(paused.history).toEqual({ last: ['page2'], lastly: ['right'] });
    expect(step(resumable, paused, 'resume', nothing)).toMatchObject({
      configuration: ['left'],
      actions: [],
    });
    expect(step(resumable, paused, 'exactly', nothing).configuration).toEqual(['right']);
  });

  it('keep what they remember through steps that do not leave their parent', () => {
    const paused = step(resumable, at('right'), 'pause', nothing);
    const resumed = step(resumable, paused, 'resume', nothing);
    expect(resumed.history).toEqual(paused.history);
    expect(step(resumable, resumed, 'unheard.of', nothing).history).toEqual(paused.history);
    const moved = step(resumable, resumed, 'next', nothing);
    expect(moved.history).toEqual(paused.history);
  });

  it('of a parallel state remember every region', () => {
    const calls = chart('busy', {
      busy: {
        type: 'parallel',
        on: { away: [{ target: 'out' }] },
        states: {
          r1: { states: { a: { on: { x: [{ target: 'b' }] } }, b: {} } },
          r2: { states: { c: { on: { x: [{ target: 'd' }] } }, d: {} } },
          shallow: { type: 'history', history: 'shallow', target: ['b', 'c'] },
          deep: { type: 'history', history: 'deep', target: 'd' },
        },
      },
      out: { on: { back: [{ target: 'deep' }], again: [{ target: 'shallow' }] } },
    });
    expect(step(calls, at('out'), 'again', nothing).configuration).toEqual(['b', 'c']);
    expect(step(calls, at('out'), 'back', nothing).configuration).toEqual(['a', 'd']);
    const away = step(calls, step(calls, at('a', 'c'), 'x', nothing), 'away', nothing);
    expect(away.history).toEqual({ shallow: ['r1', 'r2'], deep: ['b', 'd'] });
    expect(step(calls, away, 'back', nothing).configuration).toEqual(['b', 'd']);
    expect(step(calls, away, 'again', nothing).configuration).toEqual(['a', 'c']);
  });

  it('can be where a compound begins', () => {
    const sticky = chart('s', {
      s: {
        initial: 'where',
        on: { flip: [{ target: 's' }] },
        states: {
          a: { on: { x: [{ target: 'b' }] } },
          b: {},
          where: { type: 'history', history: 'shallow', target: 'a' },
        },
      },
    });
    expect(start(sticky, nothing).configuration).toEqual(['a']);
    expect(step(sticky, at('b'), 'flip', nothing).configuration).toEqual(['b']);
  });

  it('lead back into their own state, when that is left on the way', () => {
    const single = chart('p', {
      p: {
        type: 'parallel',
        states: {
          r: { states: { a: { on: { x: [{ target: 'h' }], y: [{ target: 'b' }] } }, b: {} } },
          h: { type: 'history', history: 'deep', target: 'r' },
        },
      },
    });
    expect(step(single, at('a'), 'x', nothing)).toMatchObject({
      configuration: ['a'],
      exited: ['a', 'r', 'p'],
      entered: ['p', 'r', 'a'],
    });
  });

  it('leave alone what stays active around both ends of a transition to them', () => {
    const near = chart('p', {
      p: {
        on: { again: [{ target: 'p' }] },
        states: {
          q: {
            type: 'parallel',
            entry: ['+q'],
            states: {
              r1: {
                states: {
                  a: { on: { y: [{ target: 'b' }] } },
                  b: { on: { x: [{ target: 'h' }] } },
                },
              },
              r2: { states: { c: { on: { y: [{ target: 'd' }] } }, d: {} } },
            },
          },
          h: { type: 'history', history: 'deep', target: 'a' },
        },
      },
    });
    const moved = step(near, at('a', 'c'), 'y', nothing);
    expect(step(near, moved, 'x', nothing)).toMatchObject({
      configuration: ['a', 'd'],
      entered: ['a'],
      actions: [],
    });
  });

  it('refuse to remember what their parent cannot be in', () => {
    for (const last of [['paused'], ['page1', 'page2'], ['nowhere'], ['left'], []]) {
      const odd = { configuration: ['paused'], history: { last } };
      expect(() => step(resumable, odd, 'resume', nothing)).toThrow(/history `last` remembers/);
    }
  });
});

describe('events raised inside a step', () => {
  const raising = (raised: Record<string, readonly string[]>, ...holding: string[]) => ({
    ...given(...holding),
    raises: (action: string) => raised[action] ?? [],
  });

  const relay = chart('a', {
    a: { exit: ['-a'], on: { x: [{ target: 'b', actions: ['go'] }] } },
    b: {
      entry: ['+b'],
      on: {
        first: [{ actions: ['one'] }],
        second: [{ target: 'c' }],
        third: [{ actions: ['never'] }],
      },
    },
    c: { entry: ['+c'], always: [{ guard: 'on', target: 'd' }] },
    d: { on: { third: [{ actions: ['three'] }] } },
  });

  it('are processed in the order they are raised, after eventless transitions, before any other event', () => {
    const context = raising({ '-a': ['first'], '+b': ['second', 'third'] }, 'on');
    expect(step(relay, at('a'), 'x', context)).toMatchObject({
      configuration: ['d'],
      actions: ['-a', 'go', '+b', 'one', '+c', 'three'],
    });
  });

  it('are dropped when nothing takes them', () => {
    expect(step(relay, at('a'), 'x', raising({ go: ['unheard.of'] })).configuration).toEqual(['b']);
  });

  it('stand in line with done.state in the order things happen', () => {
    const line = chart('part', {
      part: {
        on: { '*': [{ guard: 'note', actions: ['noted'] }] },
        states: {
          work: { on: { x: [{ target: 'worked' }] } },
          worked: { type: 'final', entry: ['+worked'] },
        },
      },
    });
    const seen: string[] = [];
    step(line, at('work'), 'x', {
      guard: (_, event) => {
        seen.push(event);
        return false;
      },
      raises: (action) => (action === '+worked' ? ['raised'] : []),
    });
    expect(seen).toEqual(['raised', 'done.state.part']);
  });

  it('are what guards see as the event, and eventless guards see the last one', () => {
    const seen: string[] = [];
    const context = {
      guard: (name: string, event: string) => {
        seen.push(`${name} ${event}`);
        return false;
      },
      raises: (action: string) => (action === '+b' ? ['second'] : []),
    };
    step(relay, at('a'), 'x', context);
    start(chart('s', { s: { always: [{ guard: 'early', target: 'e' }] }, e: {} }), context);
    expect(seen).toEqual(['on second', 'early ']);
  });

  it('that never end are an error that names the states', () => {
    const echo = chart('s', {
      s: { on: { x: [{ actions: ['echo'] }], ball: [{ target: 't' }] } },
      t: { entry: ['hit'], on: { ball: [{ target: 't' }] } },
    });
    const endless = () => step(echo, at('s'), 'x', raising({ echo: ['ball'], hit: ['ball'] }));
    expect(endless).toThrow(expect.objectContaining({ code: 'ENDLESS', states: ['t'] }));
    const flood = Array.from({ length: 20_000 }, () => 'nobody.asked');
    expect(() => step(echo, at('s'), 'x', raising({ echo: flood }))).toThrow(
      expect.objectContaining({ code: 'TOO_LARGE' }),
    );
  });
});

describe('invocations', () => {
  const calling = chart('idle', {
    idle: { on: { go: [{ target: 'check' }] } },
    check: {
      invoke: ['credit', 'fraud'],
      on: { again: [{ target: 'check' }], off: [{ target: 'idle' }], skip: [{ target: 'pass' }] },
    },
    pass: { invoke: ['passing'], always: [{ target: 'last' }] },
    last: { invoke: ['letter'] },
  });

  it('begin when their state was entered and stop when it is left', () => {
    expect(step(calling, at('idle'), 'go', nothing).invoked).toEqual(['credit', 'fraud']);
    const off = step(calling, at('check'), 'off', nothing);
    expect(off).toMatchObject({ stopped: ['credit', 'fraud'], invoked: [] });
  });

  it('stop and begin anew when their state is entered again', () => {
    const again = step(calling, at('check'), 'again', nothing);
    expect(again).toMatchObject({ stopped: ['credit', 'fraud'], invoked: ['credit', 'fraud'] });
  });

  it('never begin for a state that was only passed through', () => {
    const skipped = step(calling, at('check'), 'skip', nothing);
    expect(skipped.entered).toEqual(['pass', 'last']);
    expect(skipped).toMatchObject({ stopped: ['credit', 'fraud'], invoked: ['letter'] });
  });
});

describe('internal transitions', () => {
  it('of a parallel or an atomic state leave it all the same', () => {
    const odd = chart('p', {
      p: {
        type: 'parallel',
        exit: ['-p'],
        on: { x: [{ target: 'b', internal: true }] },
        states: { r: { states: { a: {}, b: {} } }, s: {} },
      },
      q: { exit: ['-q'], on: { x: [{ target: 'q', internal: true }] } },
    });
    expect(step(odd, at('a', 's'), 'x', nothing)).toMatchObject({
      configuration: ['b', 's'],
      actions: ['-p'],
    });
    expect(step(odd, at('q'), 'x', nothing).actions).toEqual(['-q']);
  });

  it('with a target outside leave their state', () => {
    const wide = chart('c', {
      c: { exit: ['-c'], on: { x: [{ target: ['d'], internal: true }] }, states: { a: {} } },
      d: {},
    });
    expect(step(wide, at('a'), 'x', nothing).actions).toEqual(['-c']);
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

  it('include several targets that cannot be active together', () => {
    const p: State = {
      type: 'parallel',
      states: {
        r1: { states: { a: {}, b: {}, h: { type: 'history', history: 'deep', target: 'a' } } },
        r2: { states: { c: {}, d: {} } },
      },
    };
    const fault = (...target: string[]) =>
      faultsOf({ initial: 's', states: { s: { on: { x: [{ target }] } }, p } });
    const apart = 'several targets must be in parallel regions of one another';
    const told = (a: string, b: string) =>
      `states/s/on/x/0/target/1: \`${a}\` and \`${b}\` cannot be active together: ${apart}`;
    expect(fault('a', 'c')).toEqual([]);
    expect(fault('r1', 'd')).toEqual([]);
    expect(fault('h', 'c')).toEqual([]);
    expect(fault('a', 'b')).toEqual([told('a', 'b')]);
    expect(fault('a', 's')).toEqual([told('a', 's')]);
    expect(fault('r1', 'a')).toEqual([told('r1', 'a')]);
    expect(fault('a', 'p')).toEqual([told('a', 'p')]);
    expect(fault('h', 'b')).toEqual([told('h', 'b')]);
    expect(fault('a', 'a')).toEqual(['states/s/on/x/0/target/1: `a` is named twice']);
    expect(fault()).toEqual(['states/s/on/x/0/target: names no state; name at least one']);
  });

  it('include parallel states without regions, with an initial one, or with a final one', () => {
    expect(
      faultsOf({
        initial: 'p',
        states: {
          p: { type: 'parallel' },
          q: { type: 'parallel', initial: 'a', states: { a: {}, end: { type: 'final' } } },
        },
      }),
    ).toEqual([
      'states/p/states: `p` has no states one can be in; give it at least one',
      'states/q/initial: `q` is parallel and starts in all its states; leave this out',
      'states/q/states/end/type: `end` is final and stands directly in the parallel `q`; put it into one of its regions',
    ]);
  });

  it('include history states without a place, a kind or a target, and such that are more', () => {
    expect(
      faultsOf({
        initial: 's',
        states: {
          top: { type: 'history', history: 'deep', target: 's' },
          s: {
            initial: 'a',
            states: {
              a: {},
              lost: { type: 'history', history: 'deep' },
              away: { type: 'history', target: 'other', entry: ['x'] },
              circle: { type: 'history', history: 'shallow', target: 'circle' },
            },
          },
          other: {
            history: 'deep',
            states: { h: { type: 'history', history: 'deep', target: 'a' } },
          },
        },
      }),
    ).toEqual([
      'states/top: history state `top` stands at the top level; put it into the state it is the history of',
      'states/s/states/lost/target: history state `lost` must say where it leads while there is no history',
      'states/s/states/away/entry: `away` is a history state and cannot have entry actions',
      'states/s/states/away/history: history state `away` must say `shallow` or `deep`',
      'states/s/states/away/target: `other` is not inside `s`',
      'states/s/states/circle/target: history state `circle` cannot lead to a history state beside it',
      'states/other/states: `other` has no states one can be in; give it at least one',
      'states/other/history: only a history state has this, and `other` is none',
      'states/other/states/h/target: `a` is not inside `other`',
    ]);
  });

  it('include one name for two invocations', () => {
    expect(
      faultsOf({ initial: 'a', states: { a: { invoke: ['x'] }, b: { invoke: ['y', 'x'] } } }),
    ).toEqual([
      'states/b/invoke/1: invocation `x` stands in `a` already; give one of them another name',
    ]);
  });

  const timer = (name: string, delayMs: number, target: string) => ({ name, delayMs, target });
});

describe('hostile charts', () => {
  const many = (count: number, state: State = {}) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`s${index}`, state]));

  it('of too many states are a fault', () => {
    expect(faultsOf({ initial: 's0', states: many(10_000) })).toEqual([
      'states/s2000: a chart has at most 2000 states; split it into several',
    ]);
  });

  it('nested too deeply are a fault', () => {
    let states: Record<string, State> = { s0: {} };
    for (let level = 1; level < 1_000; level++) states = { [`s${level}`]: { states } };
    const [fault, ...others] = faultsOf({ initial: 's999', states });
    expect(fault).toMatch(/: a chart has at most 64 levels; split it into several$/);
    expect(others).toEqual([]);
  });

  it('with too many active states are a fault', () => {
    const p: State = { type: 'parallel', states: many(257) };
    expect(faultsOf({ initial: 'p', states: { p } })).toEqual([
      'states/p/states: `p` can be in 257 states at once, at most 256; use fewer regions',
    ]);
  });

  it('run with as many states as they may have', () => {
    const all = Array.from({ length: 2_000 }, (_, index) => `s${index}`);
    const ring = Object.fromEntries(
      all.map((name, index) => [name, { on: { x: [{ target: all[(index + 1) % 2_000] ?? '' }] } }]),
    );
    const compiled = chart('s0', ring);
    let here: ChartState = start(compiled, nothing);
    for (let count = 0; count < 4_001; count++) here = step(compiled, here, 'x', nothing);
    expect(here.configuration).toEqual(['s1']);
  });

  it('with names that objects have by themselves are charts like others', () => {
    const toString: State = { type: 'history', history: 'deep', target: 'hasOwnProperty' };
    const odd = chart('constructor', {
      constructor: { on: { toString: [{ target: 'hasOwnProperty' }] } },
      valueOf: {
        states: {
          hasOwnProperty: {},
          toString,
        },
        on: { x: [{ target: 'toString' }] },
      },
    });
    expect(step(odd, at('constructor'), 'toString', nothing).configuration).toEqual([
      'hasOwnProperty',
    ]);
    expect(step(odd, at('hasOwnProperty'), 'x', nothing).history).toEqual({
      toString: ['hasOwnProperty'],
    });
  });
});

it('takes a configuration in any order, and answers in document order', () => {
  expect(step(both, at('none', 'page1'), 'next', nothing).configuration).toEqual(['page2', 'none']);
});

it('refuses a configuration that is not of the chart', () => {
  expect(() => step(both, at('page1'), 'x', nothing)).toThrow(/each parallel region/);
  expect(() => step(both, at('page1', 'page2', 'none'), 'x', nothing)).toThrow(ChartError);
  expect(() => step(both, at('page1', 'page1', 'none'), 'x', nothing)).toThrow(ChartError);
  expect(() => step(both, at('page1', 'docs'), 'x', nothing)).toThrow(/without a state inside/);
  expect(() => step(nested, at('outer'), 'x', nothing)).toThrow(ChartError);
  expect(() => step(nested, at('nowhere'), 'x', nothing)).toThrow(/nowhere/);
  expect(() => step(nested, at(), 'x', nothing)).toThrow(ChartError);
});
