import { type Backoff } from '#ports';

/** How often and how soon something that failed is tried again. */
export interface RetryPolicy extends Backoff {
  /** Tries in all, at least 1. */
  readonly attempts: number;
}

export const DEFAULT_RETRY: RetryPolicy = {
  attempts: 5,
  firstPauseMs: 100,
  longestPauseMs: 5_000,
};
