/**
 * A chart as its author wrote it, generic over what a guard (`G`) and an action (`A`) are: this library never looks into
 * either. Names of states are unique in a chart.
 */
export interface ChartSource<G, A> {
  readonly initial: string;
  readonly states: Readonly<Record<string, StateSource<G, A>>>;
}

export interface StateSource<G, A> {
  readonly type?: 'final';
  /** Substates make a state compound; `initial` names the one entered by default. */
  readonly initial?: string;
  readonly states?: Readonly<Record<string, StateSource<G, A>>>;
  readonly entry?: readonly A[];
  readonly exit?: readonly A[];
  /** Event descriptor → candidates, tried in order. `application.*` and `*` match by prefix (SCXML 3.12.1). */
  readonly on?: Readonly<Record<string, readonly TransitionSource<G, A>[]>>;
  /** Eventless transitions (SCXML 3.13), tried after every microstep. */
  readonly always?: readonly TransitionSource<G, A>[];
  /** Delayed transitions: taken when the state has been active without a break for `delayMs`. */
  readonly after?: readonly (TransitionSource<G, A> & {
    readonly name: string;
    readonly delayMs: number;
  })[];
}

export interface TransitionSource<G, A> {
  /** Absent: targetless, no state is left. */
  readonly target?: string;
  readonly guard?: G;
  readonly actions?: readonly A[];
  /** `internal` does not leave a compound source whose descendant is the target (SCXML 3.5). Default external. */
  readonly internal?: boolean;
}

/** Something wrong with a chart's shape. `path` leads to it from the chart, e.g. ['states', 'details', 'on', 'x', 0, 'target']. */
export interface ChartFault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What a step asks of its surroundings. `guard` must be pure. */
export interface StepContext<G> {
  readonly guard: (guard: G) => boolean;
}

/** One macrostep (SCXML appendix D): from stable configuration to stable configuration. */
export interface Step<A> {
  /** False: no transition was enabled, nothing else in here is filled. */
  readonly taken: boolean;
  /** Active atomic (and final) states after, in document order. */
  readonly configuration: readonly string[];
  readonly exited: readonly string[];
  readonly entered: readonly string[];
  /** Exit, transition and entry actions in SCXML order. */
  readonly actions: readonly A[];
  /** Timers of entered states to start, and of exited states to cancel, by id `<state>:<name>`. */
  readonly started: readonly { readonly timer: string; readonly delayMs: number }[];
  readonly cancelled: readonly string[];
  /** True once the chart's top level is in a final state. */
  readonly done: boolean;
}
