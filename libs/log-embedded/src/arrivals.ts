/** Wakes those who wait for records of a partition, without polling. */
export class Arrivals {
  private readonly waiting = new Map<string, Set<() => void>>();

  /** Something was appended to this partition. */
  announce(place: string): void {
    const waiting = this.waiting.get(place);
    if (waiting === undefined) return;
    this.waiting.delete(place);
    for (const wake of waiting) wake();
  }

  /** Wakes everybody: the log is closing. */
  announceAll(): void {
    for (const place of [...this.waiting.keys()]) this.announce(place);
  }

  /** Resolves at the next record of this partition, after `ms` (Infinity: never), or when the signal aborts. */
  next(place: string, ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const waiting = this.waiting.get(place) ?? new Set();
      this.waiting.set(place, waiting);
      const timer = ms === Infinity ? undefined : setTimeout(wake, ms);
      function wake(): void {
        clearTimeout(timer);
        waiting.delete(wake);
        signal?.removeEventListener('abort', wake);
        resolve();
      }
      waiting.add(wake);
      signal?.addEventListener('abort', wake, { once: true });
    });
  }
}
