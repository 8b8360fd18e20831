import { describe, expect, it } from '@jest/globals';
import { fromXStateMachine, parseDefinition, toXStateMachine } from '#definitions';

const about = { journey: 'door', startsOn: ['door.seen'] };
const bring = (machine: object) => fromXStateMachine(machine, about);
const told = (machine: object) =>
  bring(machine).faults.map(
    ({ path, message, severity }) => `${severity} ${path.join('/')}: ${message}`,
  );

describe('an XState machine brought over', () => {
  it('is a journey that can be read', () => {
    const {
      source,
      yaml = '',
      faults,
    } = bring({
      id: 'door',
      version: '3',
      initial: 'closed',
      states: {
        closed: {
          description: 'The door is closed',
          entry: { type: 'notify', params: { name: 'closed' } },
          on: { 'door.opened': 'open' },
          after: { 5400000: { target: 'locked' } },
        },
        open: {
          initial: 'wide',
          states: { wide: { on: { 'door.pulled': '#ajar' } }, tight: { id: 'ajar' } },
          on: { 'door.closed': [{ target: '.tight' }], 'door.left': { target: 'locked' } },
        },
        locked: { type: 'final' },
      },
    });
    expect(faults).toEqual([]);
    expect(source).toEqual({
      journey: 'door',
      version: 3,
      title: 'Door',
      startsOn: ['door.seen'],
      initial: 'closed',
      states: {
        closed: {
          title: 'The door is closed',
          entry: [{ notify: 'closed' }],
          on: { 'door.opened': { target: 'open' } },
          after: { PT1H30M: { target: 'locked' } },
        },
        open: {
          initial: 'wide',
          on: {
            'door.closed': { target: 'tight', internal: true },
            'door.left': { target: 'locked' },
          },
          states: { wide: { on: { 'door.pulled': { target: 'tight' } } }, tight: {} },
        },
        locked: { type: 'final' },
      },
    });
    const errors = parseDefinition(yaml, 'door').faults.filter((one) => one.severity === 'error');
    expect(errors).toEqual([]);
  });

  it('exports to a machine of the same structure', () => {
    const machine = {
      initial: 'a',
      states: {
        a: { id: 'a', on: { go: { target: '#p' } } },
        p: {
          id: 'p',
          type: 'parallel',
          states: {
            x: {
              id: 'x',
              initial: 'x1',
              states: {
                x1: { id: 'x1', on: { 'to.*': { target: '#x1', reenter: true } } },
                xh: { id: 'xh', type: 'history', history: 'deep', target: '#x1' },
              },
            },
            y: {
              id: 'y',
              always: { target: '#z', guard: { type: 'cel', params: { expression: 'true' } } },
            },
          },
          onDone: { target: '#z' },
        },
        z: { id: 'z', type: 'final' },
      },
    } as const;
    const { source } = bring(machine);
    const again = source && toXStateMachine(source);
    expect({ initial: again?.initial, states: again?.states }).toEqual({
      initial: machine.initial,
      states: machine.states,
    });
  });

  it('keeps shut what its code would have decided, and says so', () => {
    const machine = {
      initial: 'a',
      context: { count: 0 },
      states: {
        a: {
          on: {
            GO_ON: {
              target: 'b',
              guard: 'isReady',
              actions: [{ type: 'xstate.assign' }, 'sendMail'],
            },
          },
          after: { 1500: 'b', retryDelay: 'b' },
        },
        b: { type: 'final', tags: ['end'] },
      },
    };
    expect(told(machine)).toEqual([
      expect.stringMatching(/^warning context: left out: .*`context`/),
      expect.stringMatching(/^warning states\/b\/tags: left out: .*`tags`/),
      'warning states/a/on/GO_ON/guard: guard `isReady` is code: it is false until written as CEL',
      'warning states/a/on/GO_ON/actions: action `xstate.assign` is left out: a journey has no such thing',
      'warning states/a/on/GO_ON/actions: action `sendMail` becomes a call of service `send-mail`',
      'warning states/a/on/GO_ON: event `GO_ON` is called `go-on` in the journey',
      'warning states/a/after/1500: 1500 ms become PT2S: whole seconds',
      "error states/a/after/retryDelay: `retryDelay` names a delay only the machine's code knows; write its ms",
    ]);
    expect(bring(machine).source).toBeUndefined();
  });

  it('gives states that are called alike names of their own, and finds targets as XState does', () => {
    const { source, faults } = bring({
      id: 'm',
      initial: 'one',
      states: {
        one: { initial: 'idle', states: { idle: { on: { go: '#m.two.idle' } } } },
        two: { initial: 'idle', states: { idle: { on: { go: '#(gone)' } } } },
      },
    });
    expect(source).toBeUndefined();
    expect(faults.map(({ message }) => message)).toEqual([
      'state `idle` is called `two-idle` in the journey',
      'no state is called `#(gone)`',
    ]);
  });

  it('puts a state around the others for what the machine does in all of them', () => {
    const { source } = bring({
      initial: 'a',
      on: { 'door.broken': '.end' },
      states: { a: {}, end: { type: 'final' } },
    });
    expect(source).toMatchObject({
      initial: 'open',
      states: {
        open: { initial: 'a', on: { 'door.broken': { target: 'end' } }, states: { a: {} } },
        end: { type: 'final' },
      },
    });
  });

  it('refuses what is no machine, or has no end of levels', () => {
    expect(told([])).toEqual([expect.stringMatching(/^error : /)]);
    expect(told({ initial: 'a', states: { a: { on: { x: 7 } } } })).not.toEqual([]);
    let deep: object = {};
    for (let level = 0; level < 20_000; level++) deep = { initial: 'a', states: { a: deep } };
    expect(told(deep)).toEqual(['error : the machine is nested more than 96 levels deep']);
  });

  it('wants to know which events start the journey', () => {
    const { faults } = fromXStateMachine({ initial: 'a', states: { a: {} } }, { journey: 'door' });
    expect(faults).toMatchObject([
      { severity: 'error', message: expect.stringContaining('start') },
    ]);
  });
});
