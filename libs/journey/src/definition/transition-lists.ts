import { type StateSource, type TransitionSource } from './definition.js';
import { asList, type PlacedState } from './state-graph.js';

type Path = readonly (string | number)[];

/** The candidates a state has for one thing that may happen, in the order they are asked. */
export interface TransitionList {
  /** `done`: inner states came to their end. `answer`: a service answered or failed. */
  readonly kind: 'event' | 'always' | 'timer' | 'done' | 'answer';
  /** Event descriptor, duration, or nothing. */
  readonly on: string;
  readonly path: Path;
  readonly candidates: readonly { readonly transition: TransitionSource; readonly path: Path }[];
}

/** Everything that may lead on from one state, in document order of each kind. */
export function transitionLists({ source, path }: PlacedState): readonly TransitionList[] {
  const { on = {}, after = {} } = source;
  const lists = [
    ...Object.entries(on).map(([event, value]) =>
      list('event', event, value, [...path, 'on', event]),
    ),
    list('always', '', source.always, [...path, 'always']),
    ...Object.entries(after).map(([delay, value]) =>
      list('timer', delay, value, [...path, 'after', delay]),
    ),
    list('done', '', source.onDone, [...path, 'onDone']),
    ...invocationsOf(source, path).flatMap(({ invoke, path: at }) => [
      list('answer', 'onDone', invoke.onDone, [...at, 'onDone']),
      list('answer', 'onError', invoke.onError, [...at, 'onError']),
    ]),
  ];
  return lists.filter(({ candidates }) => candidates.length > 0);
}

/** The services a state calls, with their places. */
export function invocationsOf(source: StateSource, path: Path) {
  return asList(source.invoke).map((invoke, index) => ({
    invoke,
    path: [...path, 'invoke', ...(Array.isArray(source.invoke) ? [index] : [])],
  }));
}

function list(
  kind: TransitionList['kind'],
  on: string,
  value: TransitionSource | readonly TransitionSource[] | undefined,
  path: Path,
): TransitionList {
  const candidates = asList(value).map((transition, index) => ({
    transition,
    path: Array.isArray(value) ? [...path, index] : path,
  }));
  return { kind, on, path, candidates };
}
