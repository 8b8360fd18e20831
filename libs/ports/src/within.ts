import type { Clock } from './clock.js';
import { systemClock } from './system-clock.js';

const LATE = Symbol('late');

/**
 * The one time-out: what `work` comes to, if it does within `ms` and before the signal aborts; otherwise what `late` gives or
 * throws. What becomes of the work afterwards concerns nobody.
 */
export async function within<T>(
  ms: number,
  work: Promise<T>,
  late: () => T,
  { clock = systemClock, signal }: { readonly clock?: Clock; readonly signal?: AbortSignal } = {},
): Promise<T> {
  const done = new AbortController();
  const stop = signal === undefined ? done.signal : AbortSignal.any([signal, done.signal]);
  const patience = clock.until(clock.now() + ms, stop).then(() => LATE);
  try {
    const first = await Promise.race([work, patience]);
    return first === LATE ? late() : (first as T);
  } finally {
    done.abort();
  }
}
