/** A migration file as parsed: how running journeys of one version go on under another. */
export interface MigrationSource {
  /** The journey's name. */
  readonly migration: string;
  /** Versions. `to` may be the lower one: a way back is written like any other. */
  readonly from: number;
  readonly to: number;
  readonly description?: string;
  /** CEL over fields, state, journey and now: only running journeys for which it is true. */
  readonly only?: string;
  /** State of `from` → the state of `to`, or several in parallel regions. One that is not named keeps its name. */
  readonly states?: Readonly<Record<string, string | readonly string[]>>;
  /** Field of `from` → field of `to`, or null: it is given up. One that is not named keeps its name. */
  readonly fields?: Readonly<Record<string, string | null>>;
  /** Default `keep-deadline`. */
  readonly timers?: TimerPolicy | TimersByState;
}

/**
 * What becomes of the timers of the state a journey is in, when both versions have one (by the same duration, or else by
 * its place in the state).
 * `keep-deadline`: what was promised stands, it is due when it was.
 * `keep-remainder`: what has passed counts, it is due when the new duration has passed since the old one began.
 * `restart`: the new duration begins now.
 * One that fired already is over unless restarted; one that the old version had not begins with its state under the first
 * two, with the migration under the last. None is due before the migration.
 */
export type TimerPolicy = 'keep-deadline' | 'keep-remainder' | 'restart';

export interface TimersByState {
  readonly default?: TimerPolicy;
  /** By state of `to`. */
  readonly states?: Readonly<Record<string, TimerPolicy>>;
}
