import { isDeepStrictEqual } from 'node:util';
import { ChartError } from '#statechart';
import { toXStateMachine } from '#definitions';
import { chartAsDefinition } from './chart-as-definition.js';
import { type Moment, play } from './chart-run.js';
import { ourEngine } from './our-engine.js';
import { type NamedChart, type Stimulus } from './random-chart.js';
import { xstateEngine } from './xstate-engine.js';

/** How far two engines went together. */
export interface Comparison {
  /** Moments in which they agreed. */
  readonly seen: readonly Moment[];
  /** Ours refused to go on: the chart does not come to rest. XState is not asked. */
  readonly endless: boolean;
  /** The first moment in which they differ. */
  readonly difference?: { readonly ours: Moment | undefined; readonly xstate: Moment | undefined };
}

/** Plays the same stimuli on a chart in our engine and, by way of the export, in XState. */
export function compareWithXState(
  chart: NamedChart,
  stimuli: readonly Stimulus[],
  choice: 'scxml' | 'as it comes' = 'scxml',
): Comparison {
  const machine = toXStateMachine(chartAsDefinition(chart));
  const theirs = play(xstateEngine(machine, choice), stimuli);
  const our = play(ourEngine(chart), stimuli);
  const seen: Moment[] = [];
  for (;;) {
    const ours = nextOf(our);
    if (ours === 'endless') return { seen, endless: true };
    const { value, done } = theirs.next();
    const xstate = done === true ? undefined : value;
    if (ours === undefined && xstate === undefined) return { seen, endless: false };
    if (ours === undefined || !isDeepStrictEqual(ours, xstate)) {
      return { seen, endless: false, difference: { ours, xstate } };
    }
    seen.push(ours);
  }
}

function nextOf(run: Generator<Moment>): Moment | 'endless' | undefined {
  try {
    const { value, done } = run.next();
    return done === true ? undefined : value;
  } catch (error) {
    if (error instanceof ChartError && error.code !== 'NO_SUCH_STATE') return 'endless';
    throw error;
  }
}
