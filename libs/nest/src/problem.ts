/** One thing wrong with a request. `pointer` is a JSON pointer (RFC 6901) into the body; '' is all of it. */
export interface Fault {
  readonly pointer: string;
  readonly detail: string;
  /** Where it stands in a text, from 1. */
  readonly line?: number;
  readonly column?: number;
}

/** RFC 9457 problem details. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance?: string;
  readonly errors?: readonly Fault[];
}

const KINDS = {
  'invalid-json': [400, 'The body is not JSON'],
  'too-deep': [400, 'The body is nested too deeply'],
  'bad-encoding': [400, 'The body cannot be decoded'],
  'no-body': [400, 'The body is missing'],
  'invalid-parameter': [400, 'A parameter is not valid'],
  'no-key': [401, 'A channel key is needed'],
  'wrong-key': [401, 'The channel key is not known'],
  'out-of-scope': [403, 'The channel key does not allow this'],
  'not-found': [404, 'Not found'],
  conflict: [409, 'Not possible as it stands'],
  'handoff-unknown': [404, 'This hand-off is not known'],
  'handoff-used': [409, 'This hand-off was used already'],
  'handoff-expired': [410, 'This hand-off has expired'],
  erased: [410, 'Erased'],
  'too-large': [413, 'Too large'],
  'unsupported-media-type': [415, 'This content type is not understood'],
  'invalid-interaction': [422, 'The interaction is not valid'],
  'invalid-request': [422, 'The request is not valid'],
  'invalid-definition': [422, 'The journey definition is not valid'],
  'too-many-attempts': [429, 'Too many attempts'],
  busy: [503, 'Busy'],
  unavailable: [503, 'Temporarily unavailable'],
  bug: [500, 'An error on our side'],
} as const satisfies Readonly<Record<string, readonly [number, string]>>;

export type ProblemKind = keyof typeof KINDS;

/** A problem of one of our kinds. */
export function problem(
  kind: ProblemKind,
  detail: string,
  errors: readonly Fault[] = [],
  status: number = KINDS[kind][0],
): Problem {
  const [, title] = KINDS[kind];
  const type = `urn:throughline:problem:${kind}`;
  return { type, title, status, detail, ...(errors.length > 0 ? { errors } : {}) };
}

/** Ends a request with a problem. */
export class ProblemError extends Error {
  constructor(
    readonly problem: Problem,
    /** Seconds after which the same request may succeed: sent as `Retry-After`. */
    readonly retryAfter?: number,
  ) {
    super(problem.detail);
    this.name = 'ProblemError';
  }
}

/** Shorthand for the commonest way to end a request. */
export function refuse(kind: ProblemKind, detail: string, errors: readonly Fault[] = []): never {
  throw new ProblemError(problem(kind, detail, errors));
}

/** One step of a JSON pointer (RFC 6901, section 3). */
export function pointerStep(key: string | number): string {
  return `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
