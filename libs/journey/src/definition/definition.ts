/** A journey definition file as parsed: what `schemas/journey-definition.schema.json` describes. */
export interface DefinitionSource {
  readonly journey: string;
  readonly version: number;
  readonly title: string;
  readonly description?: string;
  /** Opens a journey, and is then offered to its first state; with `one-open`, goes on with the one that is open. */
  readonly startsOn: readonly string[];
  readonly correlation?: {
    /** `subject`, or a path into the event: `data.orderId`. */
    readonly by: string;
    readonly concurrency?: 'one-open' | 'many';
  };
  /**
   * Two customers turn out to be one, and both have this journey running: both go on (default where many may be
   * open), they become one (default else), or only the one that began first goes on.
   */
  readonly onMerge?: OnMerge;
  /**
   * The customer is erased: the journey ends, and undoes nothing (default), or goes on without what is personal: its `pii`,
   * `identifies` and `recognise` fields, and what waits.
   */
  readonly onErase?: OnErase;
  /** Of events on the live clock for an open journey: older than this are only recorded (`late`), or ignored. */
  readonly lateness?: { readonly accept: string; readonly then: 'record' | 'ignore' };
  /** No interaction for this long (ISO 8601): the journey is stalled. */
  readonly stalledAfter?: string;
  readonly fields?: Readonly<Record<string, FieldSource>>;
  readonly initial: string | readonly string[];
  readonly states: Readonly<Record<string, StateSource>>;
  /** Events that may come and mean nothing where no state takes them, or after the end: disposition `ignored`. */
  readonly ignore?: readonly string[];
}

export type OnMerge = 'keep-both' | 'combine' | 'keep-oldest';

export type OnErase = 'end' | 'anonymise';

/** One value, or a list of them. */
type OneOrMore<T> = T | readonly T[];

export interface FieldSource {
  readonly type: 'string' | 'number' | 'integer' | 'boolean' | 'object' | 'array';
  /** Of a string: what it looks like. */
  readonly format?: 'email' | 'phone' | 'date' | 'date-time' | 'time' | 'uri' | 'uuid';
  /** The values it may have. */
  readonly enum?: readonly (string | number)[];
  /** Of a number: inclusive bounds. */
  readonly minimum?: number;
  readonly maximum?: number;
  /** Of a string: characters; of an array: items. */
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly title?: string;
  readonly pii?: boolean;
  /** Event types that may carry it. */
  readonly from: readonly string[];
  /** Path into `data`; default: the field's own name. */
  readonly path?: string;
  /** The event type that makes it verified, unless a guard refused that event. */
  readonly verifiedBy?: string;
  /** ISO 8601 duration after which a value must be asked again. */
  readonly staleAfter?: string;
  /**
   * Which value stays when another comes; default `latest`, by when it happened. A list of channels: the one named first
   * wins, channels not named come last, the same channel's latest.
   */
  readonly prefer?: 'latest' | 'first' | 'verified' | readonly string[];
  /** The value is also an identifier of this scheme: the gateway links it to the customer. */
  readonly identifies?: string;
  /** A caller whom nobody knows is recognised by it, with a second such field or the journey's reference. */
  readonly recognise?: boolean;
}

export interface StateSource {
  readonly title?: string;
  /** `parallel`: all inner states at once. `history`: where its outer state was when it was last left. */
  readonly type?: 'final' | 'parallel' | 'history';
  readonly outcome?: string;
  /** Of a final state at the top: whether the customer got what they came for. Default: by the outcome's name. */
  readonly good?: boolean;
  /** Of a final state at the top: what was done is undone on entering it. Default: for outcomes `failed` and `cancelled`. */
  readonly compensate?: boolean;
  /** Channel → how this step is done there: a page, or the words to say. */
  readonly channels?: Readonly<Record<string, string>>;
  /** Fields this step collects. */
  readonly needs?: readonly string[];
  /** No customer takes part in this state. */
  readonly backstage?: boolean;
  /** Events that come early: they wait for the state that takes them. */
  readonly defer?: readonly string[];
  readonly entry?: readonly ActionSource[];
  readonly exit?: readonly ActionSource[];
  readonly on?: Readonly<Record<string, OneOrMore<TransitionSource>>>;
  readonly always?: OneOrMore<TransitionSource>;
  /** ISO 8601 duration → transition. */
  readonly after?: Readonly<Record<string, OneOrMore<TransitionSource>>>;
  /** Of a compound state: its inner final state was reached; of a parallel one: those of all its regions (SCXML 3.7). */
  readonly onDone?: OneOrMore<TransitionSource>;
  /** Services that are called when the state is entered. */
  readonly invoke?: OneOrMore<InvokeSource>;
  readonly initial?: OneOrMore<string>;
  readonly states?: Readonly<Record<string, StateSource>>;
  /** Of a history state. */
  readonly history?: 'shallow' | 'deep';
  readonly target?: OneOrMore<string>;
}

/**
 * A service called for as long as its state is active (SCXML 6.4). Its answer is an interaction of type `service.answered`
 * or `service.failed` for this journey, whose data names the action it answers.
 */
export interface InvokeSource {
  readonly service: string;
  /** Tells several in one journey apart; default: the state's name. */
  readonly id?: string;
  /** Values are CEL. */
  readonly input?: Readonly<Record<string, string>>;
  /** ISO 8601: no answer for so long is an error with the code `timeout`. */
  readonly timeout?: string;
  /** `attempts` counts the first one, too: 1 to 100. The wait before the next doubles each time, from `backoff` (ISO 8601). */
  readonly retry?: { readonly attempts: number; readonly backoff?: string };
  /** Guards see the answer as `event.data`. */
  readonly onDone?: OneOrMore<TransitionSource>;
  /** After the last attempt. Guards see `event.data.code` and `event.data.message`. */
  readonly onError?: OneOrMore<TransitionSource>;
  /** Called, with the input of the call it undoes, when the journey is cancelled or fails after this one was done. */
  readonly compensate?: {
    readonly service: string;
    readonly input?: Readonly<Record<string, string>>;
  };
}

export interface TransitionSource {
  /** Several: in parallel regions of one another. */
  readonly target?: OneOrMore<string>;
  /** CEL over event, fields, state, journey, now. */
  readonly guard?: string;
  readonly actions?: readonly ActionSource[];
  readonly internal?: boolean;
  /** What it is called for the person who does it. */
  readonly label?: string;
  /** Fields this way on needs; default: what its state needs. */
  readonly needs?: readonly string[];
  /** In the place of the journey's `lateness`, for events that would take this transition. */
  readonly lateness?: { readonly accept: string; readonly then: 'record' | 'ignore' };
}

/** One command to a downstream service, or an event raised inside the journey. Values of `input` are CEL. */
export type ActionSource =
  | { readonly notify: string; readonly input?: Readonly<Record<string, string>> }
  | { readonly call: string; readonly input?: Readonly<Record<string, string>> }
  | { readonly task: string; readonly input?: Readonly<Record<string, string>> }
  | { readonly emit: string; readonly input?: Readonly<Record<string, string>> }
  /** Processed inside the same step, before anything else (SCXML 4.2). */
  | { readonly raise: string };

/** Something wrong with a definition. `path` leads to it from the file's root. */
export interface DefinitionFault {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly severity: 'error' | 'warning';
}
