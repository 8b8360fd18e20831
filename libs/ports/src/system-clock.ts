import type { Clock } from './clock.js';

/** Longest delay `setTimeout` takes, ms; beyond it the timer would fire at once. */
const LONGEST_TIMEOUT_MS = 2_147_483_647;

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  async until(at, signal) {
    for (let left = at - Date.now(); left > 0 && signal?.aborted !== true; left = at - Date.now()) {
      await pause(Math.min(left, LONGEST_TIMEOUT_MS), signal);
    }
  },
};

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const settle = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', settle);
      resolve();
    };
    const timer = setTimeout(settle, ms);
    signal?.addEventListener('abort', settle, { once: true });
  });
}
