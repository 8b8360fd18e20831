/**
 * The environment of a server that stands beside what runs on a clock of its own (`faketime`, as in `npm run test:long`): the
 * server keeps the machine's. Not every server starts under another one.
 */
export function onMachineClock(
  env: Readonly<NodeJS.ProcessEnv> = process.env,
): Readonly<NodeJS.ProcessEnv> {
  if (env['FAKETIME'] === undefined) return env;
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => name !== 'LD_PRELOAD' && !name.startsWith('FAKETIME')),
  );
}
