import { setTimeout } from 'node:timers/promises';
import { type Clock } from '#ports';

const LOOK_EVERY_MS = 20;

/** Goes as fast as any clock, from a time of the test's own; `skip` lets hours pass at once. */
export class MovedClock implements Clock {
  private ahead: number;

  /** `start`: ms since the epoch. */
  constructor(start: number) {
    this.ahead = start - Date.now();
  }

  now(): number {
    return Date.now() + this.ahead;
  }

  skip(ms: number): void {
    this.ahead += ms;
  }

  async until(at: number, signal?: AbortSignal): Promise<void> {
    while (this.now() < at && signal?.aborted !== true) await setTimeout(LOOK_EVERY_MS);
  }
}
