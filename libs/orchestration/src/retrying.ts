import { retry, type Backoff, type Clock } from '#ports';

const BACKOFF: Backoff = { firstPauseMs: 50, longestPauseMs: 5_000 };

/** What calls wait with, and who is told. */
export interface Waiting {
  readonly clock: Clock;
  /** Called at each failed try. */
  waiting(what: string, error: unknown): void;
  /** The call that failed went through, or was given up. */
  waited(what: string): void;
}

/**
 * Tries until it works: a retryable error is waited out with doubling pauses (50 ms to 5 s) for as long as it takes, so
 * no record is ever skipped because the other side was away. Any other error is thrown. Throws `CLOSED` once aborted.
 */
export async function retrying<T>(
  waiting: Waiting,
  what: string,
  signal: AbortSignal,
  call: () => Promise<T>,
): Promise<T> {
  let hasFailed = false;
  const failed = (error: unknown): void => {
    hasFailed = true;
    waiting.waiting(what, error);
  };
  try {
    return await retry(call, { clock: waiting.clock, backoff: BACKOFF, signal, failed });
  } finally {
    if (hasFailed) waiting.waited(what);
  }
}
