import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Config, installationRoot, loadConfig } from '#config';
import type { ChannelKeys } from '#security';
import type { Command } from 'commander';
import type { ApiOptions } from '../api-client.js';
import { playStory } from '../demo/story.js';
import { simulateTraffic } from '../demo/traffic.js';
import { Failure } from '../failure.js';
import { openKeys } from './keys.js';

const START_MS = 30_000;
const POLL_MS = 50;

/** `throughline dev`: the backbone in one process; with `--demo` also the story, and then steady traffic. */
export function devCommand(program: Command): void {
  program
    .command('dev')
    .description('run everything in one process, as `npm start` does')
    .option(
      '--demo',
      'play the story of the README, then go on with steady traffic on five channels',
    )
    .action(async (options: { demo?: boolean }) => {
      const config = loadConfig();
      const backbone = spawn(
        process.execPath,
        [join(installationRoot(), 'dist', 'apps', 'backbone', 'src', 'main.js')],
        { stdio: 'inherit' },
      );
      const ended = once(backbone, 'exit') as Promise<[number | null]>;
      const stop = new AbortController();
      for (const signal of ['SIGINT', 'SIGTERM'] as const)
        process.once(signal, () => end(backbone, stop));
      try {
        if (options.demo) await Promise.race([demo(config, stop.signal), ended]);
        const [code] = await ended;
        if (!stop.signal.aborted) throw new Failure(`The backbone has ended, with code ${code}.`);
      } finally {
        end(backbone, stop);
      }
    });
}

function end(backbone: ChildProcess, stop: AbortController): void {
  stop.abort();
  backbone.kill('SIGTERM');
}

async function demo(config: Config, signal: AbortSignal): Promise<void> {
  const url = `http://${config.host}:${config.port}`;
  await untilReady(url, signal);
  const keys = await openKeys(config);
  const key = await keys.create('demo', { channels: ['*'], types: ['*'] });
  const api: ApiOptions = { url, key };
  try {
    await playStory(api, (line) => console.log(line));
    console.log(
      'Going on with steady traffic on web, mobile, phone, branch and chat. Ctrl-C ends it.',
    );
    await simulateTraffic(api, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await revoke(keys, 'demo');
  }
}

async function untilReady(url: string, signal: AbortSignal): Promise<void> {
  for (const end = Date.now() + START_MS; Date.now() < end; await wait(POLL_MS)) {
    if (signal.aborted) return;
    const response = await fetch(`${url}/health/ready`).catch(() => undefined);
    if (response?.ok) return;
  }
  throw new Failure(`The backbone at ${url} was not ready within ${START_MS / 1_000} seconds.`);
}

async function revoke(keys: ChannelKeys, name: string): Promise<void> {
  for (const key of keys.list()) {
    if (key.name === name && key.revokedAt === null) await keys.revoke(key.id);
  }
}
