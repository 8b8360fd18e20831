import {
  type ActionSource,
  type DefinitionSource,
  type InvokeSource,
  parseDuration,
  type StateSource,
  type TransitionSource,
} from '#journey';
import { invokeId, isInside, listOf, type Place, placesOf } from './ways-on.js';
import {
  CEL_GUARD,
  META_KEY,
  RAISE_ACTION,
  type XStateCall,
  type XStateInvoke,
  type XStateMachine,
  type XStateNode,
  type XStateTransitionObject,
} from './xstate-machine.js';

/**
 * A journey definition as an XState 5 machine in JSON. Every state has its name as `id`, targets name it; guards are of
 * type `cel`, actions of type notify, call, task, emit (`params.name`, `params.input`) and `raise` (`params.event`), and
 * stand for implementations that whoever runs the machine gives. What XState has no place for (channels, fields, what a
 * step needs, lateness …) is in `meta.throughline`, from where `fromXStateMachine` brings it back.
 *
 * Transitions are external by default in SCXML (3.5) and internal in XState 5: `reenter` says so where it matters.
 */
export function toXStateMachine(definition: DefinitionSource): XStateMachine {
  const { journey, version, description, initial, ...more } = definition;
  const places = placesOf(definition);
  const top = [...places.values()].filter(({ ancestors }) => ancestors.length === 0);
  return {
    // No state can be called so.
    id: `${journey}@${version}`,
    version: String(version),
    ...present({ description }),
    ...childrenOf(undefined, initial, top, places),
    meta: { [META_KEY]: { journey, ...without(more, 'states') } },
  };
}

function nodeOf(place: Place, places: ReadonlyMap<string, Place>): XStateNode {
  const { name, source } = place;
  const { title, type, history, target, initial, entry, exit, ...more } = source;
  const { on, always, after, onDone, invoke, ...other } = more;
  const meta = without(other, 'states');
  const transitions = (all: TransitionSource | readonly TransitionSource[] | undefined) =>
    single(listOf(all).map((one) => transitionOf(one, place, places)));
  return {
    id: name,
    ...present({ type, history, description: title }),
    ...(target !== undefined && { target: references(target) }),
    ...(place.children.length > 0 &&
      (type === 'parallel'
        ? { states: nodesOf(place.children, places) }
        : childrenOf(name, initial, place.children, places))),
    ...present({ entry: actionsOf(entry), exit: actionsOf(exit) }),
    ...(on !== undefined && {
      on: mapEntries(on, (event, all) => [xstateEvent(event), transitions(all)]),
    }),
    ...present({ onDone: transitions(onDone), always: transitions(always) }),
    ...(after !== undefined && { after: timersOf(after, place, places) }),
    ...present({ invoke: single(listOf(invoke).map((one) => invokeOf(one, place, places))) }),
    ...(Object.keys(meta).length > 0 && { meta: { [META_KEY]: meta } }),
  };
}

/**
 * Inner states with the one that is entered first. XState starts in one child and no deeper, SCXML (3.3) in any
 * descendants: then a child of its own stands before them and goes on at once.
 */
function childrenOf(
  owner: string | undefined,
  initial: string | readonly string[] | undefined,
  children: readonly Place[],
  places: ReadonlyMap<string, Place>,
): Pick<XStateNode, 'initial' | 'states'> {
  const states = nodesOf(children, places);
  const starts = listOf(initial);
  const [first = children[0]?.name ?? ''] = starts;
  if (starts.length <= 1 && children.some(({ name }) => name === first)) {
    return { initial: first, states };
  }
  // No state can be called so.
  const start = owner === undefined ? '(start)' : `(start of ${owner})`;
  const way = { target: references(starts) };
  return { initial: start, states: { [start]: { id: start, always: way }, ...states } };
}

function nodesOf(
  children: readonly Place[],
  places: ReadonlyMap<string, Place>,
): Record<string, XStateNode> {
  return Object.fromEntries(children.map((child) => [child.name, nodeOf(child, places)]));
}

function transitionOf(
  transition: TransitionSource,
  from: Place,
  places: ReadonlyMap<string, Place>,
): XStateTransitionObject {
  const { target, guard, actions, internal, label, ...meta } = transition;
  return {
    ...(target !== undefined && { target: references(target) }),
    ...(guard !== undefined && { guard: { type: CEL_GUARD, params: { expression: guard } } }),
    ...present({ actions: actionsOf(actions) }),
    ...(reenters(listOf(target), internal, from, places) && { reenter: true }),
    ...present({ description: label }),
    ...(Object.keys(meta).length > 0 && { meta: { [META_KEY]: meta } }),
  };
}

/**
 * Whether XState would stay in the source where SCXML leaves it: all targets are in it or are it. A history state outside
 * may lead back into it. Inside a parallel source SCXML knows no internal transitions (3.5).
 */
function reenters(
  targets: readonly string[],
  internal: boolean | undefined,
  from: Place,
  places: ReadonlyMap<string, Place>,
): boolean {
  const found = targets.flatMap((name) => places.get(name) ?? []);
  const within = found.every((target) => isInside(target, from));
  if (internal === true && within && from.source.type !== 'parallel') return false;
  return (
    found.length > 0 &&
    found.every(
      (target) => target === from || isInside(target, from) || target.source.type === 'history',
    )
  );
}

/** XState names timers by their ms: those of the same length become one, its transitions tried in order. */
function timersOf(
  after: NonNullable<StateSource['after']>,
  from: Place,
  places: ReadonlyMap<string, Place>,
): Record<string, XStateTransitionObject | XStateTransitionObject[]> {
  const timers = new Map<string, XStateTransitionObject[]>();
  for (const [duration, transitions] of Object.entries(after)) {
    const parsed = parseDuration(duration);
    const key = 'ms' in parsed ? String(parsed.ms) : duration;
    const list = timers.get(key) ?? [];
    list.push(...listOf(transitions).map((one) => transitionOf(one, from, places)));
    timers.set(key, list);
  }
  return mapEntries(Object.fromEntries(timers), (key, list) => [key, single(list) ?? []]);
}

function invokeOf(
  invoke: InvokeSource,
  from: Place,
  places: ReadonlyMap<string, Place>,
): XStateInvoke {
  const { service, input, onDone, onError, ...other } = invoke;
  const meta = without(other, 'id');
  const transitions = (all: TransitionSource | readonly TransitionSource[] | undefined) =>
    single(listOf(all).map((one) => transitionOf(one, from, places)));
  return {
    src: service,
    id: invokeId(from.name, invoke),
    ...present({ input, onDone: transitions(onDone), onError: transitions(onError) }),
    ...(Object.keys(meta).length > 0 && { meta: { [META_KEY]: meta } }),
  };
}

function actionsOf(
  actions: readonly ActionSource[] | undefined,
): XStateCall | readonly XStateCall[] | undefined {
  return actions === undefined ? undefined : single(actions.map(actionOf));
}

function actionOf(action: ActionSource): XStateCall {
  if ('raise' in action)
    return { type: RAISE_ACTION, params: { event: xstateEvent(action.raise) } };
  const { input, ...head } = action;
  const [[type, name] = ['', '']] = Object.entries(head);
  return { type, params: { name, ...present({ input }) } };
}

/** Events the chart raises itself have other names in XState. */
function xstateEvent(descriptor: string): string {
  return descriptor
    .replace(/^done\.state(?=\.|$)/, 'xstate.done.state')
    .replace(/^done\.invoke(?=\.|$)/, 'xstate.done.actor')
    .replace(/^error\.invoke(?=\.|$)/, 'xstate.error.actor');
}

function references(targets: string | readonly string[]): string | string[] {
  return single(listOf(targets).map((name) => `#${name}`)) ?? [];
}

/** A list of one is written as that one; an empty one not at all. */
function single<T>(list: readonly T[]): T | T[] | undefined {
  const [first] = list;
  return list.length > 1 ? [...list] : first;
}

function mapEntries<T, R>(
  record: Readonly<Record<string, T>>,
  map: (key: string, value: T) => readonly [string, R | undefined],
): Record<string, R> {
  const mapped = Object.entries(record).map(([key, value]) => map(key, value));
  return Object.fromEntries(mapped.filter(([, value]) => value !== undefined)) as Record<string, R>;
}

function without<T extends object, K extends keyof T>(value: T, key: K): Omit<T, K> {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key)) as Omit<T, K>;
}

/** Without the keys that are undefined. */
function present<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
