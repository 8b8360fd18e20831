import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  charts,
  compareWithXState,
  type Comparison,
  type NamedChart,
  runs,
  stimuli,
  type Stimulus,
} from '#testing';

/** `RUNS=100000 npx jest second-opinion` looks longer; `SEED=123 npx jest second-opinion` plays one run again. */
const numRuns = Number(process.env['RUNS'] ?? runs(800, 30_000));
const seed = process.env['SEED'];

describe('XState and our engine', () => {
  it('come to the same configurations by the same actions, timers and histories, for all charts', () => {
    fc.assert(
      fc.property(charts, stimuli, (chart, told) => {
        const { difference } = compareWithXState(chart, told);
        expect(difference?.ours).toEqual(difference?.xstate);
      }),
      { numRuns, ...(seed !== undefined && { seed: Number(seed) }) },
    );
  });

  it('are compared on parallel regions, histories, timers, endings and charts that never rest', () => {
    const seen = { regions: 0, histories: 0, timers: 0, endings: 0, endless: 0, moments: 0 };
    for (const [chart, told] of fc.sample(fc.tuple(charts, stimuli), { numRuns: 300, seed: 1 })) {
      const { seen: moments, endless } = compareWithXState(chart, told);
      seen.moments += moments.length;
      seen.endless += endless ? 1 : 0;
      for (const { configuration, history, timers, done } of moments) {
        seen.regions += configuration.length > 1 ? 1 : 0;
        seen.histories += Object.keys(history).length > 0 ? 1 : 0;
        seen.timers += timers.length > 0 ? 1 : 0;
        seen.endings += done ? 1 : 0;
      }
    }
    expect(seen.moments).toBeGreaterThan(1_500);
    expect(seen.endless).toBeLessThan(60);
    expect(seen.regions).toBeGreaterThan(500);
    expect(seen.histories).toBeGreaterThan(100);
    expect(seen.timers).toBeGreaterThan(100);
    expect(seen.endings).toBeGreaterThan(10);
  });
});

/** Actions that tell which states were entered and left. */
const told = (name: string) => ({ entry: [`+${name}`], exit: [`-${name}`] });
const now = (...events: readonly string[]): Stimulus[] =>
  events.map((event) => ({ advance: 0, event, holding: [] }));

/** What the two do in the first moment in which they differ. */
function choices({ difference }: Comparison) {
  return { ours: difference?.ours?.actions, xstate: difference?.xstate?.actions };
}

// Each of these stands in docs/conformance/xstate.md; random charts are made or translated so that none matters.
describe('by choice, with SCXML and against XState', () => {
  const regions: NamedChart = {
    initial: 'both',
    states: {
      both: {
        ...told('both'),
        type: 'parallel',
        states: {
          left: {
            ...told('left'),
            initial: 'l1',
            states: {
              l1: { on: { a: [{ target: 'left' }], d: [{ actions: ['in left'] }] } },
              l2: {},
            },
            on: { x: [{ target: 'l2', internal: true }] },
          },
          right: { ...told('right') },
        },
        on: { d: [{ actions: ['around'] }] },
      },
    },
  };

  it('a transition from a region to itself leaves the parallel state, too (appendix D, findLCCA)', () => {
    expect(choices(compareWithXState(regions, now('a')))).toEqual({
      ours: ['-right', '-left', '-both', '+both', '+left', '+right'],
      xstate: ['-right', '-left', '+left', '+right'],
    });
  });

  it('a region that takes an event does not keep the other from asking its ancestors (appendix D, selectTransitions)', () => {
    expect(choices(compareWithXState(regions, now('d'), 'as it comes'))).toEqual({
      ours: ['in left', 'around'],
      xstate: ['in left'],
    });
    expect(compareWithXState(regions, now('d')).difference).toBeUndefined();
  });

  it('of one state, the transition that stands first is asked first (3.13)', () => {
    const chart: NamedChart = {
      initial: 'only',
      states: { only: { on: { a: [{ actions: ['short'] }], 'a.b': [{ actions: ['long'] }] } } },
    };
    expect(choices(compareWithXState(chart, now('a.b')))).toEqual({
      ours: ['short'],
      xstate: ['long'],
    });
  });

  it('a timer is not an event that `*` takes', () => {
    const chart: NamedChart = {
      initial: 'outer',
      states: {
        outer: {
          initial: 'inner',
          states: { inner: { on: { '*': [{ actions: ['any'] }] } } },
          after: [{ name: 'PT1S', delayMs: 1_000, actions: ['timer'] }],
        },
      },
    };
    const later = [{ advance: 1_000, event: 'a', holding: [] }];
    expect(choices(compareWithXState(chart, later, 'as it comes'))).toEqual({
      ours: ['timer'],
      xstate: ['any'],
    });
    expect(compareWithXState(chart, later).difference).toBeUndefined();
  });

  it('regions take eventless transitions in the order of the document, not in that in which they were entered (3.13)', () => {
    const waiting = (name: string) => ({
      always: [{ guard: 'g0', target: `${name}3`, actions: [name] }],
    });
    const chart: NamedChart = {
      initial: 'both',
      states: {
        both: {
          type: 'parallel',
          states: {
            left: {
              initial: 'l1',
              states: { l1: { on: { a: [{ target: 'l2' }] } }, l2: waiting('l'), l3: {} },
            },
            right: { initial: 'r2', states: { r2: waiting('r'), r3: {} } },
          },
        },
      },
    };
    const later = [...now('x'), { advance: 0, event: 'a', holding: ['g0'] }];
    expect(choices(compareWithXState(chart, later, 'as it comes'))).toEqual({
      ours: ['l', 'r'],
      xstate: ['r', 'l'],
    });
    expect(compareWithXState(chart, later).difference).toBeUndefined();
  });

  it('a history state enters nothing that stayed active (3.13)', () => {
    const chart: NamedChart = {
      initial: 'outer',
      states: {
        outer: {
          initial: 'middle',
          states: {
            past: { type: 'history', history: 'deep', target: 'inner' },
            middle: {
              ...told('middle'),
              initial: 'inner',
              states: { inner: { ...told('inner'), on: { a: [{ target: 'past' }] } } },
            },
          },
        },
      },
    };
    expect(choices(compareWithXState(chart, now('a')))).toEqual({
      ours: ['-inner', '+inner'],
      xstate: ['-inner', '+middle', '+inner'],
    });
  });

  it('an eventless transition that changes nothing is an error that says so; XState takes it once', () => {
    const chart: NamedChart = {
      initial: 'only',
      states: { only: { always: [{ guard: 'g0', actions: ['again'] }] } },
    };
    const holding = [{ advance: 0, event: 'a', holding: ['g0'] }];
    expect(compareWithXState(chart, holding)).toMatchObject({ endless: true });
  });
});
