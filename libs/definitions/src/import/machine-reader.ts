import {
  type ActionSource,
  type InvokeSource,
  type StateSource,
  type TransitionSource,
} from '#journey';
import { listOf } from '../export/ways-on.js';
import {
  CEL_GUARD,
  META_KEY,
  RAISE_ACTION,
  type XStateCall,
  type XStateInvoke,
  type XStateNode,
  type XStateReference,
  type XStateTransition,
} from '../export/xstate-machine.js';
import { durationText, eventName, serviceName } from './journey-words.js';
import {
  initialKey,
  isStart,
  isWithin,
  type MachineState,
  type MachineStates,
  type Path,
  type Report,
} from './machine-states.js';

type Transitions = XStateTransition | readonly XStateTransition[];
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const COMMANDS = ['notify', 'call', 'task', 'emit'];
const FIELD_NAME = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;

/** Turns the parts of a machine into those of a definition; what cannot be brought over is reported. */
export class MachineReader {
  private readonly events = new Map<string, string>();

  constructor(
    private readonly states: MachineStates,
    /** Whether `toXStateMachine` made it: then inputs are CEL, not plain values. */
    private readonly ours: boolean,
    private readonly report: Report,
  ) {}

  /**
   * The top level. A journey has no transitions of its own: where a machine has them, or is parallel, one state `open` holds
   * all that is not final.
   */
  journey(): { initial: string | string[]; states: Record<string, StateSource> } {
    const { root } = this.states;
    const { node } = root;
    const keys = ['on', 'entry', 'exit', 'always', 'after', 'invoke', 'onDone'] as const;
    const own = keys.filter((key) => node[key] !== undefined);
    if (own.length === 0 && node.type !== 'parallel') {
      return { initial: this.initial(root) ?? '', states: this.children(root) };
    }
    const name = this.states.freeName('open');
    const finals = root.children.filter(
      (child) => child.node.type === 'final' && node.type !== 'parallel',
    );
    const inner = root.children.filter((child) => !finals.includes(child));
    this.report(
      [],
      `the machine's own ${own.join(', ') || 'regions'} are on a state \`${name}\` around the others`,
      'warning',
    );
    const around = { ...this.state(root), states: this.sources(inner) };
    if (node.type !== 'parallel') {
      return { initial: name, states: { [name]: around, ...this.sources(finals) } };
    }
    const done = this.states.freeName('done');
    const ended = { ...around, onDone: [...listOf(around.onDone), { target: done }] };
    return { initial: name, states: { [name]: ended, [done]: { type: 'final', outcome: 'done' } } };
  }

  private sources(states: readonly MachineState[]): Record<string, StateSource> {
    const kept = states.filter(({ key }) => !isStart(key));
    return Object.fromEntries(kept.map((state) => [state.name, this.state(state)]));
  }

  private children(state: MachineState): Record<string, StateSource> {
    return this.sources(state.children);
  }

  private state(state: MachineState): StateSource {
    const { node, path } = state;
    const { type, description, entry, exit, on, always, after, onDone, invoke } = node;
    const source: Mutable<StateSource> = {};
    if (description !== undefined && description !== '') source.title = description;
    if (type === 'history' || (type === undefined && node.history)) {
      return { ...source, ...this.history(state) };
    }
    if (type === 'final' || type === 'parallel') source.type = type;
    Object.assign(
      source,
      keptMeta(node.meta, [
        'outcome',
        'good',
        'compensate',
        'channels',
        'needs',
        'backstage',
        'defer',
      ]),
    );
    if (entry !== undefined) source.entry = this.actions(entry, [...path, 'entry']);
    if (exit !== undefined) source.exit = this.actions(exit, [...path, 'exit']);
    if (on !== undefined) source.on = this.handlers(on, state);
    if (onDone !== undefined) source.onDone = this.transitions(onDone, state, 'onDone');
    if (invoke !== undefined) source.invoke = this.invokes(invoke, state);
    if (always !== undefined) source.always = this.transitions(always, state, 'always');
    if (after !== undefined) source.after = this.timers(after, state);
    if (state.children.length > 0 && state.parent !== undefined) {
      const initial = this.initial(state);
      if (initial !== undefined) source.initial = initial;
      source.states = this.children(state);
    } else if (state.parent === undefined) {
      const initial = this.initial(state);
      if (initial !== undefined) source.initial = initial;
    }
    return source;
  }

  private initial(state: MachineState): string | string[] | undefined {
    if (state.node.type === 'parallel') return undefined;
    const key = initialKey(state.node);
    const path = [...state.path, 'initial'];
    const start = state.children.find((child) => child.key === key);
    if (key === undefined || start === undefined) {
      this.report(
        path,
        key === undefined
          ? 'no initial state is named'
          : `the initial state \`${key}\` is not one of ${state.children.map((child) => child.key).join(', ')}`,
      );
      return undefined;
    }
    if (!isStart(key)) return start.name;
    const [way] = listOf(start.node.always);
    return oneOrMore(this.targets(way, start, path).map(({ name }) => name));
  }

  private history(state: MachineState): StateSource {
    const { node, parent } = state;
    const named = listOf(node.target).flatMap(
      (target) => this.states.find(target, state, [...state.path, 'target']) ?? [],
    );
    const target = oneOrMore(
      (named.length > 0 ? named : defaultsOf(parent)).map(({ name }) => name),
    );
    return { type: 'history', history: node.history === 'deep' ? 'deep' : 'shallow', target };
  }

  private handlers(
    on: NonNullable<XStateNode['on']>,
    state: MachineState,
  ): NonNullable<StateSource['on']> {
    const handlers: Record<string, TransitionSource[]> = {};
    for (const [event, transitions] of Object.entries(on)) {
      const path = [...state.path, 'on', event];
      const read = listOf(this.transitions(transitions, state, 'on', event));
      const list = (handlers[this.event(event, path)] ??= []);
      list.push(...read);
    }
    return Object.fromEntries(
      Object.entries(handlers)
        .filter(([, list]) => list.length > 0)
        .map(([event, list]) => [event, oneOrMore(list)]),
    );
  }

  private timers(
    after: NonNullable<XStateNode['after']>,
    state: MachineState,
  ): NonNullable<StateSource['after']> {
    const timers: Record<string, TransitionSource | TransitionSource[]> = {};
    for (const [delay, transitions] of Object.entries(after)) {
      const path = [...state.path, 'after', delay];
      const ms = Number(delay);
      if (!Number.isFinite(ms) || ms <= 0) {
        this.report(path, `\`${delay}\` names a delay only the machine's code knows; write its ms`);
        continue;
      }
      const whole = Math.ceil(ms / 1_000) * 1_000;
      if (whole !== ms) {
        this.report(path, `${delay} ms become ${durationText(whole)}: whole seconds`, 'warning');
      }
      timers[durationText(whole)] = this.transitions(transitions, state, 'after', delay);
    }
    return timers;
  }

  private transitions(
    transitions: Transitions,
    state: MachineState,
    ...place: readonly string[]
  ): TransitionSource | TransitionSource[] {
    const path = [...state.path, ...place];
    const list = listOf<XStateTransition>(transitions);
    return oneOrMore(
      list.map((one, index) =>
        this.transition(one, state, list.length > 1 ? [...path, index] : path),
      ),
    );
  }

  private transition(written: XStateTransition, state: MachineState, path: Path): TransitionSource {
    const transition = typeof written === 'string' ? { target: written } : written;
    const { guard, actions, description, meta } = transition;
    const targets = this.targets(transition, state, path);
    return {
      ...this.destination(targets, transition.reenter === true, state, path),
      ...(guard !== undefined && { guard: this.guard(guard, [...path, 'guard']) }),
      ...(actions !== undefined && { actions: this.actions(actions, [...path, 'actions']) }),
      ...(description !== undefined && description !== '' && { label: description }),
      ...keptMeta(meta, ['needs', 'lateness']),
    };
  }

  private targets(
    transition: XStateTransition | undefined,
    state: MachineState,
    path: Path,
  ): MachineState[] {
    const target = typeof transition === 'string' ? transition : transition?.target;
    return listOf(target).flatMap((one) => this.states.find(one, state, [...path, 'target']) ?? []);
  }

  /** XState stays in the source when all targets are in it or are it, SCXML only when told so, and in the compound. */
  private destination(
    targets: readonly MachineState[],
    reenter: boolean,
    state: MachineState,
    path: Path,
  ): TransitionSource {
    if (targets.length === 0) return {};
    const stays =
      !reenter && targets.every((target) => target === state || isWithin(target, state));
    if (!stays) return { target: oneOrMore(targets.map(({ name }) => name)) };
    if (state.children.length === 0) {
      this.report(path, 'the state is not left and entered again: no target', 'warning');
      return {};
    }
    // At the top there is nothing to leave.
    if (state.node.type === 'parallel') {
      const message = 'the parallel state is left and entered again here; XState stays in it';
      this.report(path, message, 'warning');
      return { target: oneOrMore(targets.map(({ name }) => name)) };
    }
    const inner = targets.flatMap((target) => (target === state ? defaultsOf(state) : [target]));
    return { target: oneOrMore(inner.map(({ name }) => name)), internal: true };
  }

  private guard(guard: XStateReference, path: Path): string {
    const { type, params } = asCall(guard);
    const expression = params?.['expression'];
    if (type === CEL_GUARD && typeof expression === 'string') return expression;
    this.report(path, `guard \`${type}\` is code: it is false until written as CEL`, 'warning');
    return `false // ${type.replaceAll(/\s+/g, ' ')}`;
  }

  private actions(
    actions: XStateReference | readonly XStateReference[],
    path: Path,
  ): ActionSource[] {
    return listOf<XStateReference>(actions).flatMap((action) => this.action(asCall(action), path));
  }

  private action({ type, params = {} }: XStateCall, path: Path): ActionSource[] {
    if (type === RAISE_ACTION || type === 'xstate.raise') {
      const event: unknown = params['event'];
      const name = typeof event === 'string' ? event : (event as { type?: unknown } | null)?.type;
      if (typeof name === 'string') return [{ raise: this.event(name, path) }];
    }
    const { name, input } = params;
    if (COMMANDS.includes(type) && typeof name === 'string') {
      return [{ [type]: name, ...this.input(input, path) } as unknown as ActionSource];
    }
    if (type.startsWith('xstate.') || type === RAISE_ACTION) {
      this.report(path, `action \`${type}\` is left out: a journey has no such thing`, 'warning');
      return [];
    }
    const service = serviceName(type);
    this.report(path, `action \`${type}\` becomes a call of service \`${service}\``, 'warning');
    return [{ call: service, ...this.input(params, path) }];
  }

  /** Values of an input are CEL; a plain value of JSON is written as one, which looks the same. */
  private input(input: unknown, path: Path): { readonly input?: Readonly<Record<string, string>> } {
    if (typeof input !== 'object' || input === null) return {};
    const entries = Object.entries(input).flatMap(([name, value]): [string, string][] => {
      if (FIELD_NAME.test(name)) {
        return [[name, this.ours && typeof value === 'string' ? value : JSON.stringify(value)]];
      }
      this.report(
        path,
        `\`${name}\` is no name for a value of an input; it is left out`,
        'warning',
      );
      return [];
    });
    return entries.length === 0 ? {} : { input: Object.fromEntries(entries) };
  }

  private invokes(
    invokes: XStateInvoke | readonly XStateInvoke[],
    state: MachineState,
  ): InvokeSource | InvokeSource[] {
    return oneOrMore(listOf<XStateInvoke>(invokes).map((one) => this.invoke(one, state)));
  }

  private invoke(invoke: XStateInvoke, state: MachineState): InvokeSource {
    const path = [...state.path, 'invoke'];
    const { src, id, input, onDone, onError, meta } = invoke;
    const service = serviceName(src);
    if (service !== src) {
      this.report(path, `\`${src}\` is called as service \`${service}\``, 'warning');
    }
    return {
      service,
      ...(id !== undefined && id !== state.name && { id }),
      ...this.input(input, path),
      ...keptMeta(meta, ['timeout', 'retry', 'compensate']),
      ...(onDone !== undefined && { onDone: this.transitions(onDone, state, 'invoke', 'onDone') }),
      ...(onError !== undefined && {
        onError: this.transitions(onError, state, 'invoke', 'onError'),
      }),
    };
  }

  /** An event's name here. Two of the machine's must not become one. */
  private event(written: string, path: Path): string {
    const name = this.internalEvent(written) ?? eventName(written);
    const before = this.events.get(name);
    if (before === undefined && name !== written && !written.startsWith('xstate.')) {
      this.report(path, `event \`${written}\` is called \`${name}\` in the journey`, 'warning');
    }
    if (before !== undefined && before !== written) {
      this.report(path, `events \`${before}\` and \`${written}\` would both be called \`${name}\``);
    }
    this.events.set(name, before ?? written);
    return name;
  }

  /** Events a chart raises itself. */
  private internalEvent(written: string): string | undefined {
    const [, kind, what, id = ''] =
      /^xstate\.(done|error)\.(state|actor)\.(.+)$/.exec(written) ?? [];
    if (kind === undefined) return undefined;
    return what === 'state'
      ? `${kind}.state.${this.states.named(id) ?? id}`
      : `${kind}.invoke.${id}`;
  }
}

/** Where a state without a target leads: to its first state, or its regions. */
function defaultsOf(state: MachineState | undefined): readonly MachineState[] {
  if (state === undefined) return [];
  const children = state.children.filter(({ node }) => node.type !== 'history');
  if (state.node.type === 'parallel') return children;
  const key = initialKey(state.node);
  return children.filter((child) => child.key === key);
}

function asCall(reference: XStateReference): XStateCall {
  return typeof reference === 'string' ? { type: reference } : reference;
}

function keptMeta(
  meta: Readonly<Record<string, unknown>> | undefined,
  keys: readonly string[],
): Readonly<Record<string, never>> {
  const kept = meta?.[META_KEY];
  if (typeof kept !== 'object' || kept === null) return {};
  return Object.fromEntries(Object.entries(kept).filter(([key]) => keys.includes(key))) as Record<
    string,
    never
  >;
}

function oneOrMore<T>(list: readonly T[]): T | T[] {
  const [first] = list;
  return list.length === 1 && first !== undefined ? first : [...list];
}
