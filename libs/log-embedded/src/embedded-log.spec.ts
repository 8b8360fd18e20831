import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  eventLogContract,
  eventually,
  everything,
  record,
  records,
  runSource,
  temporaryDirectory,
  topicSpec,
  valueOf,
} from '#testing';
import { openEmbeddedLog } from './index.js';
import { join } from 'node:path';
import type { EventLog } from '#ports';

describe('the embedded log as an EventLog', () => {
  eventLogContract(
    async () => {
      const directory = await temporaryDirectory();
      return {
        open: () => openEmbeddedLog({ directory: directory.path }),
        openAnother: async (log) => log,
        remove: directory.remove,
      };
    },
    { propertyRuns: 25 },
  );
});

describe('the embedded log', () => {
  const topic = 'a-topic';
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  let open: EventLog[];
  const openLog = async (more: { now?: () => number; retentionEveryMs?: number } = {}) => {
    const log = await openEmbeddedLog({ directory: directory.path, ...more });
    open.push(log);
    return log;
  };

  beforeEach(async () => {
    directory = await temporaryDirectory();
    open = [];
  });
  afterEach(async () => {
    for (const log of open) await log.close();
    await directory.remove();
  });

  it('keeps everything it acknowledged when its process is killed, whole and without holes', async () => {
    const first = await openLog();
    await first.ensureTopics([topicSpec(topic)], 1);
    await first.close();
    let acknowledged = 0;
    for (const enough of [100, 400, 900]) {
      const script = join(import.meta.dirname, 'testing', 'append-for-ever.ts');
      const child = runSource(script, [directory.path, topic]);
      await eventually('some records', () => Number(child.lines.at(-1) ?? 0) >= enough);
      await child.kill();
      const log = await openLog();
      const stored = await everything(log, topic, 0);
      const before = acknowledged;
      acknowledged += Number(child.lines.at(-1));
      expect(stored.length).toBeGreaterThanOrEqual(acknowledged);
      expect(stored.map(({ offset }) => offset)).toEqual(stored.map((_, i) => i));
      const own = stored.slice(before).map((one) => valueOf(one));
      expect(own).toEqual(own.map((_, i) => `${i} ${'x'.repeat(300)}`));
      acknowledged = stored.length;
      await log.close();
    }
  });

  it('is for one process at a time, and says who has it', async () => {
    const log = await openLog();
    const other = openEmbeddedLog({ directory: directory.path });
    await expect(other).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      retryable: false,
      message: expect.stringContaining(`in use by process ${process.pid}`),
    });
    await log.close();
    await openLog();
  });

  it('goes on where it was after it was closed', async () => {
    const log = await openLog();
    await log.ensureTopics([topicSpec(topic)], 2);
    await log.append(records(topic, 1, 0, 5));
    await log.close();
    const again = await openLog();
    expect(await again.partitions(topic)).toBe(2);
    expect(await again.append([record(topic, 1, '5')])).toEqual([
      { topic, partition: 1, offset: 5 },
    ]);
    expect((await everything(again, topic, 1)).map(valueOf)).toEqual([
      '0',
      '1',
      '2',
      '3',
      '4',
      '5',
    ]);
  });

  describe('on a compacted topic', () => {
    const put = (key: string, value: string | null) =>
      record(topic, 0, '', { key, value: value === null ? null : Buffer.from(value) });

    it('keeps the newest record of every key, at its offset', async () => {
      const log = await openLog();
      await log.ensureTopics([topicSpec(topic, { cleanup: 'compact' })], 1);
      await log.append([put('a', '1'), put('b', '1'), put('a', '2')]);
      await log.append([put('c', '1'), put('a', '3')]);
      const stored = await everything(log, topic, 0);
      expect(stored.map((one) => [one.offset, valueOf(one)])).toEqual([
        [1, '1'],
        [3, '1'],
        [4, '3'],
      ]);
      expect(await log.bounds(topic)).toEqual([{ partition: 0, earliest: 0, latest: 5 }]);
    });

    it('reads across holes, up to the end', async () => {
      const log = await openLog();
      await log.ensureTopics([topicSpec(topic, { cleanup: 'compact' })], 1);
      await log.append([put('a', '1'), put('a', '2'), put('b', '1'), put('b', '2'), put('b', '3')]);
      const read = await log.read(topic, 0, 0, { maxRecords: 1 });
      expect(read.records.map(valueOf)).toEqual(['2']);
      expect(read.next).toBe(2);
      expect((await log.read(topic, 0, 2)).next).toBe(5);
    });

    it('shows a tombstone for a day, then forgets the key', async () => {
      let now = 1_000_000;
      const log = await openLog({ now: () => now });
      await log.ensureTopics([topicSpec(topic, { cleanup: 'compact' })], 1);
      await log.append([put('a', '1'), put('b', '1'), put('a', null)]);
      expect((await everything(log, topic, 0)).map(valueOf)).toEqual(['1', null]);
      await log.close();

      now += 86_400_001;
      const later = await openLog({ now: () => now });
      expect((await everything(later, topic, 0)).map(valueOf)).toEqual(['1']);
      expect((await later.append([put('a', '2')]))[0]?.offset).toBe(3);
    });
  });

  it('removes what is older than its topic keeps, while it is open, and never reuses an offset', async () => {
    let now = 10_000;
    const log = await openLog({ now: () => now, retentionEveryMs: 5 });
    await log.ensureTopics([topicSpec(topic, { retentionMs: 1_000 })], 1);
    await log.append(records(topic, 0, 0, 3));
    now += 900;
    await log.append(records(topic, 0, 3, 5));
    now += 200;
    const first = async () => (await log.bounds(topic))[0]?.earliest;
    await eventually('the old ones are gone', async () => (await first()) === 3);
    expect((await log.read(topic, 0, 0)).records.map(valueOf)).toEqual(['3', '4']);
    now += 10_000;
    await eventually('all are gone', async () => (await first()) === 5);
    expect(await log.append([record(topic, 0, '5')])).toMatchObject([{ offset: 5 }]);
  });
});
