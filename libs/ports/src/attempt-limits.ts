/** What of one kind may be tried in each window of time. Windows begin at multiples of their length. */
export interface Allowance {
  /** Whose attempts are counted: a caller, a space of codes. */
  readonly key: string;
  readonly limit: number;
  readonly windowMs: number;
}

/** Windows that are over, which one `spend` forgets at most. */
export const WINDOWS_FORGOTTEN_AT_ONCE = 100;

/** Counts attempts, for all processes together. Time is always the caller's, ms since the epoch. */
export interface AttemptLimits {
  /**
   * Counts an attempt against all the allowances, atomically. When one of them is used up it counts against none, and gives
   * back when the last of those begins anew; undefined: counted.
   */
  spend(allowances: readonly Allowance[], now: number): Promise<number | undefined>;
  /** Takes back an attempt that was counted at `now`: it was none. */
  giveBack(allowances: readonly Allowance[], now: number): Promise<void>;
}

/** When the window of an allowance that `now` lies in ends, ms since the epoch. */
export function windowEnd({ windowMs }: Allowance, now: number): number {
  return (Math.floor(now / windowMs) + 1) * windowMs;
}

/** Under what the attempts of the window that `now` lies in are counted. */
export function windowKey(allowance: Allowance, now: number): string {
  return `${allowance.key}@${allowance.windowMs}@${windowEnd(allowance, now)}`;
}
