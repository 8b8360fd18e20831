import { type JourneyEvent } from '#contracts';
import { isByPerson } from './person.js';

/** A journey that was left on one channel and taken up on another, or on the same one after it had stalled. */
interface Resumed {
  readonly from: string;
  readonly to: string;
  /** From when it was seen last until it went on, ms. */
  readonly took: number;
}

/**
 * What a journey event tells of a journey that was taken up again; undefined: nothing. One that stalled and goes on elsewhere
 * is told by its switch alone. Neither a system that answers nor an operator who lets a journey go on is a customer resuming.
 */
export function resumedBy({ type, cause, ...event }: JourneyEvent): Resumed | undefined {
  const { channel: to, previousChannel: from, elapsed: took } = event;
  if (to === null || from === null || took === null) return undefined;
  if (type === 'channel-switched') return { from, to, took };
  const again = type === 'resumed' && from === to && isByPerson(cause.actorKind);
  return again ? { from, to, took } : undefined;
}
