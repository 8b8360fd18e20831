import {
  ChartError,
  type Candidate,
  type ChartState,
  type Step,
  type StepContext,
  type Timer,
} from './chart.js';
import { movesOn, type Chart, type Leaf, type Move } from './tables.js';

// Invariants:
// S1 A macrostep begins and ends stable: no eventless transition is enabled, no internal event waits (SCXML appendix D).
// S2 Of the enabled transitions the innermost state's wins, then document order (SCXML 3.13).
// S3 A step is a function of chart, configuration, event and guards; it keeps nothing.

/** Microsteps one macrostep may take before it is called endless. */
const MAX_MICROSTEPS = 100;

/** Enters the chart (SCXML 3.11, appendix D enterStates): initial states, their entry actions, timers, `always`. */
export function start<G, A>(chart: Chart<G, A>, context: StepContext<G, A>): Step<A> {
  return settle(chart, chart.start, context);
}

/**
 * What an event does to a configuration: one macrostep, or `taken: false`.
 * Throws `ChartError`: NO_SUCH_STATE for a configuration that is not this chart's, ENDLESS when `always` does not settle.
 */
export function step<G, A>(
  chart: Chart<G, A>,
  at: ChartState,
  event: string,
  context: StepContext<G, A>,
): Step<A> {
  const leaf = leafOf(chart, at.configuration);
  const move = enabled(movesOn(leaf, event), context);
  return move === undefined ? leaf.idle : settle(chart, move, context);
}

/**
 * What a timer that is due does: its delayed transition if its state is active and its guard holds. The caller no longer
 * holds the timer afterwards, whether taken or not; it starts again when its state is entered again.
 */
export function fire<G, A>(
  chart: Chart<G, A>,
  at: ChartState,
  timer: string,
  context: StepContext<G, A>,
): Step<A> {
  const leaf = leafOf(chart, at.configuration);
  const move = leaf.after.get(timer);
  return move === undefined || !holds(move, context) ? leaf.idle : settle(chart, move, context);
}

/** The transitions an event could take, guards aside, in the order they would be tried. For explanations. */
export function accepts<G, A>(
  chart: Chart<G, A>,
  configuration: readonly string[],
  event: string,
): readonly Candidate<G, A>[] {
  return movesOn(leafOf(chart, configuration), event).map(({ candidate }) => candidate);
}

/** Every transition on an event that leads on from a configuration, innermost state first, then document order. */
export function outgoing<G, A>(
  chart: Chart<G, A>,
  configuration: readonly string[],
): readonly Candidate<G, A>[] {
  return leafOf(chart, configuration).candidates;
}

/** All active states: those of the configuration, each followed by its ancestors outwards. */
export function activeStates<G, A>(
  chart: Chart<G, A>,
  configuration: readonly string[],
): readonly string[] {
  return leafOf(chart, configuration).lineage;
}

function leafOf<G, A>(chart: Chart<G, A>, configuration: readonly string[]): Leaf<G, A> {
  const [name] = configuration;
  const leaf = name === undefined ? undefined : chart.leaves.get(name);
  if (leaf !== undefined && configuration.length === 1) return leaf;
  const message = `configuration [${configuration.join(', ')}] is not one atomic state of this chart`;
  throw new ChartError('NO_SUCH_STATE', message, configuration);
}

function holds<G, A>(move: Move<G, A>, context: StepContext<G, A>): boolean {
  const { guard } = move.candidate.transition;
  return guard === undefined || context.guard(guard, '');
}

function enabled<G, A>(
  moves: readonly Move<G, A>[],
  context: StepContext<G, A>,
): Move<G, A> | undefined {
  for (const move of moves) if (holds(move, context)) return move;
  return undefined;
}

/** Runs to completion (S1): eventless transitions first, then internal events, until neither is left. */
function settle<G, A>(chart: Chart<G, A>, first: Move<G, A>, context: StepContext<G, A>): Step<A> {
  let leaf = leafOf(chart, first.step.configuration);
  if (leaf.always.length === 0 && first.raised.length === 0) return first.step;
  const moves = [first];
  const raised = [...first.raised];
  while (!leaf.idle.done) {
    let move = enabled(leaf.always, context);
    while (move === undefined && raised.length > 0) {
      move = enabled(movesOn(leaf, raised.shift() ?? ''), context);
    }
    if (move === undefined) break;
    if (moves.length === MAX_MICROSTEPS) throw endless(moves, move);
    moves.push(move);
    raised.push(...move.raised);
    leaf = leafOf(chart, move.step.configuration);
  }
  return moves.length === 1 ? first.step : combine(moves, leaf);
}

function combine<G, A>(moves: readonly Move<G, A>[], leaf: Leaf<G, A>): Step<A> {
  const started = new Map<string, Timer>();
  const cancelled = new Set<string>();
  for (const { step: one } of moves) {
    for (const timer of one.cancelled) if (!started.delete(timer)) cancelled.add(timer);
    for (const timer of one.started) started.set(timer.timer, timer);
  }
  return {
    taken: true,
    history: {},
    stopped: [],
    invoked: [],
    configuration: leaf.idle.configuration,
    exited: moves.flatMap((move) => move.step.exited),
    entered: moves.flatMap((move) => move.step.entered),
    actions: moves.flatMap((move) => move.step.actions),
    cancelled: [...cancelled],
    started: [...started.values()],
    done: leaf.idle.done,
  };
}

function endless<G, A>(moves: readonly Move<G, A>[], next: Move<G, A>): ChartError {
  const visited = moves.map(({ leaf }) => leaf);
  const before = visited.lastIndexOf(next.leaf);
  const loop = before < 0 ? [next.leaf] : visited.slice(before);
  const way = [...loop, next.leaf].map((name) => `\`${name}\``).join(' → ');
  const message = `eventless transitions do not end after ${MAX_MICROSTEPS} steps: ${way}; add a guard that stops them`;
  return new ChartError('ENDLESS', message, [...new Set(loop)]);
}
