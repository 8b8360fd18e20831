import { ThroughlineError, type Clock } from '#ports';

const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 5_000;

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
  let failed = false;
  try {
    for (let pause = FIRST_WAIT_MS; !signal.aborted; pause = Math.min(pause * 2, LONGEST_WAIT_MS)) {
      try {
        return await call();
      } catch (error) {
        if (!isRetryable(error)) throw error;
        failed = true;
        waiting.waiting(what, error);
      }
      await waiting.clock.until(waiting.clock.now() + pause, signal);
    }
    throw new ThroughlineError('CLOSED', `${what}: given up, the work was dropped`);
  } finally {
    if (failed) waiting.waited(what);
  }
}

export function isRetryable(error: unknown): boolean {
  return error instanceof ThroughlineError && error.retryable;
}
