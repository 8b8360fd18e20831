import { type ChartState, type StepContext } from './chart.js';
import { History } from './history.js';
import { type StateTree, type Transition } from './tree.js';

/** What choosing and taking transitions depends on, beside the configuration. */
export class Moment<G, A> {
  constructor(
    readonly tree: StateTree<G, A>,
    readonly remembered: ChartState['history'],
    /** The last event processed. */
    readonly event: string,
    readonly context: StepContext<G, A>,
  ) {}

  /** Whether a transition has no guard, or its guard holds. */
  holds({ candidate: { transition } }: Transition<G, A>): boolean {
    return transition.guard === undefined || this.context.guard(transition.guard, this.event);
  }

  history(): History<G, A> {
    return new History(this.tree, this.remembered);
  }

  /** The moment after a microstep that changed what history states remember. */
  remembering(changes: ReturnType<History<G, A>['changes']>): Moment<G, A> {
    if (changes.length === 0) return this;
    const remembered = { ...this.remembered, ...Object.fromEntries(changes) };
    return new Moment(this.tree, remembered, this.event, this.context);
  }

  /** The moment an internal event is processed. */
  on(event: string): Moment<G, A> {
    return new Moment(this.tree, this.remembered, event, this.context);
  }
}
