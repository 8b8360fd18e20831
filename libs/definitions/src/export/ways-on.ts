import {
  type DefinitionSource,
  type InvokeSource,
  type StateSource,
  type TransitionSource,
} from '#journey';

/** A state of a definition with its place in the tree. */
export interface Place {
  readonly name: string;
  readonly source: StateSource;
  /** Outer states, the nearest first; empty at the top level. */
  readonly ancestors: readonly Place[];
  readonly children: readonly Place[];
}

/** What makes a journey take a transition. */
export type Trigger =
  | { readonly kind: 'event'; readonly event: string }
  | { readonly kind: 'always' }
  /** An ISO 8601 duration in the state. */
  | { readonly kind: 'after'; readonly duration: string }
  /** The state's own inner final state, or those of all its regions. */
  | { readonly kind: 'done' }
  | { readonly kind: 'answered' | 'failed'; readonly invoke: string };

export interface WayOn {
  readonly trigger: Trigger;
  readonly transition: TransitionSource;
}

/** Every state of a definition by name, in document order. */
export function placesOf(definition: DefinitionSource): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  const place = (
    states: Readonly<Record<string, StateSource>>,
    ancestors: readonly Place[],
  ): Place[] =>
    Object.entries(states).map(([name, source]) => {
      const children: Place[] = [];
      const placed: Place = { name, source, ancestors, children };
      places.set(name, placed);
      children.push(...place(source.states ?? {}, [placed, ...ancestors]));
      return placed;
    });
  place(definition.states, []);
  return places;
}

/** Whether one state lies inside another, not being it. */
export function isInside(inner: Place, outer: Place): boolean {
  return inner.ancestors.includes(outer);
}

/** The innermost state around several others, none of which is it; undefined: only the whole chart is. */
export function commonAncestor(places: readonly Place[]): Place | undefined {
  const [first, ...others] = places;
  return first?.ancestors.find((outer) => others.every((other) => isInside(other, outer)));
}

/** All transitions of a state, in the order in which they are tried for one event. */
export function waysOn(name: string, state: StateSource): readonly WayOn[] {
  const ways: WayOn[] = [];
  const add = (
    trigger: Trigger,
    transitions: TransitionSource | readonly TransitionSource[] | undefined,
  ): void => {
    for (const transition of listOf(transitions)) ways.push({ trigger, transition });
  };
  for (const [event, transitions] of Object.entries(state.on ?? {})) {
    add({ kind: 'event', event }, transitions);
  }
  add({ kind: 'done' }, state.onDone);
  for (const invoke of listOf(state.invoke)) {
    add({ kind: 'answered', invoke: invokeId(name, invoke) }, invoke.onDone);
    add({ kind: 'failed', invoke: invokeId(name, invoke) }, invoke.onError);
  }
  add({ kind: 'always' }, state.always);
  for (const [duration, transitions] of Object.entries(state.after ?? {})) {
    add({ kind: 'after', duration }, transitions);
  }
  return ways;
}

/** By which name answers of a service find their invocation. */
export function invokeId(state: string, invoke: InvokeSource): string {
  return invoke.id ?? state;
}

/** One or several, as a list. */
export function listOf<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}
