import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Redis } from 'ioredis';
import { onMachineClock } from '../../../../tools/infra/machine-clock.ts';

export interface RedisOptions {
  /** A free one when absent. */
  readonly port?: number;
  /** Where it keeps its data; a fresh directory, removed by `stop`, when absent. */
  readonly dir?: string;
  /** Further settings of redis.conf. */
  readonly config?: Readonly<Record<string, string>>;
}

/** A real redis-server in a process of its own. */
export interface RunningRedis {
  readonly url: string;
  readonly port: number;
  readonly dir: string;
  readonly pid: number;
  /** Ends it in order, and removes a directory that it made itself. */
  stop(): Promise<void>;
  /** SIGKILL: what was not yet on disk is lost. */
  kill(): Promise<void>;
  /** Starts it again on the same port and data, after `kill` or in order. */
  restart(): Promise<void>;
}

const START_TIMEOUT_MS = 20_000;
const PORT_ATTEMPTS = 5;

/** Whether a redis-server is on the PATH. */
export function hasRedis(): boolean {
  return spawnSync('redis-server', ['--version']).status === 0;
}

/** A TCP port that nobody listened on a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no TCP port was given');
  return address.port;
}

/** Starts redis-server (append-only file, synced every second) and resolves once it answers PING. */
export async function startRedis(options: RedisOptions = {}): Promise<RunningRedis> {
  const dir = options.dir ?? (await mkdtemp(join(tmpdir(), 'throughline-redis-')));
  const config = { appendonly: 'yes', appendfsync: 'everysec', save: '', ...options.config };

  let port = options.port ?? (await freePort());
  let child: ChildProcess | undefined;
  for (let attempt = 1; child === undefined; attempt++) {
    try {
      child = await launch(port, dir, config);
    } catch (error) {
      if (options.port !== undefined || attempt === PORT_ATTEMPTS) throw error;
      port = await freePort();
    }
  }

  let running = child;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (running.exitCode !== null || running.signalCode !== null) return;
    running.ref(); // its end is waited for
    const gone = once(running, 'exit');
    running.kill(signal);
    await gone;
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    dir,
    get pid() {
      return running.pid ?? -1;
    },
    async stop() {
      await end('SIGTERM');
      if (options.dir === undefined) await rm(dir, { recursive: true, force: true });
    },
    kill: () => end('SIGKILL'),
    async restart() {
      await end('SIGTERM');
      running = await launch(port, dir, config);
    },
  };
}

async function launch(
  port: number,
  dir: string,
  config: Readonly<Record<string, string>>,
): Promise<ChildProcess> {
  const settings = Object.entries({ bind: '127.0.0.1', port: String(port), dir, ...config });
  const child = spawn(
    'redis-server',
    settings.flatMap(([name, value]) => [`--${name}`, value]),
    { stdio: ['ignore', 'pipe', 'ignore'], env: onMachineClock() },
  );
  const killWithUs = (): void => void child.kill('SIGKILL');
  process.once('exit', killWithUs);
  child.once('exit', () => process.removeListener('exit', killWithUs));
  try {
    await ready(child);
    const client = new Redis({ port, host: '127.0.0.1', maxRetriesPerRequest: 3 });
    client.on('error', () => undefined); // the awaited PING tells
    await client.ping().finally(() => client.disconnect());
    child.unref();
    return child;
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
}

/** Resolves when the server says that it takes connections, which is after it has loaded its data. */
async function ready(child: ChildProcess): Promise<void> {
  if (child.stdout === null) throw new Error('redis-server has no output to read');
  const said: string[] = [];
  const lines = createInterface({ input: child.stdout });
  await new Promise<void>((resolve, reject) => {
    const failed = (why: string): void =>
      reject(new Error(`redis-server did not start: ${why}\n${said.slice(-15).join('\n')}`));
    const timer = setTimeout(() => failed('timed out'), START_TIMEOUT_MS);
    timer.unref();
    lines.on('line', (line) => {
      said.push(line);
      if (line.includes('Ready to accept connections')) resolve();
    });
    child.once('error', (error) => failed(error.message));
    child.once('exit', (code) => failed(`it exited with ${code}`));
  }).finally(() => lines.close());
  child.stdout.resume(); // nobody reads on: a full pipe would stop the server
  if ('unref' in child.stdout && typeof child.stdout.unref === 'function') child.stdout.unref();
}
