import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { createLogger } from '#observability';
import { RepeatedTask } from './repeated-task.js';

const EVERY_MS = 1_000;
const logger = createLogger({ level: 'silent', name: 'spec' });

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

function taskOf(run: () => Promise<unknown>): RepeatedTask {
  return new RepeatedTask({ everyMs: EVERY_MS, run, onFailure: 'it cannot be done', logger });
}

it('runs once an interval from its start, and at once when asked', async () => {
  let runs = 0;
  const task = taskOf(() => Promise.resolve(runs++));
  task.start();
  await jest.advanceTimersByTimeAsync(EVERY_MS - 1);
  expect(runs).toBe(0);
  task.now();
  await jest.advanceTimersByTimeAsync(1);
  expect(runs).toBe(2);
  await jest.advanceTimersByTimeAsync(3 * EVERY_MS);
  expect(runs).toBe(5);
  await task.stop();
});

it('goes on after a run that failed', async () => {
  let runs = 0;
  const task = taskOf(() => {
    runs++;
    return Promise.reject(new Error('the store is away'));
  });
  task.start();
  await jest.advanceTimersByTimeAsync(2 * EVERY_MS);
  expect(runs).toBe(2);
  await task.stop();
});

it('never runs twice at once, and one run makes up for all that came due meanwhile', async () => {
  let finish: () => void = () => undefined;
  let runs = 0;
  const task = taskOf(() => {
    runs++;
    return new Promise<void>((resolve) => (finish = resolve));
  });
  task.start();
  await jest.advanceTimersByTimeAsync(5 * EVERY_MS);
  expect(runs).toBe(1);
  finish();
  await jest.advanceTimersByTimeAsync(0);
  expect(runs).toBe(2);
  finish();
  await jest.advanceTimersByTimeAsync(0);
  expect(runs).toBe(2);
  await task.stop();
});

it('is over when it has stopped: the present run is waited for, and none begins', async () => {
  let finish: () => void = () => undefined;
  const done: string[] = [];
  const task = taskOf(async () => {
    await new Promise<void>((resolve) => (finish = resolve));
    done.push('run');
  });
  task.start();
  task.now();
  await jest.advanceTimersByTimeAsync(0);
  task.now();
  const stopped = task.stop().then(() => done.push('stopped'));
  finish();
  await stopped;
  await jest.advanceTimersByTimeAsync(3 * EVERY_MS);
  task.now();
  await jest.advanceTimersByTimeAsync(0);
  expect(done).toEqual(['run', 'stopped']);
});
