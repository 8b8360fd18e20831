import {
  type ActionSource,
  type DefinitionSource,
  type InvokeSource,
  type StateSource,
  type TransitionSource,
} from '#journey';
import { type Path } from './spec.js';

/** A state or a transition of a definition file. */
export interface Place {
  readonly kind: 'state' | 'transition';
  /** Such as `details` or `identity: identity.verified #2 → credit`. */
  readonly label: string;
  readonly path: Path;
}

/** A definition that tells where it comes by. */
export interface Instrumented {
  readonly source: DefinitionSource;
  /** Which place an action's name marks; undefined: it is no mark. */
  place(action: string): Place | undefined;
  readonly places: readonly Place[];
}

/** No event type looks like it, so no definition emits one. */
const MARK = '#';

/**
 * Gives every state and every transition of a definition an action of its own that says it was entered, or taken: so
 * `decide` itself tells what a scenario reaches, whatever kind of transition it was. Such an action is an `emit` without
 * input: it moves nothing, and no guard sees it. History states are places of passage and not among the states.
 */
export function instrument(source: DefinitionSource): Instrumented {
  const marks = new Marks();
  const states = marks.states(source.states, []);
  return {
    source: { ...source, states },
    places: marks.places,
    place: (action) =>
      action.startsWith(MARK) ? marks.places[Number(action.slice(MARK.length))] : undefined,
  };
}

type Transitions = TransitionSource | readonly TransitionSource[];

class Marks {
  readonly places: Place[] = [];

  states(states: DefinitionSource['states'], within: Path): DefinitionSource['states'] {
    return mapValues(states, (state, name) => this.state(state, name, [...within, 'states', name]));
  }

  private state(source: StateSource, name: string, path: Path): StateSource {
    if (source.type === 'history') return source;
    const { on, always, after, onDone, invoke, states } = source;
    const marked = (value: Transitions, what: string, ...keys: Path): Transitions =>
      this.transitions(value, `${name}: ${what}`, [...path, ...keys]);
    return {
      ...source,
      entry: [this.mark({ kind: 'state', label: name, path }), ...(source.entry ?? [])],
      ...(on && { on: mapValues(on, (value, event) => marked(value, event, 'on', event)) }),
      ...(always && { always: marked(always, 'always', 'always') }),
      ...(after && {
        after: mapValues(after, (value, delay) => marked(value, `after ${delay}`, 'after', delay)),
      }),
      ...(onDone && { onDone: marked(onDone, 'onDone', 'onDone') }),
      ...(invoke && {
        invoke: oneOrMore(invoke, (call, index) =>
          this.invoke(call, name, [...path, 'invoke', index]),
        ),
      }),
      ...(states && { states: this.states(states, path) }),
    };
  }

  private invoke(call: InvokeSource, state: string, path: Path): InvokeSource {
    const { onDone, onError } = call;
    const name = `${state}: ${call.id ?? call.service}`;
    return {
      ...call,
      ...(onDone && { onDone: this.transitions(onDone, `${name} onDone`, [...path, 'onDone']) }),
      ...(onError && {
        onError: this.transitions(onError, `${name} onError`, [...path, 'onError']),
      }),
    };
  }

  private transitions(value: Transitions, label: string, path: Path): Transitions {
    const many = Array.isArray(value) && value.length > 1;
    return oneOrMore(value, (transition, index) => {
      const number = many ? ` #${index + 1}` : '';
      const targets = [transition.target ?? []].flat();
      const target = targets.length === 0 ? '' : ` → ${targets.join(', ')}`;
      const place = {
        kind: 'transition' as const,
        label: `${label}${number}${target}`,
        path: [...path, index],
      };
      return { ...transition, actions: [this.mark(place), ...(transition.actions ?? [])] };
    });
  }

  private mark(place: Place): ActionSource {
    const number = this.places.push(place) - 1;
    return { emit: `${MARK}${number}` };
  }
}

function mapValues<T, U>(
  record: Readonly<Record<string, T>>,
  change: (value: T, key: string) => U,
): Readonly<Record<string, U>> {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [key, change(value, key)]),
  );
}

/** As it was written: one stays one, a list a list. */
function oneOrMore<T, U>(
  value: T | readonly T[],
  change: (item: T, index: number) => U,
): U | readonly U[] {
  return Array.isArray(value) ? (value as readonly T[]).map(change) : change(value as T, 0);
}
