import { describe, expect, it } from '@jest/globals';
import {
  compileChart,
  enterAt,
  leavesOf,
  lineageOf,
  type Chart,
  type ChartSource,
} from './index.js';

const source: ChartSource<string, string> = {
  initial: 'idle',
  states: {
    idle: {},
    review: {
      type: 'parallel',
      invoke: ['archive'],
      states: {
        papers: {
          after: [{ name: 'P3D', delayMs: 3 }],
          states: {
            asked: { after: [{ name: 'P1D', delayMs: 1 }] },
            checked: { entry: ['stamp'] },
          },
        },
        money: {
          states: {
            waiting: { invoke: ['bank'] },
            paid: {},
            back: { type: 'history', history: 'shallow', target: 'paid' },
          },
        },
      },
    },
  },
};

function chart(): Chart<string, string> {
  const compiled = compileChart(source);
  if (compiled.chart === undefined) throw new Error(JSON.stringify(compiled.faults));
  return compiled.chart;
}

describe('entering a chart at certain states', () => {
  it('enters what is not said by default', () => {
    expect(enterAt(chart(), ['checked'])).toMatchObject({
      configuration: ['checked', 'waiting'],
      entered: ['review', 'papers', 'checked', 'money', 'waiting'],
      started: [{ timer: 'papers:P3D', delayMs: 3 }],
      invoked: ['archive', 'bank'],
    });
  });

  it('may say each region', () => {
    expect(enterAt(chart(), ['paid', 'asked'])).toMatchObject({ configuration: ['asked', 'paid'] });
  });

  it('takes a history state for one that remembers nothing', () => {
    expect(enterAt(chart(), ['back'])).toMatchObject({ configuration: ['asked', 'paid'] });
  });

  it.each([
    [['asked', 'checked'], '`asked` and `checked` cannot be active together'],
    [['idle', 'paid'], '`idle` and `paid` cannot be active together'],
    [['chekced'], 'state `chekced` does not exist; did you mean `checked`?'],
    [[], 'names no state'],
  ])('refuses %j', (targets, words) => {
    expect(enterAt(chart(), targets)).toEqual({ fault: expect.stringContaining(words) });
  });
});

it('a chart tells its leaves, and what is around a state', () => {
  expect(leavesOf(chart())).toEqual(['idle', 'asked', 'checked', 'waiting', 'paid']);
  expect(lineageOf(chart(), 'asked')).toEqual(['asked', 'papers', 'review']);
  expect(lineageOf(chart(), 'nowhere')).toEqual([]);
});
