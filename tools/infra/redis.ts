import { spawnSync } from 'node:child_process';
import { connect } from 'node:net';

const TIMEOUT_MS = 2_000;

/** The redis-server to run: REDIS_SERVER_BIN, or the one on the PATH. Throws an error saying that there is none. */
export function redisServer(): string {
  const binary = process.env['REDIS_SERVER_BIN'] ?? 'redis-server';
  if (spawnSync(binary, ['--version']).status === 0) return binary;
  throw new Error(
    `Redis needs a redis-server on the PATH or in REDIS_SERVER_BIN (tried ${binary})`,
  );
}

/** Whether a Redis answers PING on 127.0.0.1:`port`. */
export async function answersPing(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const done = (answered: boolean): void => {
      socket.destroy();
      resolve(answered);
    };
    socket.setTimeout(TIMEOUT_MS, () => done(false));
    socket.on('error', () => done(false));
    socket.on('close', () => done(false));
    socket.on('connect', () => socket.write('PING\r\n'));
    socket.on('data', (chunk) => done(chunk.toString().startsWith('+PONG')));
  });
}
