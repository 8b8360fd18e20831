import { type ChartState, type Step, type StepContext } from './chart.js';
import { type Chart } from './compiled-chart.js';
import { type Configuration } from './configuration.js';
import { History } from './history.js';
import { Macrostep } from './macrostep.js';
import { type Candidates, selectTransitions } from './select-transitions.js';

// Invariants:
// S1 A macrostep begins and ends stable: no eventless transition is enabled, no internal event waits (SCXML appendix D).
// S2 Of the enabled transitions of a leaf the innermost state's wins, then document order (SCXML 3.13).
// S3 A step is a function of chart, configuration, history, event and context; what is kept for speed changes none (C1).

/** Enters the chart (SCXML 3.2, appendix D interpret): initial states, their entry actions, timers, `always`. */
export function start<G, A>(chart: Chart<G, A>, context: StepContext<G, A>): Step<A> {
  return new Macrostep(chart, { configuration: [], history: {} }, '', context).run(
    chart.configurations.outside,
    [chart.transitions.start],
  );
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
  return react(chart, at, configuration, configuration.candidates(event), event, context);
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
  return react(chart, at, configuration, waits ? [[transition]] : [], timer, context);
}

function react<G, A>(
  chart: Chart<G, A>,
  at: ChartState,
  configuration: Configuration<G, A>,
  candidates: Candidates<G, A>,
  event: string,
  context: StepContext<G, A>,
): Step<A> {
  const transitions = selectTransitions(
    candidates,
    ({ candidate: { transition } }) =>
      transition.guard === undefined || context.guard(transition.guard, event),
    () => new History(chart.tree, at.history),
  );
  if (transitions.length > 0) {
    return new Macrostep(chart, at, event, context).run(configuration, transitions);
  }
  return chart.remembers ? { ...configuration.idle, history: at.history } : configuration.idle;
}
