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
  /** Of events on the live clock for an open journey: older than this are only recorded (`late`), or ignored. */
  readonly lateness?: { readonly accept: string; readonly then: 'record' | 'ignore' };
  /** No interaction for this long (ISO 8601): the journey is stalled. */
  readonly stalledAfter?: string;
  readonly fields?: Readonly<Record<string, FieldSource>>;
  readonly initial: string;
  readonly states: Readonly<Record<string, StateSource>>;
  /** Events that may come and mean nothing where no state takes them, or after the end: disposition `ignored`. */
  readonly ignore?: readonly string[];
}

export interface FieldSource {
  readonly type: 'string' | 'number' | 'integer' | 'boolean' | 'object' | 'array';
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
  /** Which value stays when another comes; default `latest`, by when it happened. */
  readonly prefer?: 'latest' | 'first' | 'verified';
  /** The value is also an identifier of this scheme: the gateway links it to the customer. */
  readonly identifies?: string;
}

export interface StateSource {
  readonly title?: string;
  readonly type?: 'final';
  readonly outcome?: string;
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
  readonly on?: Readonly<Record<string, TransitionSource | readonly TransitionSource[]>>;
  readonly always?: TransitionSource | readonly TransitionSource[];
  /** ISO 8601 duration → transition. */
  readonly after?: Readonly<Record<string, TransitionSource>>;
  readonly initial?: string;
  readonly states?: Readonly<Record<string, StateSource>>;
}

export interface TransitionSource {
  readonly target?: string;
  /** CEL over event, fields, state, journey, now. */
  readonly guard?: string;
  readonly actions?: readonly ActionSource[];
  readonly internal?: boolean;
  /** What it is called for the person who does it. */
  readonly label?: string;
}

/** One command to a downstream service. Values of `input` are CEL. */
export type ActionSource =
  | { readonly notify: string; readonly input?: Readonly<Record<string, string>> }
  | { readonly call: string; readonly input?: Readonly<Record<string, string>> }
  | { readonly task: string; readonly input?: Readonly<Record<string, string>> }
  | { readonly emit: string; readonly input?: Readonly<Record<string, string>> };

/** Something wrong with a definition. `path` leads to it from the file's root. */
export interface DefinitionFault {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly severity: 'error' | 'warning';
}
