import { getEventListeners } from 'node:events';
import { expect, it } from '@jest/globals';
import type { StoredRecord } from '#ports';
import { PartitionQueue } from './partition-queue.js';

const record = (offset: number): StoredRecord => ({
  topic: 't',
  partition: 0,
  offset,
  timestamp: 0,
  key: null,
  value: null,
  headers: {},
});

it('a queue waited on for as long as a member lives leaves nothing behind at its signal', async () => {
  const stop = new AbortController();
  const flow = { pause: () => undefined, resume: () => undefined };
  const queue = new PartitionQueue({ topic: 't', partition: 0 }, 0, 10, flow);
  for (let offset = 0; offset < 50; offset++) {
    const taken = queue.take(stop.signal);
    queue.push([record(offset)]);
    expect((await taken).map((one) => one.offset)).toEqual([offset]);
  }
  expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
  const last = queue.take(stop.signal);
  stop.abort();
  expect(await last).toEqual([]);
});
