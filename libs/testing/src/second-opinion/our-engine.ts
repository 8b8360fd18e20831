import { compileChart, type ChartState, fire, start, type Step, step } from '#statechart';
import { type Engine, type Reaction } from './chart-run.js';
import { type NamedChart, raisedBy } from './random-chart.js';

/** A chart in our engine. Throws when the chart has faults, and what the engine throws. */
export function ourEngine(source: NamedChart): Engine {
  const { chart, faults } = compileChart(source);
  if (chart === undefined) throw new Error(JSON.stringify(faults));
  let at: ChartState = { configuration: [], history: {} };
  const context = (holding: readonly string[]) => ({
    guard: (guard: string) => holding.includes(guard),
    raises: raisedBy,
  });
  const after = (taken: Step<string>): Reaction => {
    at = { configuration: taken.configuration, history: taken.history };
    return {
      configuration: [...taken.configuration].sort(),
      actions: taken.actions,
      cancelled: taken.cancelled,
      started: taken.started,
      history: sorted(taken.history),
      done: taken.done,
    };
  };
  return {
    start: (holding) => after(start(chart, context(holding))),
    event: (name, holding) => after(step(chart, at, name, context(holding))),
    fire: (timer, holding) => after(fire(chart, at, timer, context(holding))),
  };
}

function sorted(history: ChartState['history']): Record<string, readonly string[]> {
  return Object.fromEntries(
    Object.entries(history).map(([name, states]) => [name, [...states].sort()]),
  );
}
