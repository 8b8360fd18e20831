import type { Clock } from '#ports';

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  until: (at, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted === true) return resolve();
      const done = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, Math.min(Math.max(at - Date.now(), 0), 2 ** 31 - 1));
      signal?.addEventListener('abort', done);
    }),
};
