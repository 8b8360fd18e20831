import { ChartError, type ChartState, type Step, type StepContext } from './chart.js';
import { type Chart } from './compiled-chart.js';
import { takeMacrostep } from './macrostep.js';
import { Moment } from './moment.js';
import { lineage } from './tree.js';

// Invariants:
// S1 A macrostep begins and ends stable: no eventless transition is enabled, no internal event waits (SCXML appendix D).
// S2 Of the enabled transitions of a leaf the innermost state's wins, then document order (SCXML 3.13).
// S3 A step is a function of chart, configuration, history, event and context; what is kept for speed changes none (C1).

const NO_HISTORY: ChartState['history'] = {};

/** Enters the chart (SCXML 3.2, appendix D interpret): initial states, their entry actions, timers, `always`. */
export function start<G, A>(chart: Chart<G, A>, context: StepContext<G, A>): Step<A> {
  const moment = new Moment(chart.tree, NO_HISTORY, '', context);
  return takeMacrostep(chart.configurations.outside, [[chart.transitions.start]], moment);
}

/**
 * What an event does to a configuration: one macrostep (SCXML appendix D, mainEventLoop), or `taken: false`.
 * Throws `ChartError`: NO_SUCH_STATE for a configuration that is not legal in this chart, ENDLESS when `always` or raised
 * events do not settle, TOO_LARGE when actions raise too many.
 */
export function step<G, A>(
  chart: Chart<G, A>,
  at: ChartState,
  event: string,
  context: StepContext<G, A>,
): Step<A> {
  const configuration = chart.configurations.at(at);
  const moment = new Moment(chart.tree, at.history, event, context);
  return takeMacrostep(configuration, configuration.candidates(event), moment);
}

/**
 * What a timer that is due does: its delayed transition if its state is active and its guard holds, as a `<send>` to
 * itself on entry would (SCXML 6.2). The guard sees the timer as the event. The caller no longer holds the timer afterwards,
 * whether taken or not; it starts again when its state is entered again. Throws as `step` does.
 */
export function fire<G, A>(
  chart: Chart<G, A>,
  at: ChartState,
  timer: string,
  context: StepContext<G, A>,
): Step<A> {
  const configuration = chart.configurations.at(at);
  const transition = chart.transitions.delayed.get(timer);
  const waits = transition !== undefined && configuration.active.includes(transition.source);
  const moment = new Moment(chart.tree, at.history, timer, context);
  return takeMacrostep(configuration, waits ? [[transition]] : [], moment);
}

/**
 * Moves a running chart to a state by hand: what an unguarded internal transition to it would do (SCXML 3.5) whose source
 * is the innermost active compound state around it, so that other regions stay as they are. Throws `ChartError`
 * NO_SUCH_STATE for a state the chart does not have, else as `step` does.
 */
export function moveTo<G, A>(
  chart: Chart<G, A>,
  at: ChartState,
  target: string,
  context: StepContext<G, A>,
): Step<A> {
  const configuration = chart.configurations.at(at);
  const { nodes, root } = chart.tree;
  const node = nodes.get(target);
  if (node === undefined) {
    const message = `state \`${target}\` does not exist in this chart`;
    throw new ChartError('NO_SUCH_STATE', message, [target]);
  }
  const around = lineage(node).slice(1);
  const source =
    around.find((one) => one.kind === 'compound' && configuration.active.includes(one)) ?? root;
  const candidate = {
    state: source.name,
    descriptor: '',
    index: 0,
    transition: { target, internal: true },
  };
  // Transitions of the chart count from 0: what is kept of this one is told apart from theirs.
  const transition = { index: -1 - node.index, source, targets: [node], candidate };
  const moment = new Moment(chart.tree, at.history, '', context);
  return takeMacrostep(configuration, [[transition]], moment);
}
