/**
 * `npm run verify`: what is fast first, side by side where neither needs what the other makes, and the tests last. Ends at
 * the first stage that fails, with everything that its checks said.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const run = (script: string): string[] => ['npm', 'run', '--silent', script];

const STAGES: readonly (readonly (readonly string[])[])[] = [
  [run('build'), ['prettier', '--check', '.']],
  [run('imports'), run('schemas:check'), run('generated')],
  [run('types'), run('lint')],
];

/** Runs to its end and prints what it said in one piece; whether it held. */
async function holds([command = '', ...args]: readonly string[]): Promise<boolean> {
  const began = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => said.push(chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  const seconds = ((performance.now() - began) / 1_000).toFixed(1);
  const name = [command, ...args].join(' ').replace('npm run --silent ', '');
  console.log(`${code === 0 ? 'held ' : 'FAILS'} ${name} (${seconds} s)`);
  if (code !== 0) process.stdout.write(Buffer.concat(said));
  return code === 0;
}

for (const stage of STAGES) {
  const held = await Promise.all(stage.map(holds));
  if (!held.every(Boolean)) process.exit(1);
}
const [code] = (await once(
  // Built already: `npm test` would build once more.
  spawn('npm', ['run', '--silent', '--ignore-scripts', 'test'], { stdio: 'inherit' }),
  'exit',
)) as [number | null];
process.exitCode = code ?? 1;
