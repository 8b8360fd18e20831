import { type Clock, systemClock } from '#ports';

/** The machine's clock, which a test can put forward: whoever waits for a time that is then past stops waiting. */
export class MovableClock implements Clock {
  private ahead = 0;
  private readonly waiting = new Set<() => void>();

  now(): number {
    return systemClock.now() + this.ahead;
  }

  forward(ms: number): void {
    this.ahead += ms;
    for (const wake of this.waiting) wake();
  }

  async until(at: number, signal?: AbortSignal): Promise<void> {
    while (this.now() < at && signal?.aborted !== true) {
      const moved = new AbortController();
      const wake = (): void => moved.abort();
      this.waiting.add(wake);
      const either = signal === undefined ? moved.signal : AbortSignal.any([moved.signal, signal]);
      await systemClock.until(at - this.ahead, either);
      this.waiting.delete(wake);
    }
  }
}
