import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { partitionOf } from '#contracts';
import fc from 'fast-check';
import { runs } from './depth.js';
import { type Batch, type EventLog, hasCode } from '#ports';
import {
  everything,
  gate,
  record,
  Recorder,
  records,
  topicSpec,
  uniqueName,
  valueOf,
} from './event-log-material.js';
import { eventually } from './eventually.js';

/** Where a log is kept, and how to get at it. */
export interface LogPlace {
  open(): Promise<EventLog>;
  /** The log as another member of a group has it: a second client, or the same log where it lives in one process. */
  openAnother(log: EventLog): Promise<EventLog>;
  /** Removes what was kept. Everything opened is closed by then. */
  remove(): Promise<void>;
}

export interface LogCapabilities {
  /** How often the property tests run. */
  readonly propertyRuns: number;
}

const PARTITIONS = 4;

/** What every `EventLog` does. */
export function eventLogContract(
  place: () => Promise<LogPlace>,
  capabilities: LogCapabilities,
): void {
  let at: LogPlace;
  let log: EventLog;
  let another: EventLog;
  let topic: string;
  let group: string;

  jest.setTimeout(300_000);
  beforeAll(async () => {
    at = await place();
    log = await at.open();
    another = await at.openAnother(log);
  });
  afterAll(async () => {
    if (another !== log) await another.close();
    await log.close();
    await at.remove();
  });
  beforeEach(async () => {
    topic = uniqueName('topic');
    group = uniqueName('group');
    await log.ensureTopics([topicSpec(topic)], PARTITIONS);
  });

  describe('topics', () => {
    it('are created once, however often they are asked for', async () => {
      await log.append([record(topic, 1, 'kept')]);
      await Promise.all([
        log.ensureTopics([topicSpec(topic)], PARTITIONS),
        log.ensureTopics([topicSpec(topic), topicSpec(uniqueName('topic'))], PARTITIONS),
      ]);
      expect(await log.partitions(topic)).toBe(PARTITIONS);
      expect((await everything(log, topic, 1)).map(valueOf)).toEqual(['kept']);
    });

    it('cannot change their number of partitions', async () => {
      await expect(log.ensureTopics([topicSpec(topic)], PARTITIONS + 1)).rejects.toMatchObject({
        code: 'INVALID',
      });
    });

    it('that are not there are said not to be', async () => {
      const nowhere = uniqueName('nowhere');
      const notFound = { code: 'NOT_FOUND' };
      await expect(log.partitions(nowhere)).rejects.toMatchObject(notFound);
      await expect(log.bounds(nowhere)).rejects.toMatchObject(notFound);
      await expect(log.read(nowhere, 0, 0)).rejects.toMatchObject(notFound);
      await expect(log.append([record(nowhere, 0, 'x')])).rejects.toMatchObject(notFound);
    });
  });

  describe('appending', () => {
    it('gives rising offsets per partition, in the order given', async () => {
      const positions = await log.append([
        record(topic, 0, 'a'),
        record(topic, 1, 'b'),
        record(topic, 0, 'c'),
      ]);
      expect(positions).toEqual([
        { topic, partition: 0, offset: 0 },
        { topic, partition: 1, offset: 0 },
        { topic, partition: 0, offset: 1 },
      ]);
      expect(await log.append([record(topic, 0, 'd')])).toEqual([
        { topic, partition: 0, offset: 2 },
      ]);
    });

    it('of nothing is nothing', async () => {
      expect(await log.append([])).toEqual([]);
    });

    it('places a record by its key', async () => {
      const keys = Array.from({ length: 20 }, (_, i) => `subject${i}.journey`);
      const positions = await log.append(
        keys.map((key) => ({ topic, key, value: Buffer.from(key) })),
      );
      expect(positions.map(({ partition }) => partition)).toEqual(
        keys.map((key) => partitionOf(key, PARTITIONS)),
      );
    });

    it('refuses a partition that is not there', async () => {
      await expect(log.append([record(topic, PARTITIONS, 'x')])).rejects.toMatchObject({
        code: 'INVALID',
      });
    });

    it('keeps key, value, headers and timestamp', async () => {
      const value = Buffer.from([0, 1, 254, 255]);
      await log.append([
        {
          topic,
          key: 'ключ-🗝',
          value,
          partition: 2,
          headers: { ce_id: 'é', empty: '' },
          timestamp: 1_300_000_000_000,
        },
      ]);
      const [stored] = await everything(log, topic, 2);
      expect(stored).toMatchObject({ topic, partition: 2, offset: 0, timestamp: 1.3e12 });
      expect(Buffer.from(stored?.key ?? []).toString()).toBe('ключ-🗝');
      expect(Buffer.from(stored?.value ?? [])).toEqual(value);
      const headers = Object.entries(stored?.headers ?? {}).map(
        ([name, content]) => [name, Buffer.from(content).toString()] as const,
      );
      expect(Object.fromEntries(headers)).toEqual({ ce_id: 'é', empty: '' });
    });

    it('keeps headers that are no text, byte for byte', async () => {
      const every = Uint8Array.from({ length: 256 }, (_, byte) => byte);
      const headers = { every, part: every.subarray(128, 131), none: new Uint8Array() };
      await log.append([{ topic, key: 'k', value: null, partition: 1, headers }]);
      const [stored] = await everything(log, topic, 1);
      const kept = Object.entries(stored?.headers ?? {}).map(([name, content]) => [
        name,
        new Uint8Array(content),
      ]);
      expect(Object.fromEntries(kept)).toEqual(headers);
    });

    it('stamps a record that brings no time with the present', async () => {
      const before = Date.now();
      await log.append([record(topic, 0, 'now')]);
      const [stored] = await everything(log, topic, 0);
      expect(stored?.timestamp).toBeGreaterThanOrEqual(before);
      expect(stored?.timestamp).toBeLessThanOrEqual(Date.now());
    });

    it('keeps a tombstone apart from an empty value', async () => {
      await log.append([
        record(topic, 0, 'x', { value: null }),
        record(topic, 0, 'y', { value: Buffer.alloc(0) }),
      ]);
      const [tombstone, empty] = await everything(log, topic, 0);
      expect(tombstone?.value).toBeNull();
      expect(empty?.value).toHaveLength(0);
      expect(empty?.value).not.toBeNull();
    });

    it('takes none of the records when one is too large', async () => {
      const large = record(topic, 0, 'large', { value: Buffer.alloc(2_000_000) });
      await expect(log.append([record(topic, 0, 'small'), large])).rejects.toMatchObject({
        code: 'TOO_LARGE',
      });
      expect((await log.bounds(topic))[0]?.latest).toBe(0);
    });

    it('takes many large records at once', async () => {
      const big = Array.from({ length: 12 }, (_, i) =>
        record(topic, i % 2, String(i), { value: Buffer.alloc(400_000, i) }),
      );
      await log.append(big);
      const read = await everything(log, topic, 1);
      expect(read.map(({ value }) => [value?.length, value?.[0]])).toEqual(
        [1, 3, 5, 7, 9, 11].map((i) => [400_000, i]),
      );
    });

    it('keeps the order of every appender, for all ways that appends run side by side', async () => {
      const appends = fc.array(
        fc.array(fc.tuple(fc.nat(PARTITIONS - 1), fc.string()), { minLength: 1, maxLength: 20 }),
        { minLength: 1, maxLength: 8 },
      );
      await fc.assert(
        fc.asyncProperty(appends, async (given) => {
          const name = uniqueName('property');
          await log.ensureTopics([topicSpec(name)], PARTITIONS);
          const positions = await Promise.all(
            given.map((rows) =>
              log.append(rows.map(([partition, value]) => record(name, partition, value))),
            ),
          );
          for (let partition = 0; partition < PARTITIONS; partition++) {
            const stored = await everything(log, name, partition);
            expect(stored.map(({ offset }) => offset)).toEqual(stored.map((_, i) => i));
            given.forEach((rows, i) =>
              rows.forEach(([wanted, value], j) => {
                const position = positions[i]?.[j];
                if (wanted !== partition) return;
                const found = stored[position?.offset ?? -1];
                expect(found && valueOf(found)).toBe(value);
              }),
            );
          }
          for (const given of positions) {
            for (let partition = 0; partition < PARTITIONS; partition++) {
              const offsets = given.filter((p) => p.partition === partition).map((p) => p.offset);
              expect(offsets).toEqual([...offsets].sort((a, b) => a - b));
            }
          }
        }),
        { numRuns: runs(capabilities.propertyRuns) },
      );
    });
  });

  describe('reading without a group', () => {
    it('begins at any offset and tells where to go on', async () => {
      await log.append(records(topic, 3, 0, 10));
      const first = await log.read(topic, 3, 2, { maxRecords: 3 });
      expect(first.records.map(valueOf)).toEqual(['2', '3', '4']);
      expect(first.next).toBe(5);
      const rest = await log.read(topic, 3, first.next);
      expect(rest.records.map(({ offset }) => offset)).toEqual([5, 6, 7, 8, 9]);
      expect(rest.next).toBe(10);
    });

    it('begins at the earliest record when asked for one before it', async () => {
      await log.append(records(topic, 0, 0, 3));
      const { records: read } = await log.read(topic, 0, -5);
      expect(read.map(valueOf)).toEqual(['0', '1', '2']);
    });

    it('finds nothing at the end, and stays there', async () => {
      await log.append(records(topic, 0, 0, 3));
      expect(await log.read(topic, 0, 3)).toEqual({ records: [], next: 3 });
      expect(await log.read(topic, 0, 3, { waitMs: 50 })).toEqual({ records: [], next: 3 });
    });

    it('waits past the end for the record it was asked for', async () => {
      await log.append(records(topic, 0, 0, 2));
      const waiting = log.read(topic, 0, 3, { waitMs: 20_000 });
      await log.append([record(topic, 0, 'not yet')]);
      await log.append([record(topic, 0, 'this one')]);
      expect((await waiting).records.map(valueOf)).toEqual(['this one']);
    });

    it('wakes up when something is appended', async () => {
      const waiting = log.read(topic, 2, 0, { waitMs: 20_000 });
      await log.append([record(topic, 2, 'news')]);
      expect((await waiting).records.map(valueOf)).toEqual(['news']);
    });

    it('stops waiting when told to', async () => {
      const stop = new AbortController();
      const waiting = log.read(topic, 2, 0, { waitMs: 600_000, signal: stop.signal });
      stop.abort();
      expect(await waiting).toEqual({ records: [], next: 0 });
    });
  });

  it('tells the ends of every partition', async () => {
    await log.append(records(topic, 2, 0, 5));
    const ends = (await log.bounds(topic)).map(({ earliest, latest }) => [earliest, latest]);
    expect(ends).toEqual([
      [0, 0],
      [0, 0],
      [0, 5],
      [0, 0],
    ]);
  });

  describe('a group', () => {
    it('gets every record of every partition once and in order, old ones and new ones', async () => {
      await log.append(records(topic, 0, 0, 50));
      const seen = new Recorder();
      const subscription = await log.subscribe({ group, topics: [topic] }, seen);
      await eventually('old records', () => seen.values(0).length >= 50);
      await log.append([...records(topic, 0, 50, 80), ...records(topic, 1, 0, 5)]);
      await eventually(
        'new records',
        () => seen.values(0).length >= 80 && seen.values(1).length >= 5,
      );
      await subscription.close();
      expect(seen.values(0)).toEqual(Array.from({ length: 80 }, (_, i) => String(i)));
      expect(seen.values(1)).toEqual(['0', '1', '2', '3', '4']);
    });

    it('gets batches no larger than asked for', async () => {
      await log.append(records(topic, 0, 0, 25));
      const seen = new Recorder();
      const options = { group, topics: [topic], maxBatchRecords: 10 };
      const subscription = await log.subscribe(options, seen);
      await eventually('all records', () => seen.values(0).length === 25);
      await subscription.close();
      expect(Math.max(...seen.batches.map((batch) => batch.records.length))).toBe(10);
    });

    it('gets a record that stays alone, also where it gathers them', async () => {
      const seen = new Recorder();
      const subscription = await log.subscribe({ group, topics: [topic], gatherMs: 300 }, seen);
      await log.append([record(topic, 1, 'alone')]);
      await eventually('the record', () => seen.values(1).length === 1);
      await log.append(records(topic, 0, 0, 25));
      await eventually('all others', () => seen.values(0).length === 25);
      await subscription.close();
    });

    it('goes on where it acknowledged, and where it did not, from the beginning', async () => {
      await log.append([...records(topic, 0, 0, 10), ...records(topic, 1, 0, 3)]);
      expect(await log.acknowledged(group, topic)).toEqual(Array(PARTITIONS).fill(undefined));
      const first = new Recorder();
      const subscription = await log.subscribe({ group, topics: [topic] }, first);
      await eventually(
        'both partitions',
        () => first.values(0).length === 10 && first.values(1).length === 3,
      );
      const { generation } = first.held;
      expect(await subscription.acknowledge({ topic, partition: 0 }, 7, generation)).toBe(true);
      await subscription.close();
      expect(await log.acknowledged(group, topic)).toEqual([7, undefined, undefined, undefined]);

      const second = new Recorder();
      const again = await log.subscribe({ group, topics: [topic] }, second);
      await eventually(
        'both again',
        () => second.values(0).length === 3 && second.values(1).length === 3,
      );
      await again.close();
      expect(second.values(0)).toEqual(['7', '8', '9']);
      expect(second.values(1)).toEqual(['0', '1', '2']);
    });

    it('acknowledges what it was never given a batch of', async () => {
      const seen = new Recorder();
      const subscription = await log.subscribe({ group, topics: [topic] }, seen);
      await eventually('its partitions', () => seen.holds().length === PARTITIONS);
      expect(await subscription.acknowledge({ topic, partition: 3 }, 0, seen.held.generation)).toBe(
        true,
      );
      expect((await log.acknowledged(group, topic))[3]).toBe(0);
      await subscription.close();
    });

    it('is told its partitions before their first batch, and begins where it says', async () => {
      await log.append([...records(topic, 0, 0, 10), ...records(topic, 1, 0, 4)]);
      const ready = gate();
      const seen = new Recorder();
      const told: number[][] = [];
      const subscription = await log.subscribe(
        { group, topics: [topic] },
        {
          async assigned(partitions) {
            told.push(partitions.map(({ partition }) => partition));
            await ready.passed;
            return partitions.map(({ partition }) => (partition === 0 ? 6 : undefined));
          },
          batch: (batch) => seen.batch(batch),
        },
      );
      await eventually('assigned', () => told.length > 0);
      // The way is long enough for a batch that does not wait to be seen.
      await log.append([record(topic, 1, '4')]);
      expect(seen.batches).toEqual([]);
      ready.open();
      await eventually('both', () => seen.values(0).length >= 4 && seen.values(1).length >= 5);
      await subscription.close();
      expect(told.map((partitions) => partitions.sort())).toEqual([[0, 1, 2, 3]]);
      expect(seen.values(0)).toEqual(['6', '7', '8', '9']);
      expect(seen.values(1)).toEqual(['0', '1', '2', '3', '4']);
    });

    it('may begin before what it acknowledged', async () => {
      await log.append(records(topic, 0, 0, 5));
      const first = new Recorder();
      const subscription = await log.subscribe({ group, topics: [topic] }, first);
      await eventually('all', () => first.values(0).length === 5);
      await subscription.acknowledge({ topic, partition: 0 }, 5, first.held.generation);
      await subscription.close();

      const second = new Recorder();
      const again = await log.subscribe(
        { group, topics: [topic] },
        {
          assigned: async (partitions) => partitions.map(() => 2),
          batch: (batch) => second.batch(batch),
        },
      );
      await eventually('the rewound ones', () => second.values(0).length >= 3);
      await again.close();
      expect(second.values(0)).toEqual(['2', '3', '4']);
    });

    it('handles one batch of a partition at a time, while a slow partition holds up no other', async () => {
      await log.append([...records(topic, 0, 0, 3), ...records(topic, 1, 0, 3)]);
      const slow = gate();
      const running = new Map<number, number>();
      let most = 0;
      const seen = new Recorder(async ({ partition }) => {
        running.set(partition, (running.get(partition) ?? 0) + 1);
        most = Math.max(most, running.get(partition) ?? 0);
        if (partition === 0) await slow.passed;
        running.set(partition, (running.get(partition) ?? 0) - 1);
      });
      const options = { group, topics: [topic], maxBatchRecords: 1 };
      const subscription = await log.subscribe(options, seen);
      await eventually('the quick partition', () => seen.values(1).length === 3);
      for (let i = 3; i < 6; i++) {
        await log.append([record(topic, 1, String(i)), record(topic, 0, String(i))]);
        await eventually('the next one', () => seen.values(1).length === i + 1);
      }
      expect(seen.values(0)).toEqual(['0']);
      slow.open();
      await eventually('the slow partition', () => seen.values(0).length === 6);
      await subscription.close();
      expect(most).toBe(1);
      expect(seen.values(0)).toEqual(['0', '1', '2', '3', '4', '5']);
    });

    it.each([
      ['an error', () => new Error('the handler broke')],
      ['a TypeError', () => new TypeError('undefined is not a function')],
    ])(
      'ends with the reason when its handler throws %s, and nothing is skipped',
      async (_, make) => {
        await log.append(records(topic, 0, 0, 4));
        const reason = make();
        const failing = new Recorder(({ records: [first] }) => {
          if (first?.offset === 2) throw reason;
        });
        const options = { group, topics: [topic], maxBatchRecords: 1 };
        const subscription = await log.subscribe(options, failing);
        await expect(subscription.ended).rejects.toBe(reason);
        expect(failing.values(0)).toEqual(['0', '1', '2']);
        await subscription.close();

        const next = new Recorder();
        const again = await log.subscribe({ group, topics: [topic] }, next);
        await eventually('all again', () => next.values(0).length === 4);
        await again.close();
      },
    );

    it('ends with the reason when it cannot take its partitions', async () => {
      const reason = new Error('the store is away');
      const subscription = await log.subscribe(
        { group, topics: [topic] },
        { assigned: () => Promise.reject(reason), batch: async () => undefined },
      );
      await expect(subscription.ended).rejects.toBe(reason);
      await subscription.close();
    });

    it('goes past poison when its handler sets it aside', async () => {
      const bad = record(topic, 0, 'poison', { value: Buffer.from([0xff]) });
      await log.append([record(topic, 0, 'a'), bad, record(topic, 0, 'b')]);
      const dead: number[] = [];
      const seen = new Recorder(({ records: given }) => {
        for (const one of given) if (one.value?.[0] === 0xff) dead.push(one.offset);
      });
      const subscription = await log.subscribe({ group, topics: [topic] }, seen);
      await log.append([record(topic, 0, 'c')]);
      await eventually('all', () => seen.values(0).length === 4);
      await subscription.close();
      expect(dead).toEqual([1]);
    });

    it('shares its partitions among its members, and takes over from one that leaves', async () => {
      const [one, two] = [new Recorder(), new Recorder()];
      const first = await log.subscribe({ group, topics: [topic] }, one);
      await eventually('the only member', () => one.holds().length === PARTITIONS);
      const second = await another.subscribe({ group, topics: [topic] }, two);
      await eventually('a half each', () => one.holds().length === 2 && two.holds().length === 2);
      expect([...one.holds(), ...two.holds()].sort()).toEqual([0, 1, 2, 3]);

      for (let p = 0; p < PARTITIONS; p++) await log.append([record(topic, p, `p${p}`)]);
      await eventually('all records', () => one.batches.length + two.batches.length === PARTITIONS);
      for (const { partition } of two.batches) expect(two.holds()).toContain(partition);

      await first.close();
      await eventually('all partitions', () => two.holds().length === PARTITIONS);
      await second.close();
    });

    it('refuses to acknowledge under a generation that is over', async () => {
      await log.append(records(topic, 0, 0, 5));
      const one = new Recorder();
      const first = await log.subscribe({ group, topics: [topic] }, one);
      await eventually('its records', () => one.values(0).length === 5);
      const [old] = one.batches as [Batch];
      expect(old.isStale()).toBe(false);

      const two = new Recorder();
      const second = await another.subscribe({ group, topics: [topic] }, two);
      await eventually('a half each', () => one.holds().length === 2 && two.holds().length === 2);
      expect(one.held.generation).toBeGreaterThan(old.generation);
      expect(old.isStale()).toBe(true);
      expect(await first.acknowledge({ topic, partition: 0 }, 5, old.generation)).toBe(false);
      expect((await log.acknowledged(group, topic))[0]).toBeUndefined();
      await first.close();
      await second.close();
    });

    it('refuses to acknowledge a partition it does not hold', async () => {
      const [one, two] = [new Recorder(), new Recorder()];
      const first = await log.subscribe({ group, topics: [topic] }, one);
      const second = await another.subscribe({ group, topics: [topic] }, two);
      await eventually('a half each', () => one.holds().length === 2 && two.holds().length === 2);
      const [foreign = -1] = two.holds();
      const done = await first.acknowledge({ topic, partition: foreign }, 1, one.held.generation);
      expect(done).toBe(false);
      await first.close();
      await second.close();
    });

    it('finishes what it is doing before it leaves, and that counts', async () => {
      await log.append(records(topic, 0, 0, 3));
      const working = gate();
      const acknowledged: boolean[] = [];
      const seen = new Recorder(async (batch) => {
        await working.passed;
        const next = (batch.records.at(-1)?.offset ?? 0) + 1;
        acknowledged.push(
          await subscription.acknowledge({ topic, partition: 0 }, next, batch.generation),
        );
      });
      const subscription = await log.subscribe({ group, topics: [topic] }, seen);
      await eventually('a batch in hand', () => seen.batches.length === 1);
      const closing = subscription.close();
      working.open();
      await closing;
      await subscription.ended;
      expect(acknowledged).toEqual([true]);
      expect((await log.acknowledged(group, topic))[0]).toBe(3);
      expect(seen.log.at(-1)).toBe('revoked 0,1,2,3');
      const calls = seen.batches.length;
      await log.append(records(topic, 0, 3, 6));
      expect(seen.batches).toHaveLength(calls);
    });

    it('leaves a handler that does not end within the time to drain', async () => {
      await log.append(records(topic, 0, 0, 1));
      const never = gate();
      const seen = new Recorder(() => never.passed);
      const subscription = await log.subscribe({ group, topics: [topic] }, seen);
      await eventually('a batch in hand', () => seen.batches.length === 1);
      await subscription.close(20);
      expect(seen.batches[0]?.isStale()).toBe(true);
      never.open();
    });

    it('does not hear of other groups', async () => {
      await log.append(records(topic, 0, 0, 3));
      const [one, two] = [new Recorder(), new Recorder()];
      const first = await log.subscribe({ group, topics: [topic] }, one);
      const second = await log.subscribe({ group: uniqueName('group'), topics: [topic] }, two);
      await eventually('both', () => one.values(0).length === 3 && two.values(0).length === 3);
      await first.acknowledge({ topic, partition: 0 }, 3, one.held.generation);
      await Promise.all([first.close(), second.close()]);
      expect((await log.acknowledged(group, topic))[0]).toBe(3);
    });
  });

  it('refuses everything once closed', async () => {
    const own = await place();
    const closed = await own.open();
    const name = uniqueName('topic');
    await closed.ensureTopics([topicSpec(name)], 1);
    const waiting = closed.read(name, 0, 0, { waitMs: 600_000 });
    const refused = expect(waiting).rejects.toMatchObject({ code: 'CLOSED' });
    await closed.close();
    await refused;
    const error: unknown = await closed.append([record(name, 0, 'x')]).catch((e: unknown) => e);
    expect(hasCode(error, 'CLOSED')).toBe(true);
    await closed.close();
    await own.remove();
  });
}
