import type { Clock } from '#ports';

/** A clock that only its test moves: whoever waits goes on once it has come so far. */
export class TestClock implements Clock {
  private readonly waiting = new Map<() => void, number>();

  /** ms since the epoch. */
  constructor(private time: number) {}

  /** Times that are waited for, ms since the epoch, earliest first. */
  get awaited(): readonly number[] {
    return [...this.waiting.values()].toSorted((one, other) => one - other);
  }

  now(): number {
    return this.time;
  }

  forward(ms: number): void {
    this.time += ms;
    for (const [wake, at] of this.waiting) if (at <= this.time) wake();
  }

  until(at: number, signal?: AbortSignal): Promise<void> {
    if (at <= this.time || signal?.aborted === true) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        this.waiting.delete(wake);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      this.waiting.set(wake, at);
      signal?.addEventListener('abort', wake, { once: true });
    });
  }
}
