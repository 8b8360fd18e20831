/** The closed set of reasons a port refuses. */
export type ErrorCode =
  /** A shard was written under an old epoch, or an offset acknowledged under an old generation (I1). */
  | 'FENCED'
  /** The other side cannot be reached or did not answer in time. */
  | 'UNAVAILABLE'
  /** A record cannot be read: bad frame, bad Avro, wrong type. */
  | 'UNREADABLE'
  /** The registry does not know the schema id. */
  | 'UNKNOWN_SCHEMA'
  /** A value does not fit its schema or contract. */
  | 'INVALID'
  /** Larger than the other side takes. */
  | 'TOO_LARGE'
  /** The thing asked for does not exist. */
  | 'NOT_FOUND'
  /** Stored data contradicts itself. */
  | 'CORRUPT'
  /** The port was closed. */
  | 'CLOSED'
  /** Our own mistake. */
  | 'BUG';

/**
 * The one error of ports and adapters. `message` says what, where and what to do; `cause` keeps what was thrown below.
 * `retryable`: the same call may succeed later, unchanged.
 */
export class ThroughlineError extends Error {
  readonly code: ErrorCode;
  readonly retryable: boolean;

  constructor(
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; retryable?: boolean } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ThroughlineError';
    this.code = code;
    this.retryable = options.retryable ?? code === 'UNAVAILABLE';
  }
}

/** Whether something thrown is a `ThroughlineError` of one of these codes. */
export function hasCode(error: unknown, ...codes: ErrorCode[]): error is ThroughlineError {
  return error instanceof ThroughlineError && codes.includes(error.code);
}
