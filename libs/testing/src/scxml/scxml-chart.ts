import {
  type ChartSource,
  type StateSource,
  type Targets,
  type TransitionSource,
} from '#statechart';
import { Unsupported } from './unsupported.js';
import { type XmlElement } from './xml-element.js';

/** What a transition asks before it is taken. `condition` undefined: nothing, it only wants to know which event it is. */
export interface Question {
  readonly element: XmlElement;
  readonly condition: string | undefined;
}

/**
 * What runs as one action. `content`: a block of executable content. `entered`, `left`: the state's place in the active
 * states changes (SCXML appendix D). `done`: a final state tells what its parent's done event will carry.
 */
export interface Block {
  readonly kind: 'content' | 'entered' | 'left' | 'done';
  /** The block; for the other kinds the state. */
  readonly element: XmlElement;
}

/** A document as a chart of ours, and what a chart does not hold. */
export interface ScxmlChart {
  readonly source: ChartSource<Question, Block>;
  /** By name, in document order. */
  readonly states: ReadonlyMap<string, XmlElement>;
  readonly nameOf: (state: XmlElement) => string;
  readonly parentOf: (state: XmlElement) => XmlElement | undefined;
  readonly invocations: ReadonlyMap<string, XmlElement>;
}

const STATES = new Set(['state', 'parallel', 'final', 'history']);

/**
 * Translates the structure of an SCXML document (SCXML 3). `seesEvents`: every transition asks, also those without a
 * condition, so that whoever answers knows which event is being processed.
 * Throws `Unsupported` for what a chart cannot say.
 */
export function chartOf(root: XmlElement, seesEvents: boolean): ScxmlChart {
  return new Conversion(root, seesEvents).chart();
}

class Conversion {
  private readonly names = new Map<XmlElement, string>();
  private readonly parents = new Map<XmlElement, XmlElement>();
  private readonly invocations = new Map<string, XmlElement>();

  constructor(
    private readonly root: XmlElement,
    private readonly seesEvents: boolean,
  ) {}

  chart(): ScxmlChart {
    this.nameStates(this.root);
    const first = statesOf(this.root)[0];
    if (first === undefined) throw new Unsupported('a document without states');
    return {
      source: {
        initial: targets(this.root.words('initial')) ?? this.nameOf(first),
        states: this.statesIn(this.root),
      },
      states: new Map([...this.names].map(([element, name]) => [name, element])),
      nameOf: (state) => this.nameOf(state),
      parentOf: (state) => this.parents.get(state),
      invocations: this.invocations,
    };
  }

  private nameStates(parent: XmlElement): void {
    for (const state of statesOf(parent)) {
      const name = state.getAttribute('id') ?? `${state.name}-${this.names.size + 1}`;
      this.names.set(state, name);
      if (parent !== this.root) this.parents.set(state, parent);
      this.nameStates(state);
    }
  }

  private nameOf(state: XmlElement): string {
    return this.names.get(state) ?? '';
  }

  private statesIn(parent: XmlElement): Record<string, StateSource<Question, Block>> {
    const entries = statesOf(parent).map((state) => [this.nameOf(state), this.stateOf(state)]);
    return Object.fromEntries(entries) as Record<string, StateSource<Question, Block>>;
  }

  private stateOf(state: XmlElement): StateSource<Question, Block> {
    if (state.name === 'history') return historyOf(state);
    const transitions = state.childrenNamed('transition');
    const eventless = transitions.filter((one) => one.getAttribute('event') === undefined);
    const way = state.child('initial')?.child('transition');
    const initial = targets(way?.words('target') ?? state.words('initial'));
    const done: Block[] = state.name === 'final' ? [{ kind: 'done', element: state }] : [];
    const on = this.eventsOf(state, transitions);
    const invoke = this.invocationsOf(state);
    const children = this.statesIn(state);
    return {
      ...(state.name === 'state' ? {} : { type: state.name === 'final' ? 'final' : 'parallel' }),
      ...(initial === undefined ? {} : { initial }),
      ...(way === undefined ? {} : { initialActions: contentOf(way) }),
      ...(Object.keys(children).length === 0 ? {} : { states: children }),
      entry: [{ kind: 'entered', element: state }, ...blocks(state, 'onentry'), ...done],
      exit: [...blocks(state, 'onexit'), { kind: 'left', element: state }],
      ...(Object.keys(on).length === 0 ? {} : { on }),
      ...(eventless.length === 0 ? {} : { always: eventless.map((one) => this.transitionOf(one)) }),
      ...(invoke.length === 0 ? {} : { invoke }),
    };
  }

  private transitionOf(transition: XmlElement): TransitionSource<Question, Block> {
    const condition = transition.getAttribute('cond');
    // A chart must not have an eventless transition to nowhere that asks nothing: it would not end. Here actions end it.
    const asks = this.seesEvents || transition.getAttribute('event') === undefined;
    const target = targets(transition.words('target'));
    return {
      ...(target === undefined ? {} : { target }),
      ...(condition === undefined && !asks ? {} : { guard: { element: transition, condition } }),
      actions: contentOf(transition),
      internal: transition.getAttribute('type') === 'internal',
    };
  }

  private eventsOf(
    state: XmlElement,
    transitions: readonly XmlElement[],
  ): Record<string, TransitionSource<Question, Block>[]> {
    const on: Record<string, TransitionSource<Question, Block>[]> = {};
    for (const transition of transitions) {
      for (const descriptor of transition.words('event')) {
        const key = spelling(descriptor, Object.keys(on), this.nameOf(state));
        (on[key] ??= []).push(this.transitionOf(transition));
      }
    }
    return on;
  }

  private invocationsOf(state: XmlElement): readonly string[] {
    return state.childrenNamed('invoke').map((element, index) => {
      const name = element.getAttribute('id') ?? `${this.nameOf(state)}.${index + 1}`;
      this.invocations.set(name, element);
      return name;
    });
  }
}

function statesOf(parent: XmlElement): readonly XmlElement[] {
  return parent.elements.filter(({ name }) => STATES.has(name));
}

function historyOf(state: XmlElement): StateSource<Question, Block> {
  const way = state.child('transition');
  return {
    type: 'history',
    history: state.getAttribute('type') === 'deep' ? 'deep' : 'shallow',
    target: targets(way?.words('target') ?? []) ?? [],
    actions: way === undefined ? [] : contentOf(way),
  };
}

/**
 * The key under which a transition comes after all that stand before it. A chart tries its descriptors in the order of
 * their keys, so a descriptor that comes back after another is written in its second spelling, with `.*` (SCXML 3.12.1).
 */
function spelling(descriptor: string, keys: readonly string[], state: string): string {
  const tokens = descriptor.replace(/\.\*?$/, '');
  const spellings = tokens === '' || tokens === '*' ? ['*'] : [tokens, `${tokens}.*`];
  const last = keys.at(-1);
  if (last !== undefined && spellings.includes(last)) return last;
  const free = spellings.find((one) => !keys.includes(one));
  if (free !== undefined) return free;
  throw new Unsupported(
    `\`${state}\` comes back to the event \`${descriptor}\` more often than \`on\` can say in order`,
  );
}

function targets(words: readonly string[]): Targets | undefined {
  const [only] = words;
  return words.length === 1 ? only : words.length === 0 ? undefined : words;
}

function blocks(state: XmlElement, handler: 'onentry' | 'onexit'): readonly Block[] {
  return state.childrenNamed(handler).flatMap(contentOf);
}

function contentOf(element: XmlElement): readonly Block[] {
  return element.elements.length === 0 ? [] : [{ kind: 'content', element }];
}
