import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';

/** What a store takes now, in bytes. */
export interface StoreSize {
  readonly total: number;
  /** By kind of key, all shards together. */
  readonly byKey: ReadonlyMap<string, number>;
}

/** `used_memory`, once it stands still: Redis frees in the background. */
export async function redisSize(url: string): Promise<StoreSize> {
  const redis = new Redis(url);
  try {
    let total = await usedMemory(redis);
    for (let before = -1; before !== total; total = await usedMemory(redis)) {
      before = total;
      await new Promise((wake) => setTimeout(wake, 200));
    }
    const byKey = new Map<string, number>();
    for await (const keys of redis.scanStream({ count: 1_000 }) as AsyncIterable<string[]>) {
      for (const key of keys) {
        const kind = key.replace(/^.*\}:/, '');
        const bytes = Number(await redis.memory('USAGE', key, 'SAMPLES', 0));
        byKey.set(kind, (byKey.get(kind) ?? 0) + bytes);
      }
    }
    return { total, byKey };
  } finally {
    redis.disconnect();
  }
}

async function usedMemory(redis: Redis): Promise<number> {
  const bytes = /used_memory:(\d+)/.exec(await redis.info('memory'))?.[1];
  if (bytes === undefined) throw new Error('Redis does not tell used_memory');
  return Number(bytes);
}

/** What the files of a directory take on the disk. */
export async function directorySize(directory: string): Promise<StoreSize> {
  const BLOCK = 512;
  let total = 0;
  for (const file of await readdir(directory, { recursive: true })) {
    total += (await stat(join(directory, file))).blocks * BLOCK;
  }
  return { total, byKey: new Map() };
}
