import { ChartError, type ChartState, type Step, type StepContext, type Timer } from './chart.js';
import { type Chart } from './compiled-chart.js';
import { type Configuration, type Taken } from './configuration.js';
import { History } from './history.js';
import { selectTransitions } from './select-transitions.js';
import { type Transition } from './tree.js';

/** Microsteps one macrostep may take before it is called endless. */
const MAX_MICROSTEPS = 1_000;
/** Events that may be raised in one macrostep. */
const MAX_RAISED = 10_000;

interface Move<G, A> {
  readonly transitions: readonly Transition<G, A>[];
  readonly taken: Taken<G, A>;
}

/** One macrostep while it runs (SCXML appendix D, mainEventLoop up to the next external event). */
export class Macrostep<G, A> {
  private readonly moves: Move<G, A>[] = [];
  /** The internal queue, of which the first `processed` are done with (SCXML 4.2). */
  private readonly raised: string[] = [];
  private processed = 0;

  constructor(
    private readonly chart: Chart<G, A>,
    private readonly at: ChartState,
    /** The last event processed. */
    private event: string,
    private readonly context: StepContext<G, A>,
  ) {}

  /** Takes transitions that are in no conflict, and then runs to completion (S1). */
  run(from: Configuration<G, A>, first: readonly Transition<G, A>[]): Step<A> {
    let configuration = this.take(from, first);
    while (!configuration.idle.done) {
      const transitions = this.next(configuration);
      if (transitions.length === 0) break;
      configuration = this.take(configuration, transitions);
    }
    return this.moves.length === 1 ? this.single(this.moves[0]) : this.combined(configuration);
  }

  /** Eventless transitions first, then internal events, until one of them enables something. */
  private next(configuration: Configuration<G, A>): readonly Transition<G, A>[] {
    let transitions = selectTransitions(configuration.always, this.holds, this.history);
    while (transitions.length === 0 && this.processed < this.raised.length) {
      this.event = this.raised[this.processed++] ?? '';
      transitions = selectTransitions(
        configuration.candidates(this.event),
        this.holds,
        this.history,
      );
    }
    return transitions;
  }

  private take(
    from: Configuration<G, A>,
    transitions: readonly Transition<G, A>[],
  ): Configuration<G, A> {
    const taken = from.take(transitions, this.history);
    this.moves.push({ transitions, taken });
    if (this.moves.length > MAX_MICROSTEPS) throw endless(this.moves);
    this.raise(taken);
    return taken.to;
  }

  /** Puts what actions raise, and what entering final states does, into the internal queue in the order it happens. */
  private raise({ actions, raised }: Taken<G, A>): void {
    const { raises } = this.context;
    let next = 0;
    if (raises !== undefined) {
      actions.forEach((action, index) => {
        for (; (raised[next]?.after ?? Infinity) <= index; next++)
          this.enqueue(raised[next]?.event);
        for (const event of raises(action)) this.enqueue(event);
      });
    }
    for (; next < raised.length; next++) this.enqueue(raised[next]?.event);
  }

  private enqueue(event: string | undefined): void {
    if (event !== undefined) this.raised.push(event);
    if (this.raised.length <= MAX_RAISED) return;
    const states = [...new Set(this.moves.flatMap(({ taken }) => taken.to.names))];
    const message = `actions raise more than ${MAX_RAISED} events in one step, ${quoted(states)}; raise fewer`;
    throw new ChartError('TOO_LARGE', message, states);
  }

  private readonly holds = ({ candidate: { transition } }: Transition<G, A>): boolean =>
    transition.guard === undefined || this.context.guard(transition.guard, this.event);

  private readonly history = (): History<G, A> => new History(this.chart.tree, this.remembered());

  /** What history states remember after the moves so far. */
  private remembered(): ChartState['history'] {
    const changes = this.moves.flatMap(({ taken }) => taken.remembered);
    if (!this.chart.remembers) return NO_HISTORY;
    if (changes.length === 0) return this.at.history;
    return { ...this.at.history, ...Object.fromEntries(changes) };
  }

  private single(move: Move<G, A> | undefined): Step<A> {
    if (move === undefined) throw new Error('a macrostep begins with a microstep');
    const { step } = move.taken;
    return this.chart.remembers ? { ...step, history: this.remembered() } : step;
  }

  private combined(configuration: Configuration<G, A>): Step<A> {
    const steps = this.moves.map(({ taken }) => taken.step);
    const cancelled = new Set<string>();
    const started = new Map<string, Timer>();
    const stopped = new Set<string>();
    const invoked = new Set<string>();
    for (const one of steps) {
      for (const timer of one.cancelled) if (!started.delete(timer)) cancelled.add(timer);
      for (const timer of one.started) started.set(timer.timer, timer);
      for (const invocation of one.stopped) {
        if (!invoked.delete(invocation)) stopped.add(invocation);
      }
      for (const invocation of one.invoked) invoked.add(invocation);
    }
    const inOrder = configuration.active.flatMap(({ source }) => source.invoke ?? []);
    return {
      taken: true,
      configuration: configuration.names,
      history: this.remembered(),
      exited: steps.flatMap(({ exited }) => exited),
      entered: steps.flatMap(({ entered }) => entered),
      actions: steps.flatMap(({ actions }) => actions),
      cancelled: [...cancelled],
      started: [...started.values()],
      stopped: [...stopped],
      invoked: inOrder.filter((invocation) => invoked.has(invocation)),
      done: configuration.idle.done,
    };
  }
}

const NO_HISTORY: ChartState['history'] = {};

/** Names the states of the loop the last moves run in: those between the last two times in one configuration. */
function endless<G, A>(moves: readonly Move<G, A>[]): ChartError {
  const ends = moves.map(({ taken }) => taken.to);
  const before = ends.findLastIndex((end, index) => index < ends.length - 1 && end === ends.at(-1));
  const loop = moves.slice(before + 1).map(({ transitions, taken }) => {
    const entered = taken.entered.filter((state) => taken.leaves.includes(state));
    const states = entered.length > 0 ? entered : transitions.map(({ source }) => source);
    return states.map(({ name }) => name);
  });
  const states = [...new Set(loop.flat())];
  const way = [loop.at(-1) ?? [], ...loop].map(quoted).join(' → ');
  const message = `transitions do not end after ${MAX_MICROSTEPS} microsteps: ${way}; add a guard that stops them`;
  return new ChartError('ENDLESS', message, states);
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(' and ');
}
