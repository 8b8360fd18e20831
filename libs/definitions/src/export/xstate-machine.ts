/**
 * A state machine in XState 5's JSON form: what its `createMachine` takes, with guards and actions by name. The types say
 * what we write and read; other keys may stand there, too.
 */
export interface XStateMachine extends XStateNode {
  readonly version?: string;
}

export interface XStateNode {
  readonly id?: string;
  readonly type?: 'atomic' | 'compound' | 'parallel' | 'final' | 'history';
  readonly description?: string;
  readonly initial?: string;
  readonly states?: Readonly<Record<string, XStateNode>>;
  /** Of a history state. `true` is shallow. */
  readonly history?: 'shallow' | 'deep' | boolean;
  readonly target?: OneOrMore<string>;
  readonly entry?: OneOrMore<XStateReference>;
  readonly exit?: OneOrMore<XStateReference>;
  readonly on?: Readonly<Record<string, OneOrMore<XStateTransition>>>;
  readonly always?: OneOrMore<XStateTransition>;
  /** Keys are ms. */
  readonly after?: Readonly<Record<string, OneOrMore<XStateTransition>>>;
  readonly onDone?: OneOrMore<XStateTransition>;
  readonly invoke?: OneOrMore<XStateInvoke>;
  readonly meta?: Readonly<Record<string, unknown>>;
}

/** A string is its target. */
export type XStateTransition = string | XStateTransitionObject;

export interface XStateTransitionObject {
  readonly target?: OneOrMore<string>;
  readonly guard?: XStateReference;
  readonly actions?: OneOrMore<XStateReference>;
  /** Leave the source and enter it again although the target is in it. XState 5 does not, unless it is told to. */
  readonly reenter?: boolean;
  readonly description?: string;
  readonly meta?: Readonly<Record<string, unknown>>;
}

export interface XStateInvoke {
  readonly src: string;
  readonly id?: string;
  readonly input?: unknown;
  readonly onDone?: OneOrMore<XStateTransition>;
  readonly onError?: OneOrMore<XStateTransition>;
  readonly meta?: Readonly<Record<string, unknown>>;
}

/** Code by its name. */
export type XStateReference = string | XStateCall;

export interface XStateCall {
  readonly type: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

type OneOrMore<T> = T | readonly T[];

/**
 * The guard type under which a CEL expression stands; `params.expression` is its text. Whoever runs the machine gives an
 * implementation of it.
 */
export const CEL_GUARD = 'cel';

/** The action type of an event raised inside the machine; `params.event` is its name. */
export const RAISE_ACTION = 'raise';

/** Where in `meta` stands what XState has no place for. */
export const META_KEY = 'throughline';
