import { type LoadStep, percentileMs } from './open-loop.ts';

const FIRST_RATE = 20;
const GROWTH = 1.5;
const HIGHEST_RATE = 20_000;
/** Where more is asked for than can be done, waiting grows with the step's length: most of it is then later than this. */
const LATE_MS = 250;

/**
 * The highest rate, raised by half from step to step, that is kept up: at least nine of ten operations end within 250 ms
 * of their scheduled time and none fails. Undefined: not even the first rate is.
 */
export async function findKnee(
  run: (rate: number) => Promise<LoadStep>,
): Promise<number | undefined> {
  let knee: number | undefined;
  let misses = 0;
  for (let rate = FIRST_RATE; rate <= HIGHEST_RATE && misses < 2; rate *= GROWTH) {
    const step = await run(rate);
    // On a shared machine a single step can suffer from somebody else: two in a row do not.
    const isKeptUp = step.failed === 0 && percentileMs(step, 90) <= LATE_MS;
    misses = isKeptUp ? 0 : misses + 1;
    if (isKeptUp) knee = rate;
  }
  return knee;
}
