import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const directories = new Set<string>();
process.on('exit', () => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

/** A fresh directory, removed by `removeDirectory`, or else when this process ends. */
export async function freshDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'throughline-bench-'));
  directories.add(directory);
  return directory;
}

export async function removeDirectory(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true });
  directories.delete(directory);
}

/** Runs work with a fresh directory that is removed afterwards. */
export async function inFreshDirectory<T>(work: (directory: string) => Promise<T>): Promise<T> {
  const directory = await freshDirectory();
  try {
    return await work(directory);
  } finally {
    await removeDirectory(directory);
  }
}
