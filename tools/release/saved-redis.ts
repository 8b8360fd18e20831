import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { freePorts } from '../infra/ports.ts';
import { answersPing, redisServer } from '../infra/redis.ts';

const START_MS = 20_000;

/** A Redis that writes its snapshot, `dump.rdb`, into this directory when it is stopped. */
export async function startSavedRedis(
  directory: string,
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const [port = 0] = await freePorts(1);
  const settings = { bind: '127.0.0.1', port: `${port}`, dir: directory, save: '3600 1' };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  const child = spawn(redisServer(), args, { stdio: 'ignore' });
  for (let waited = 0; !(await answersPing(port)); waited += 50) {
    if (waited > START_MS) throw new Error('redis-server did not start');
    await setTimeout(50);
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    async stop() {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}
