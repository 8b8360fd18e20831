import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { CommitQueue } from './commit-queue.js';
import { type Database, openDatabase } from './database.js';

let folder: string;
let database: Database;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'throughline-commits-'));
  database = openDatabase(folder);
});
afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

it('commits a change that is handed in by whoever waited for the last one, and one after that', async () => {
  const queue = new CommitQueue(database.root);
  const order: number[] = [];
  for (let n = 0; n < 20; n++) await queue.commit(() => order.push(n));
  expect(order).toEqual(Array.from({ length: 20 }, (_, n) => n));
});

it('drains once everything is settled', async () => {
  const queue = new CommitQueue(database.root);
  const settled: number[] = [];
  for (let n = 0; n < 5; n++) void queue.commit(() => n).then((value) => settled.push(value));
  await queue.drained();
  expect(settled).toEqual([0, 1, 2, 3, 4]);
});
