import { type ChartState, ChartError, type Step } from './chart.js';
import { descriptorMatches, shorten } from './event-descriptor.js';
import { endsChart, takeMicrostep, timersOf, type Microstep } from './microstep.js';
import { type Moment } from './moment.js';
import { type Candidates } from './select-transitions.js';
import {
  inDocumentOrder,
  isLegal,
  isLeaf,
  lineage,
  type StateNode,
  type StateTree,
  type Transition,
} from './tree.js';

// Invariants:
// C1 What is kept is only what would be computed again: without it every answer is the same.
// C2 What is kept is bounded, whatever comes: when there is too much of it all is forgotten.

/** About how many names and references are kept for one chart. */
const MAX_KEPT = 200_000;

/** A microstep with what it comes to when no other follows. */
export interface Taken<G, A> extends Microstep<G, A> {
  readonly to: Configuration<G, A>;
  /** `history` aside. */
  readonly step: Step<A>;
  /** Whether no other follows, if its actions raise nothing. */
  readonly settled: boolean;
}

const NOTHING = {
  history: {},
  exited: [],
  entered: [],
  actions: [],
  cancelled: [],
  started: [],
  stopped: [],
  invoked: [],
} as const;

/** A legal set of active states (SCXML 3.11), with what was found out about it so far. */
export class Configuration<G, A> {
  /** Names of the active leaves, in document order. */
  readonly names: readonly string[];
  /** In document order. */
  readonly active: readonly StateNode<G, A>[];
  /** Names of all active states, each once: each leaf followed by its ancestors. */
  readonly outwards: readonly string[];
  readonly always: Candidates<G, A>;
  /** What to answer when nothing is enabled, `history` aside. */
  readonly idle: Step<A>;
  private readonly on = new Map<string, Candidates<G, A>>();
  private readonly taken = new Map<string | number, Taken<G, A>>();

  constructor(
    readonly leaves: readonly StateNode<G, A>[],
    private readonly all: Configurations<G, A>,
  ) {
    this.names = leaves.map(({ name }) => name);
    const states = new Set(leaves.flatMap((leaf) => lineage(leaf)));
    this.active = inDocumentOrder(states);
    this.outwards = Array.from(states, ({ name }) => name);
    this.always = candidatesOf(leaves, ({ always }) => always);
    this.idle = { ...NOTHING, taken: false, configuration: this.names, done: endsChart(leaves) };
  }

  /** Transitions on an event, guards aside. */
  candidates(event: string): Candidates<G, A> {
    const known = this.on.get(event);
    if (known !== undefined) return known;
    const prefix = this.all.knownPrefix(event);
    let candidates = this.on.get(prefix);
    if (candidates === undefined) {
      candidates = candidatesOf(this.leaves, ({ on }) =>
        on.filter(({ candidate }) => descriptorMatches(candidate.descriptor, prefix)),
      );
      this.on.set(prefix, candidates);
      this.all.keeps(sizeOf(candidates));
    }
    return candidates;
  }

  /** Takes transitions that are in no conflict. */
  take(transitions: readonly Transition<G, A>[], moment: Moment<G, A>): Taken<G, A> {
    const [first] = transitions;
    const key =
      transitions.length === 1 && first !== undefined
        ? first.index
        : transitions.map(({ index }) => index).join();
    const known = this.taken.get(key);
    if (known !== undefined) return known;
    const memory = moment.history();
    const microstep = takeMicrostep(this.active, transitions, memory);
    const to = this.all.of(microstep.leaves);
    const settled = to.idle.done || (to.always.length === 0 && microstep.raised.length === 0);
    const taken = { ...microstep, to, step: stepOf(microstep, to), settled };
    if (!memory.consulted) {
      this.taken.set(key, taken);
      const { exited, entered, actions, remembered } = microstep;
      this.all.keeps(exited.length + entered.length + actions.length + remembered.length + 1);
    }
    return taken;
  }
}

/** The configurations of one chart. */
export class Configurations<G, A> {
  private readonly byKey = new Map<string, Configuration<G, A>>();
  private kept = 0;
  private before = new Configuration<G, A>([], this);

  constructor(
    private readonly tree: StateTree<G, A>,
    private readonly prefixes: ReadonlySet<string>,
  ) {}

  /** Before the chart is entered: nothing is active. */
  get outside(): Configuration<G, A> {
    return this.before;
  }

  /** Throws `ChartError` NO_SUCH_STATE for what is not a legal configuration of the chart (SCXML 3.11). */
  at({ configuration }: Pick<ChartState, 'configuration'>): Configuration<G, A> {
    const known = this.byKey.get(keyOf(configuration));
    if (known !== undefined && sameNames(known.names, configuration)) return known;
    const { nodes, root } = this.tree;
    const leaves = configuration.flatMap((name) => nodes.get(name) ?? []);
    if (leaves.length === configuration.length && isLegal(root, leaves)) {
      return this.of(inDocumentOrder(leaves));
    }
    throw notLegal(configuration, nodes);
  }

  /** `leaves`: legal, and in document order. */
  of(leaves: readonly StateNode<G, A>[]): Configuration<G, A> {
    const names = leaves.map(({ name }) => name);
    const key = keyOf(names);
    const known = this.byKey.get(key);
    if (known !== undefined && sameNames(known.names, names)) return known;
    const configuration = new Configuration(leaves, this);
    this.keeps(3 * configuration.active.length + sizeOf(configuration.always));
    this.byKey.set(key, configuration);
    return configuration;
  }

  /** C2. */
  keeps(amount: number): void {
    this.kept += amount;
    if (this.kept <= MAX_KEPT) return;
    this.byKey.clear();
    this.before = new Configuration<G, A>([], this);
    this.kept = amount;
  }

  /** The longest beginning of an event's name that some descriptor asks for. */
  knownPrefix(event: string): string {
    for (let name: string | undefined = event; name !== undefined; name = shorten(name)) {
      if (this.prefixes.has(name)) return name;
    }
    return '';
  }
}

function candidatesOf<G, A>(
  leaves: readonly StateNode<G, A>[],
  transitionsOf: (state: StateNode<G, A>) => readonly Transition<G, A>[],
): Candidates<G, A> {
  return leaves
    .map((leaf) => lineage(leaf).flatMap(transitionsOf))
    .filter((transitions) => transitions.length > 0);
}

function sizeOf(candidates: Candidates<unknown, unknown>): number {
  return candidates.reduce((sum, { length }) => sum + length, 1);
}

function stepOf<G, A>(microstep: Microstep<G, A>, to: Configuration<G, A>): Step<A> {
  const { exited, entered, actions } = microstep;
  return {
    ...NOTHING,
    taken: true,
    configuration: to.names,
    exited: exited.map(({ name }) => name),
    entered: entered.map(({ name }) => name),
    actions,
    cancelled: exited.flatMap((state) => timersOf(state).map(({ timer }) => timer)),
    started: entered.flatMap(timersOf),
    stopped: exited.flatMap(({ source }) => source.invoke ?? []),
    invoked: entered.flatMap(({ source }) => source.invoke ?? []),
    done: to.idle.done,
  };
}

function keyOf(names: readonly string[]): string {
  return names.length === 1 ? (names[0] ?? '') : names.join('\n');
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a === b || (a.length === b.length && a.every((name, index) => name === b[index]));
}

function notLegal(
  names: readonly string[],
  nodes: ReadonlyMap<string, StateNode<unknown, unknown>>,
): ChartError {
  const unknown = names.filter((name) => !nodes.has(name));
  const notLeaves = names.filter((name) => {
    const node = nodes.get(name);
    return node !== undefined && !isLeaf(node);
  });
  const list = (some: readonly string[]): string => some.map((name) => `\`${name}\``).join(', ');
  const why =
    unknown.length > 0
      ? `it has no state ${list(unknown)}`
      : notLeaves.length > 0
        ? `${list(notLeaves)} cannot be active without a state inside`
        : 'one state of each parallel region, and no other, must be active';
  const message = `[${names.join(', ')}] is not a configuration of this chart: ${why}`;
  return new ChartError('NO_SUCH_STATE', message, unknown.length > 0 ? unknown : names);
}
