import type { JourneyId } from '#contracts';

/** Somebody says that they work on a journey. It forbids nobody anything. */
export interface Lease {
  readonly journeyId: JourneyId;
  /** An agent's name, or `customer`. */
  readonly holder: string;
  readonly channel: string;
  /** When this holder took it, ms since the epoch. */
  readonly since: number;
  /** It ends by itself, ms since the epoch. */
  readonly until: number;
  /** The channel key it was taken under. */
  readonly keyId: string;
  /** From whom it was taken over while they held it, and why; null: it was free. */
  readonly takenFrom: {
    readonly holder: string;
    readonly channel: string;
    readonly reason: string;
  } | null;
  /** Another with each change, so that who changes it says what they have seen. */
  readonly mark: string;
}

/** A change of one journey's lease; null: nobody holds it. */
export interface LeaseChange {
  readonly journeyId: JourneyId;
  readonly lease: Lease | null;
}

/** Leases that are over, which one `swap` forgets at most. */
export const LEASES_FORGOTTEN_AT_ONCE = 100;

/** Changes that `changes` gives at most. */
export const LEASE_CHANGES_AT_ONCE = 1_000;

/**
 * Who works on which journey. Losing it loses nothing but a hint: it is no part of the log. Time is always the caller's, ms
 * since the epoch; a lease whose `until` is reached is not there.
 */
export interface LeaseStore {
  /** In the order asked; undefined: nobody holds it. */
  current(journeys: readonly JourneyId[], now: number): Promise<readonly (Lease | undefined)[]>;
  /**
   * Puts `next` (null: nobody) in the place of the lease with the mark `seen` (null: nobody's). False, and nothing changed,
   * when there is another one meanwhile.
   */
  swap(
    journeyId: JourneyId,
    seen: string | null,
    next: Lease | null,
    now: number,
  ): Promise<boolean>;
  /**
   * The journeys whose lease changed after change number `after`, each once with what is there now, and the number of the
   * last of these changes. That a lease ends by itself is no change. At most `LEASE_CHANGES_AT_ONCE`: ask on from `last`.
   */
  changes(
    after: number,
    now: number,
  ): Promise<{ readonly changes: readonly LeaseChange[]; readonly last: number }>;
  /** The number of the last change there was. */
  lastChange(): Promise<number>;
}
