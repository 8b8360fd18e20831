import { setTimeout as wait } from 'node:timers/promises';
import { join } from 'node:path';
import { HttpPool } from '../load/http-pool.ts';
import { openLoop } from '../load/open-loop.ts';
import { Customers } from '../hand-off/customers.ts';
import type { Report } from '../measure/finding.ts';
import { residentBytesOf } from '../measure/process-cpu.ts';
import { spread } from '../measure/statistics.ts';
import type { Options } from '../options.ts';
import { giveKey, startService, startUntilReady, untilHealthy } from '../services/service.ts';
import { inFreshDirectory } from '../services/workspace.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const SECTION = 'start, embedded';
/** Hand-offs a second while memory is measured and before the process is killed. */
const RATE = 20;
const LOAD_SECONDS = 5;
const SETTLE_MS = 1_000;
const MEBIBYTE = 2 ** 20;

/** How fast the embedded default is there, what it takes, and how fast it is back after kill -9. */
export async function measureStart(options: Options, report: Report): Promise<void> {
  await measureNpmStart(options, report);
  const lives: Life[] = [];
  for (let run = 0; run < options.runs; run++) lives.push(await inFreshDirectory(oneLife));
  const line = (what: string, unit: string, of: (life: Life) => number, most?: number): void =>
    report({
      section: SECTION,
      what,
      unit,
      measured: spread(lives.map(of)),
      ...(most === undefined ? {} : { goal: { at: 'most', value: most } }),
    });
  line('node alone, ready', 's', (life) => life.readySeconds);
  if (lives.some((life) => Number.isNaN(life.idleMiB))) {
    const notMeasured = 'memory of another process is known on Linux only';
    report({ section: SECTION, what: 'RSS when ready', unit: 'MiB', notMeasured });
  } else {
    line('RSS when ready', 'MiB', (life) => life.idleMiB, 150);
    line(`RSS after ${LOAD_SECONDS} s of ${RATE} hand-offs/s`, 'MiB', (life) => life.loadedMiB);
  }
  line('kill -9 under load → every part ready again', 's', (life) => life.againSeconds, 3);
  line('kill -9 under load → a hand-off done again', 's', (life) => life.worksAgainSeconds, 3);
}

/** As a person types it; npm itself takes part of the time. */
async function measureNpmStart({ runs }: Options, report: Report): Promise<void> {
  const seconds: number[] = [];
  for (let run = 0; run < runs; run++) {
    await inFreshDirectory(async (directory) => {
      const started = performance.now();
      const service = await startUntilReady('npm', ['--prefix', ROOT, 'start'], {
        DATA_DIR: directory,
      });
      try {
        await untilHealthy(service.address);
        seconds.push((performance.now() - started) / 1_000);
      } finally {
        await service.kill();
      }
    });
  }
  report({
    section: SECTION,
    what: '`npm start`, ready',
    unit: 's',
    measured: spread(seconds),
    goal: { at: 'most', value: 2 },
  });
}

interface Life {
  readonly readySeconds: number;
  readonly idleMiB: number;
  readonly loadedMiB: number;
  readonly againSeconds: number;
  readonly worksAgainSeconds: number;
}

/** Started on nothing, loaded, killed, started again on what was there. */
async function oneLife(directory: string): Promise<Life> {
  const key = await giveKey(directory);
  const began = performance.now();
  const first = await startService('backbone', { DATA_DIR: directory });
  try {
    await untilHealthy(first.address);
    const readySeconds = secondsSince(began);
    await wait(SETTLE_MS);
    const idleMiB = mebibytes(first.pid);
    await withCustomers(first.address, key, 20, async (customers) => {
      await customers.prepare(RATE * LOAD_SECONDS);
      await openLoop(RATE, LOAD_SECONDS, () => customers.handOver(() => undefined));
    });
    const loadedMiB = mebibytes(first.pid);
    return {
      readySeconds,
      idleMiB,
      loadedMiB,
      ...(await killAndStartAgain(first, directory, key)),
    };
  } finally {
    await first.kill();
  }
}

async function killAndStartAgain(
  first: { readonly address: string; kill(): Promise<void> },
  directory: string,
  key: string,
): Promise<Pick<Life, 'againSeconds' | 'worksAgainSeconds'>> {
  return withCustomers(first.address, key, 30, async (before) => {
    await before.prepare(RATE * LOAD_SECONDS);
    // Killed with work under way: what was under way fails, and is not waited for.
    const load = openLoop(RATE, 1, () => before.handOver(() => undefined).catch(() => undefined));
    await wait(500);
    const killedAt = performance.now();
    await first.kill();
    const second = await startService('backbone', { DATA_DIR: directory });
    try {
      await untilHealthy(second.address);
      const againSeconds = secondsSince(killedAt);
      const worksAgainSeconds = await withCustomers(second.address, key, 40, async (customers) => {
        await customers.prepare(1);
        await customers.handOver(() => undefined);
        return secondsSince(killedAt);
      });
      await load;
      return { againSeconds, worksAgainSeconds };
    } finally {
      await second.kill();
    }
  });
}

async function withCustomers<T>(
  address: string,
  key: string,
  run: number,
  work: (customers: Customers) => Promise<T>,
): Promise<T> {
  const pool = new HttpPool(address);
  try {
    return await work(new Customers(pool, key, run));
  } finally {
    pool.close();
  }
}

function secondsSince(began: number): number {
  return (performance.now() - began) / 1_000;
}

function mebibytes(pid: number): number {
  return (residentBytesOf(pid) ?? Number.NaN) / MEBIBYTE;
}
