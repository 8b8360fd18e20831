/** Time for the shell. The core never sees it (I2). */
export interface Clock {
  /** ms since the epoch. */
  now(): number;
  /** Resolves at `at` (ms since the epoch) or when the signal aborts, whichever is first. */
  until(at: number, signal?: AbortSignal): Promise<void>;
}
