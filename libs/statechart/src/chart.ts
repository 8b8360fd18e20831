/**
 * A chart as its author wrote it, generic over what a guard (`G`) and an action (`A`) are: this library never looks into
 * either. Names of states are unique in a chart.
 */
export interface ChartSource<G, A> {
  readonly initial: string;
  readonly states: Readonly<Record<string, StateSource<G, A>>>;
}

export interface StateSource<G, A> {
  /** A final state has no way out (SCXML 3.7): no transitions, no timers, no substates. */
  readonly type?: 'final';
  /** Substates make a state compound; `initial` names the descendant entered by default, else the first substate is. */
  readonly initial?: string;
  readonly states?: Readonly<Record<string, StateSource<G, A>>>;
  readonly entry?: readonly A[];
  readonly exit?: readonly A[];
  /** Event descriptor → candidates, tried in order. See `descriptorMatches` (SCXML 3.12.1). */
  readonly on?: Readonly<Record<string, readonly TransitionSource<G, A>[]>>;
  /** Eventless transitions (SCXML 3.13), tried after every microstep. */
  readonly always?: readonly TransitionSource<G, A>[];
  /** Delayed transitions: taken when the state has been active without a break for `delayMs`. Names are unique in a state. */
  readonly after?: readonly DelayedTransitionSource<G, A>[];
}

export interface TransitionSource<G, A> {
  /** Absent: targetless, no state is left. */
  readonly target?: string;
  readonly guard?: G;
  readonly actions?: readonly A[];
  /** `internal` does not leave a compound source whose descendant is the target (SCXML 3.5). Default external. */
  readonly internal?: boolean;
}

export interface DelayedTransitionSource<G, A> extends TransitionSource<G, A> {
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

/** What a step asks of its surroundings. `guard` must be pure. */
export interface StepContext<G> {
  readonly guard: (guard: G) => boolean;
}

/** A delayed transition that waits: its id is `<state>:<name>`. */
export interface Timer {
  readonly timer: string;
  /** ms from the moment its state was entered. */
  readonly delayMs: number;
}

/** One macrostep (SCXML appendix D): from stable configuration to stable configuration. Never changed once returned. */
export interface Step<A> {
  /** False: no transition was enabled; `configuration` and `done` are as before, the rest is empty. */
  readonly taken: boolean;
  /** Active atomic (and final) states after, in document order. */
  readonly configuration: readonly string[];
  /** States left and entered in the order it happened; one passed through on the way stands in both. */
  readonly exited: readonly string[];
  readonly entered: readonly string[];
  /** Exit, transition and entry actions in SCXML order. */
  readonly actions: readonly A[];
  /** Apply `cancelled` first, then `started`: a state that was left and entered again has its timer in both. */
  readonly cancelled: readonly string[];
  readonly started: readonly Timer[];
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
  readonly code: 'NO_SUCH_STATE' | 'ENDLESS';
  /** The states it is about: the unknown one, or those of the loop. */
  readonly states: readonly string[];

  constructor(code: ChartError['code'], message: string, states: readonly string[]) {
    super(message);
    this.name = 'ChartError';
    this.code = code;
    this.states = states;
  }
}
