import type { JourneyId } from '#contracts';

/** How sure it is that whoever goes on is the customer: decides what they are shown, and what is linked to the customer. */
export type Assurance = 'anonymous' | 'known' | 'verified';

/** Leave to go on with a journey on another channel, once. Never changes. */
export interface HandOff {
  readonly id: string;
  readonly journeyId: JourneyId;
  /** The channel it was made on. */
  readonly from: string;
  /** The channel it leads to. */
  readonly to: string;
  readonly assurance: Assurance;
  /** The codes that can be mistaken for one another: it has room for so many at once that a guess is hopeless. */
  readonly space: string;
  /** A keyed hash of channel and code, so that the store never holds the code. */
  readonly codeHash: string;
  /** ms since the epoch. */
  readonly madeAt: number;
  readonly expiresAt: number;
}

/** A hand-off and what became of it. */
export interface KeptHandOff {
  readonly handOff: HandOff;
  /** Names the redeeming that used it; null: unused. */
  readonly redeemedBy: string | null;
}

/** Used or expired ones are known for this long after their expiry, so that people are told what happened, ms. */
export const HAND_OFF_REMEMBERED_MS = 24 * 3_600_000;

/** Used and remembered ones that one `keep` forgets at most. */
export const HAND_OFFS_FORGOTTEN_AT_ONCE = 100;

/**
 * Hand-offs that were made. Each is redeemed at most once, however many try at the same time, on however many processes.
 * Time is always the caller's.
 */
export interface HandOffStore {
  /**
   * Keeps a new one, at `madeAt`. `taken`: its code is another's (also one that is used or expired and still known);
   * `full`: its space holds `capacity` that are neither used nor expired. Then nothing changed.
   */
  keep(handOff: HandOff, capacity: number): Promise<'kept' | 'taken' | 'full'>;
  /** By id, or by the hash of its code. Undefined: never made, or long forgotten. */
  find(
    by: { readonly id: string } | { readonly codeHash: string },
  ): Promise<KeptHandOff | undefined>;
  /**
   * Redeems it, at `at` (ms since the epoch), for the redeeming named `by`; the same redeeming again is `redeemed` again.
   * `used`: another was first; `expired`; `unknown`.
   */
  redeem(
    handOff: HandOff,
    by: string,
    at: number,
  ): Promise<'redeemed' | 'used' | 'expired' | 'unknown'>;
  /** Those that expired unused by `now`, which nobody was told yet, the earliest first. */
  expired(now: number, limit: number): Promise<readonly HandOff[]>;
  /** Their expiry was told: `expired` does not give them again. */
  expiryTold(handOffs: readonly HandOff[]): Promise<void>;
  /** All that are known of these journeys, used or not, in any order. Looks through all there are: not for every day. */
  ofJourneys(journeys: readonly JourneyId[]): Promise<readonly KeptHandOff[]>;
  /** Forgets them, used or not: nothing leads on by them any more. Returns how many there were. */
  forget(handOffs: readonly HandOff[]): Promise<number>;
}
