import type { JourneyId } from '#contracts';
import type { TopicPartition } from './event-log.js';

/** By what the caller of a journey may be recognised: keyed hashes, which say nothing without the key. */
export interface RecognisableJourney {
  readonly journeyId: JourneyId;
  /** None: nobody is recognised by it any more. */
  readonly keys: readonly string[];
}

/** What a stretch of one partition changes. */
export interface RecognitionUpdate {
  readonly place: TopicPartition;
  /** The position that the index has, as far as the caller knows; undefined: none. */
  readonly seen: number | undefined;
  /** Everything below this offset is applied with this update. */
  readonly next: number;
  /** Each in the place of what was known of that journey. */
  readonly journeys: readonly RecognisableJourney[];
}

/** Journeys that `having` gives at most: more are not told apart. */
export const RECOGNISED_AT_ONCE = 20;

/**
 * Finds journeys by what a customer knows, without looking at any but those that match. A projection of the journeys: lost,
 * it is made again.
 */
export interface RecognitionIndex {
  /** The `next` that was applied last of a partition; undefined: none. */
  position(place: TopicPartition): Promise<number | undefined>;
  /** Applies an update and its position, atomically. False, and nothing changed, when the position is not `seen`. */
  apply(update: RecognitionUpdate): Promise<boolean>;
  /**
   * Journeys that have at least `least` (1 or 2) of these keys, by id; `RECOGNISED_AT_ONCE` at most. Costs as much as the
   * rarest of the keys is common.
   */
  having(keys: readonly string[], least: 1 | 2): Promise<readonly JourneyId[]>;
  /** Nobody is recognised by these any more, unless an update says so. Returns how many somebody was. */
  forget(journeys: readonly JourneyId[]): Promise<number>;
}
