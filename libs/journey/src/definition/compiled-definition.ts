import { type Chart } from '#statechart';
import {
  type ActionSource,
  type DefinitionSource,
  type FieldSource,
  type OnErase,
  type OnMerge,
} from './definition.js';
import { type EventPatterns } from './event-patterns.js';
import { type Expression } from '../expression/expression.js';

/** A journey definition as the fold uses it: everything looked up in tables, expressions compiled. Immutable. */
export interface Definition {
  readonly name: string;
  readonly version: number;
  readonly title: string;
  readonly source: DefinitionSource;
  readonly chart: Chart<Expression, ActionTemplate>;
  readonly startsOn: ReadonlySet<string>;
  readonly correlation: Correlation;
  readonly onMerge: OnMerge;
  readonly onErase: OnErase;
  readonly lateness: Lateness | undefined;
  readonly stalledAfterMs: number | undefined;
  readonly fields: ReadonlyMap<string, Field>;
  /** Event type → the fields it may carry. */
  readonly captures: ReadonlyMap<string, readonly Field[]>;
  /** Event type → the fields it makes verified. */
  readonly verifies: ReadonlyMap<string, readonly Field[]>;
  /** State → what it and its ancestors defer. */
  readonly defers: ReadonlyMap<string, EventPatterns>;
  readonly ignores: EventPatterns;
  /** Every event that may mean something to a journey of this definition. */
  readonly knows: EventPatterns;
  /** Events its actions raise: they are not for anyone outside. */
  readonly raised: ReadonlySet<string>;
  /** Invocation → how its service is called. */
  readonly invocations: ReadonlyMap<string, InvocationPlan>;
  /** Of transitions that say so themselves, by `transitionKey`. */
  readonly latenessOf: ReadonlyMap<string, Lateness>;
  /** Every state by name. */
  readonly states: ReadonlyMap<string, State>;
}

export interface Correlation {
  /** Path into the event's data; undefined: the subject alone. */
  readonly path: readonly string[] | undefined;
  readonly concurrency: 'one-open' | 'many';
}

export interface Lateness {
  /** ms. */
  readonly accept: number;
  readonly then: 'record' | 'ignore';
}

/** How a service is called for a state, and called again. */
export interface InvocationPlan {
  readonly id: string;
  readonly state: string;
  readonly service: string;
  readonly input: ActionTemplate['input'];
  /** How long one attempt may take, ms; undefined: for ever. */
  readonly timeoutMs: number | undefined;
  /** How often it is tried, the first time included. */
  readonly attempts: number;
  /** Before the second attempt, ms; doubles each time. */
  readonly backoffMs: number;
  readonly compensate: Compensation | undefined;
}

/** What undoes a call that was done. */
interface Compensation {
  readonly service: string;
  /** Undefined: that of the call it undoes. */
  readonly input: ActionTemplate['input'] | undefined;
}

export interface Field {
  readonly name: string;
  readonly source: FieldSource;
  /** Into `data`. */
  readonly path: readonly string[];
  readonly staleAfterMs: number | undefined;
}

export interface State {
  readonly name: string;
  /** Itself first, then outwards. */
  readonly lineage: readonly string[];
  readonly title: string;
  /** Only of a final state at the top: how the journey ended. */
  readonly outcome: string | undefined;
  /** Entering it ends the journey and undoes what was done. */
  readonly compensates: boolean;
  readonly backstage: boolean;
  readonly needs: readonly string[];
  readonly channels: Readonly<Record<string, string>>;
  /** Event → what the transitions on it are called. */
  readonly labels: ReadonlyMap<string, string>;
  /** Event → the fields the transitions on it need, where they say so. */
  readonly needsFor: ReadonlyMap<string, readonly string[]>;
  /**
   * Of atomic and parallel states: steps on the shortest way from the start of their sequence, the start itself being 0;
   * undefined: nothing leads here. A sequence is the journey, or one region of a parallel state.
   */
  readonly depth: number | undefined;
  /** Steps on the shortest way to the sequence's good end; undefined: none leads there. */
  readonly remaining: number | undefined;
}

/** A command to a downstream service, before its input is computed; or an event to raise (`name`). */
export interface ActionTemplate {
  readonly kind: 'notify' | 'call' | 'task' | 'emit' | 'raise';
  readonly name: string;
  readonly input: readonly (readonly [string, Expression])[];
}

/** A transition's name: state, event descriptor, and place among the candidates of that descriptor. */
export function transitionKey(state: string, descriptor: string, index: number): string {
  return `${state}\n${descriptor}\n${index}`;
}

/** What an action of a definition file is and names. */
export function actionHead(source: ActionSource): Pick<ActionTemplate, 'kind' | 'name'> {
  if ('notify' in source) return { kind: 'notify', name: source.notify };
  if ('call' in source) return { kind: 'call', name: source.call };
  if ('task' in source) return { kind: 'task', name: source.task };
  if ('emit' in source) return { kind: 'emit', name: source.emit };
  return { kind: 'raise', name: source.raise };
}

/** `application.details-submitted` → `Details submitted`: an event or state nobody gave a title. */
export function humanise(name: string): string {
  const words = name
    .slice(name.lastIndexOf('.') + 1)
    .replaceAll(/[-_]+/g, ' ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
