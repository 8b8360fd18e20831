/**
 * Servers that stand beside what runs under `faketime`, as in `npm run test:long`, keep the machine's clock: not every
 * server starts under another one.
 */

/** Whether this process has a clock of its own. */
export function isAhead(env: Readonly<NodeJS.ProcessEnv> = process.env): boolean {
  return env['FAKETIME'] !== undefined;
}

/** The environment of a server that keeps the machine's clock. */
export function onMachineClock(
  env: Readonly<NodeJS.ProcessEnv> = process.env,
): Readonly<NodeJS.ProcessEnv> {
  if (!isAhead(env)) return env;
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => name !== 'LD_PRELOAD' && !name.startsWith('FAKETIME')),
  );
}
