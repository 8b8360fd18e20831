/** What one stimulus, or the start, did to a running chart. */
export interface Moment {
  /** Active leaves by name, sorted. */
  readonly configuration: readonly string[];
  /** In the order they ran. */
  readonly actions: readonly string[];
  /** Timers that run afterwards, with the ms at which they are due, in the order they come due. */
  readonly timers: readonly string[];
  /** History state → what it remembers, sorted. */
  readonly history: Readonly<Record<string, readonly string[]>>;
  readonly done: boolean;
}

/** A chart that can be started, and told of events and timers; the time is not its business. */
export interface Engine {
  start(holding: readonly string[]): Reaction;
  event(name: string, holding: readonly string[]): Reaction;
  fire(timer: string, holding: readonly string[]): Reaction;
}

export interface Reaction extends Omit<Moment, 'timers'> {
  readonly cancelled: readonly string[];
  /** Applied after `cancelled`. */
  readonly started: readonly { readonly timer: string; readonly delayMs: number }[];
}

interface Told {
  readonly advance: number;
  readonly event: string;
  readonly holding: readonly string[];
}

/**
 * Plays stimuli on virtual time: timers that come due on the way fire first, each at its own time, in the order they were
 * started when they are due together. The first stimulus' guards hold at the start, too. Ends early when the chart is done; one moment for the start, each timer and each event.
 */
export function* play(engine: Engine, stimuli: readonly Told[]): Generator<Moment> {
  const timers = new Map<string, number>();
  let now = 0;
  const note = ({ cancelled, started, ...reaction }: Reaction): Moment => {
    for (const timer of cancelled) timers.delete(timer);
    for (const { timer, delayMs } of started) timers.set(timer, now + delayMs);
    return { ...reaction, timers: waiting(timers).map(([timer, due]) => `${timer} at ${due}`) };
  };
  let moment = note(engine.start(stimuli[0]?.holding ?? []));
  yield moment;
  for (const { advance, event, holding } of stimuli) {
    const until = now + advance;
    while (!moment.done) {
      const [next] = waiting(timers);
      if (next === undefined || next[1] > until) break;
      const [timer, due] = next;
      timers.delete(timer);
      now = due;
      moment = note(engine.fire(timer, holding));
      yield moment;
    }
    if (moment.done) return;
    now = until;
    moment = note(engine.event(event, holding));
    yield moment;
    if (moment.done) return;
  }
}

function waiting(timers: ReadonlyMap<string, number>): [string, number][] {
  return [...timers].sort(([, one], [, other]) => one - other);
}
