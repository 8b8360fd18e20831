/** How often and how soon something that failed is tried again. */
export interface RetryPolicy {
  /** Tries in all, at least 1. */
  readonly attempts: number;
  /** Upper bound of the first pause, ms; it doubles with every try. */
  readonly firstPauseMs: number;
  /** Upper bound of any pause, ms. */
  readonly longestPauseMs: number;
}

export const DEFAULT_RETRY: RetryPolicy = {
  attempts: 5,
  firstPauseMs: 100,
  longestPauseMs: 5_000,
};

/**
 * The pause after the `failed`th try (1 is the first), ms: exponential with full jitter, so that many consumers that
 * failed together do not come back together. `random` is in [0, 1).
 */
export function pauseAfter(failed: number, policy: RetryPolicy, random: number): number {
  const bound = Math.min(policy.firstPauseMs * 2 ** (failed - 1), policy.longestPauseMs);
  return Math.round(bound * (0.5 + random / 2));
}
