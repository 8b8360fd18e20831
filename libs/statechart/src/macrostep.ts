import { ChartError, type Step, type Timer } from './chart.js';
import { type Configuration, type Taken } from './configuration.js';
import { type Moment } from './moment.js';
import { type Candidates, selectTransitions } from './select-transitions.js';
import { type Transition } from './tree.js';

/** Microsteps one macrostep may take before it is called endless. */
const MAX_MICROSTEPS = 1_000;
/** States that a message names at once. */
const MAX_NAMED = 8;
/** Events that may be raised in one macrostep. */
const MAX_RAISED = 10_000;

interface Move<G, A> {
  readonly transitions: readonly Transition<G, A>[];
  readonly taken: Taken<G, A>;
}

/** Takes what is enabled of the candidates, and then runs to completion (SCXML appendix D, mainEventLoop). */
export function takeMacrostep<G, A>(
  from: Configuration<G, A>,
  candidates: Candidates<G, A>,
  moment: Moment<G, A>,
): Step<A> {
  const { tree, context, remembered } = moment;
  let transitions = selectTransitions(candidates, moment);
  // An event that leads nowhere may have changed what guards see: eventless transitions are asked after every one.
  if (transitions.length === 0) transitions = selectTransitions(from.always, moment);
  if (transitions.length === 0) {
    return tree.remembers ? { ...from.idle, history: remembered } : from.idle;
  }
  const taken = from.take(transitions, moment);
  const quiet = context.raises === undefined || taken.actions.length === 0;
  if (taken.settled && quiet && !tree.remembers) return taken.step;
  return new Macrostep(moment).complete({ transitions, taken });
}

/** A macrostep of which the first microstep does not tell all. */
class Macrostep<G, A> {
  private readonly moves: Move<G, A>[] = [];
  /** The internal queue, of which the first `processed` are done with (SCXML 4.2). */
  private readonly raised: string[] = [];
  private processed = 0;

  constructor(private moment: Moment<G, A>) {}

  complete(first: Move<G, A>): Step<A> {
    let configuration = this.moveOn(first);
    while (!configuration.idle.done) {
      const transitions = this.next(configuration);
      if (transitions.length === 0) break;
      const taken = configuration.take(transitions, this.moment);
      configuration = this.moveOn({ transitions, taken });
    }
    const step = this.moves.length === 1 ? first.taken.step : this.combined(configuration);
    return this.moment.tree.remembers ? { ...step, history: this.moment.remembered } : step;
  }

  /** Eventless transitions first, then internal events, until one of them enables something. */
  private next(configuration: Configuration<G, A>): readonly Transition<G, A>[] {
    let transitions = selectTransitions(configuration.always, this.moment);
    while (transitions.length === 0 && this.processed < this.raised.length) {
      this.moment = this.moment.on(this.raised[this.processed++] ?? '');
      transitions = selectTransitions(configuration.candidates(this.moment.event), this.moment);
    }
    return transitions;
  }

  private moveOn(move: Move<G, A>): Configuration<G, A> {
    this.moves.push(move);
    if (this.moves.length > MAX_MICROSTEPS) throw endless(this.moves);
    this.moment = this.moment.remembering(move.taken.remembered);
    this.raise(move.taken);
    return move.taken.to;
  }

  /** Puts what actions raise, and what entering final states does, into the internal queue in the order it happens. */
  private raise({ actions, raised }: Taken<G, A>): void {
    const { raises } = this.moment.context;
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
      history: configuration.idle.history,
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
  const shown = loop.length <= MAX_NAMED ? loop : [...loop.slice(0, MAX_NAMED), ['…']];
  const way = [loop.at(-1) ?? [], ...shown].map(quoted).join(' → ');
  const message = `transitions do not end after ${MAX_MICROSTEPS} microsteps: ${way}; add a guard that stops them`;
  return new ChartError('ENDLESS', message, states);
}

function quoted(names: readonly string[]): string {
  const shown = names.slice(0, MAX_NAMED).map((name) => `\`${name}\``);
  const others = names.length - shown.length;
  return [...shown, ...(others > 0 ? [`${others} others`] : [])].join(' and ');
}
