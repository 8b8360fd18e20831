import { SingleBar } from 'cli-progress';
import { duration } from '../words.js';

/**
 * Does a piece of work under a progress bar that it starts and moves; the terminal is as it was before when the work is
 * done or has failed. On a terminal only: a pipe gets the report and nothing else.
 */
export async function withProgress<T>(
  format: string,
  work: (bar: SingleBar) => Promise<T>,
): Promise<T> {
  const bar = new SingleBar({
    format,
    stream: process.stderr,
    hideCursor: true,
    noTTYOutput: false,
    // The bar itself writes minutes of sixty seconds. It is no number while nothing can be told.
    formatTime: (seconds) =>
      Number.isFinite(seconds) ? duration(Math.ceil(seconds) * 1_000) : 'some time',
  });
  try {
    return await work(bar);
  } finally {
    bar.stop();
  }
}
