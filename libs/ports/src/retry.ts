import type { Clock } from './clock.js';
import { ThroughlineError } from './errors.js';

/** How soon something that failed is tried again. */
export interface Backoff {
  /** The first pause, ms; it doubles with every failure. */
  readonly firstPauseMs: number;
  /** No pause is longer, ms. */
  readonly longestPauseMs: number;
}

export interface RetryOptions {
  readonly clock: Clock;
  readonly backoff: Backoff;
  /** Gives a number in [0, 1): pauses are spread from half their length on, so that who failed together does not come back together. */
  readonly random?: () => number;
  /** Aborted: nothing is tried any more. */
  readonly signal?: AbortSignal;
  /** Tries in all, at least 1; default: as many as it takes. */
  readonly attempts?: number;
  /** Whether trying again may help; default: the error says so itself. `failed`: tries until now. */
  mayPass?(error: unknown, failed: number): boolean;
  /** Told of each failure that is waited out. */
  failed?(error: unknown, failed: number): void;
}

/** Nothing is tried any more, because the signal aborted. `cause`: what failed last. */
export class Abandoned extends ThroughlineError {
  constructor(cause?: unknown) {
    super('CLOSED', 'given up, the work was dropped', { cause });
  }
}

/**
 * The one way something is tried again. Throws what does not pass, or the last failure when the attempts are used up;
 * `Abandoned` once the signal aborts. `attempt` begins at 1.
 */
export async function retry<T>(
  call: (attempt: number) => Promise<T>,
  options: RetryOptions,
): Promise<T> {
  const { clock, signal, attempts = Infinity, mayPass = isRetryable } = options;
  let last: unknown;
  for (let attempt = 1; signal?.aborted !== true; attempt++) {
    try {
      return await call(attempt);
    } catch (error) {
      if (error instanceof Abandoned || attempt >= attempts || !mayPass(error, attempt))
        throw error;
      options.failed?.(error, attempt);
      last = error;
    }
    await clock.until(clock.now() + pauseAfter(attempt, options), signal);
  }
  throw new Abandoned(last);
}

/** Whether the same call may succeed later, unchanged. */
export function isRetryable(error: unknown): boolean {
  return error instanceof ThroughlineError && error.retryable;
}

/** The pause after the `failed`th try (1 is the first), ms. */
function pauseAfter(failed: number, { backoff, random }: RetryOptions): number {
  const { firstPauseMs, longestPauseMs } = backoff;
  const whole = Math.min(firstPauseMs * 2 ** (failed - 1), longestPauseMs);
  return random === undefined ? whole : Math.round(whole * (0.5 + random() / 2));
}
