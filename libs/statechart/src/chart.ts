/** One state, or several in parallel regions of one another. */
export type Targets = string | readonly string[];

/**
 * A chart as its author wrote it, generic over what a guard (`G`) and an action (`A`) are: this library never looks into
 * either. Names of states are unique in a chart.
 */
export interface ChartSource<G, A> {
  /** SCXML 3.2. */
  readonly initial: Targets;
  readonly states: Readonly<Record<string, StateSource<G, A>>>;
}

export interface StateSource<G, A> {
  /**
   * `final`: no way out (SCXML 3.7): no transitions, no timers, no substates, no invocations.
   * `parallel`: all substates are active at once (SCXML 3.4).
   * `history`: not a state one can be in; entering it enters what was active in its parent when that was last left
   * (SCXML 3.10), or else `target`.
   */
  readonly type?: 'final' | 'parallel' | 'history';
  /** Substates make a state compound; `initial` names the descendants entered by default, else the first substate is. */
  readonly initial?: Targets;
  /** Run after the state's own entry actions when it is entered by default (SCXML 3.6, `<initial>`'s content). */
  readonly initialActions?: readonly A[];
  readonly states?: Readonly<Record<string, StateSource<G, A>>>;
  /** Of a history state, and needed there: children of its parent, or descendants of any depth. */
  readonly history?: 'shallow' | 'deep';
  /** Of a history state: where it leads while there is no history, and what is done on that way. */
  readonly target?: Targets;
  readonly actions?: readonly A[];
  readonly entry?: readonly A[];
  readonly exit?: readonly A[];
  /** Event descriptor → candidates, tried in order. See `descriptorMatches` (SCXML 3.12.1). */
  readonly on?: Readonly<Record<string, readonly TransitionSource<G, A>[]>>;
  /** Eventless transitions (SCXML 3.13), tried after every microstep. */
  readonly always?: readonly TransitionSource<G, A>[];
  /** Delayed transitions: taken when the state has been active without a break for `delayMs`. Names are unique in a state. */
  readonly after?: readonly DelayedTransitionSource<G, A>[];
  /** What is called while the state is active (SCXML 6.4), by names unique in the chart. */
  readonly invoke?: readonly string[];
}

export interface TransitionSource<G, A> {
  /** Absent: targetless, no state is left. */
  readonly target?: Targets;
  readonly guard?: G;
  readonly actions?: readonly A[];
  /** `internal` does not leave a compound source whose descendants all targets are (SCXML 3.5). Default external. */
  readonly internal?: boolean;
}

interface DelayedTransitionSource<G, A> extends TransitionSource<G, A> {
  readonly name: string;
  /** ms, above 0. */
  readonly delayMs: number;
}

/**
 * Something wrong with a chart's shape. `path` leads to it from the chart, e.g. ['states', 'details', 'on', 'x', 0, 'target'];
 * a delayed transition stands in it by its name: ['states', 'details', 'after', 'P14D', 'target'].
 */
export interface ChartFault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Where a running chart stands. */
export interface ChartState {
  /** Active atomic (and final) states, in document order. */
  readonly configuration: readonly string[];
  /** History state → what it would enter; a history state without an entry has no history yet (SCXML 3.10). */
  readonly history: Readonly<Record<string, readonly string[]>>;
}

/** What a step asks of its surroundings. Both must be pure as far as the chart's caller can see. */
export interface StepContext<G, A> {
  /** `event`: the name of the event being processed, for an eventless transition the last one's; '' while starting. */
  readonly guard: (guard: G, event: string) => boolean;
  /**
   * Called with each action in the order they run, before any later guard is asked. Returns the events it raises, which
   * are processed inside this macrostep, before any other event (SCXML 4.2). Absent: actions raise nothing.
   */
  readonly raises?: (action: A) => readonly string[];
}

/** A delayed transition that waits: its id is `<state>:<name>`. */
export interface Timer {
  readonly timer: string;
  /** ms from the moment its state was entered. */
  readonly delayMs: number;
}

/** One macrostep (SCXML appendix D): from stable configuration to stable configuration. Never changed once returned. */
export interface Step<A> extends ChartState {
  /** False: no transition was enabled; `configuration`, `history` and `done` are as before, the rest is empty. */
  readonly taken: boolean;
  /** States left and entered in the order it happened; one passed through on the way stands in both. */
  readonly exited: readonly string[];
  readonly entered: readonly string[];
  /** Exit, transition and entry actions in SCXML order. */
  readonly actions: readonly A[];
  /** Apply `cancelled` first, then `started`: a state that was left and entered again has its timer in both. */
  readonly cancelled: readonly string[];
  readonly started: readonly Timer[];
  /** Invocations of states that were left, then of states that are active now and were not before (SCXML 6.4). */
  readonly stopped: readonly string[];
  readonly invoked: readonly string[];
  /** True once the chart's top level is in a final state. */
  readonly done: boolean;
}

/** A transition as a chart names it: state, descriptor, and place among the candidates of that descriptor. */
export interface Candidate<G, A> {
  readonly state: string;
  readonly descriptor: string;
  readonly index: number;
  readonly transition: TransitionSource<G, A>;
}

/** What a chart refuses at run time. */
export class ChartError extends Error {
  readonly code: 'NO_SUCH_STATE' | 'ENDLESS' | 'TOO_LARGE';
  /** The states it is about: the unknown one, or those of the loop. */
  readonly states: readonly string[];

  constructor(code: ChartError['code'], message: string, states: readonly string[]) {
    super(message);
    this.name = 'ChartError';
    this.code = code;
    this.states = states;
  }
}
