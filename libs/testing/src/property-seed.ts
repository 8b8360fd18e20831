/** One seed for the properties of a run: TEST_SEED, as `npm run test:long` prints it. Without it each has its own. */
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env['TEST_SEED']) });
