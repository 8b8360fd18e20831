/**
 * `npm run test:long`: everything that can be looked at longer than a change has time for.
 *   deep       whole logs on every stack, 10,000 simulated seeds, ten times the runs of each property
 *   ahead      the suite with the clock 400 days ahead (faketime); Kafka and Redis keep the machine's
 *   elsewhere  the suite in another zone, 12:45 or 13:45 ahead of UTC
 * All three unless one is named: `npm run test:long -- ahead`. What follows goes to jest: `npm run test:long -- deep apps/cli`.
 * The seed is printed; TEST_SEED plays the same again.
 */
import { spawn, spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createRequire } from 'node:module';

interface Part {
  readonly what: string;
  readonly env: Readonly<Record<string, string>>;
  /** The command that jest runs under. */
  readonly under: readonly string[];
}

const seed = process.env['TEST_SEED'] ?? String(randomInt(1, 1_000_000_000));
const PARTS: Readonly<Record<string, Part>> = {
  deep: {
    what: 'deep',
    env: { TEST_DEPTH: 'deep', TEST_SEED: seed, FIRST_SEED: process.env['FIRST_SEED'] ?? seed },
    under: [],
  },
  ahead: {
    what: 'with the clock 400 days ahead',
    env: {},
    under: ['faketime', '-f', '+400d'],
  },
  elsewhere: {
    what: 'in the zone Pacific/Chatham',
    env: { TZ: 'Pacific/Chatham' },
    under: [],
  },
};

async function run({ what, env, under }: Part, args: readonly string[]): Promise<boolean> {
  console.log(`\n== ${what}`);
  const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
  const [command = '', ...rest] = [...under, process.execPath, jest, ...args];
  const options = '--experimental-vm-modules --disable-warning=ExperimentalWarning';
  const child = spawn(command, rest, {
    stdio: 'inherit',
    env: { ...process.env, NODE_OPTIONS: options, ...env },
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code === 0;
}

const [first = '', ...more] = process.argv.slice(2);
const named = PARTS[first];
const parts = named ? [named] : Object.values(PARTS);
const args = named ? more : process.argv.slice(2);

if (parts.some(({ under }) => under.length > 0) && spawnSync('faketime', ['--version']).error) {
  console.error(
    'The suite 400 days ahead needs `faketime` on the PATH (Debian: apt-get install faketime).',
  );
  process.exit(1);
}
console.log(`seed ${seed}: TEST_SEED=${seed} npm run test:long plays it again`);
const failed: string[] = [];
for (const part of parts) if (!(await run(part, args))) failed.push(part.what);
console.log(failed.length === 0 ? '\nall passed' : `\nfailed: ${failed.join('; ')} (seed ${seed})`);
if (failed.length > 0) process.exitCode = 1;
