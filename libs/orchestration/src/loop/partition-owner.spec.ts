import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createCodec, fileRegistry } from '#avro';
import { Topics, type Shard } from '#contracts';
import { createDefinitions } from '#journey';
import {
  ThroughlineError,
  type Batch,
  type OutgoingRecord,
  type RecordCodec,
  type ShardCommit,
  type StoredRecord,
} from '#ports';
import { eventually, fixedCatalogue } from '#testing';
import type { OwnedPartition } from '../ownership/owned-partition.js';
import { TestClock } from '../testing/test-clock.js';
import { testPartition } from '../testing/test-partition.js';
import { PartitionOwner } from './partition-owner.js';

const START = Date.parse('2026-11-21T10:00:00Z');
const DEPTH = 2;

/** A call of the other side that answers when the test says so. */
class Gate {
  private open: () => void = () => undefined;
  passed: Promise<void> = Promise.resolve();

  shut(): void {
    this.passed = new Promise((resolve) => (this.open = resolve));
  }

  release(): void {
    this.open();
  }
}

describe('the owner of a partition', () => {
  let codec: RecordCodec;
  let clock: TestClock;
  let owned: OwnedPartition;
  let owner: PartitionOwner;
  let held: StoredRecord[];
  let commits: ShardCommit[][];
  let published: OutgoingRecord[];
  let acknowledged: number[];
  let lost: unknown[];
  let isMember: boolean;
  let commitFails: ThroughlineError | undefined;
  let whenDecided: () => void;
  let committing: Gate;
  let publishing: Gate;

  beforeAll(async () => {
    codec = await createCodec(fileRegistry());
  });
  beforeEach(() => {
    clock = new TestClock(START);
    held = [];
    commits = [];
    published = [];
    acknowledged = [];
    lost = [];
    isMember = true;
    commitFails = undefined;
    whenDecided = () => undefined;
    committing = new Gate();
    publishing = new Gate();
    const catalogue = fixedCatalogue(createDefinitions([]));
    owned = testPartition({
      clock,
      codec,
      pipelineDepth: DEPTH,
      // The last thing a decision waits for.
      catalogue: { ...catalogue, until: () => Promise.resolve(whenDecided()) },
      store: {
        due: () => Promise.resolve([]),
        commit: async (all) => {
          await committing.passed;
          if (commitFails !== undefined) throw commitFails;
          commits.push([...all]);
          return all.map(() => commits.length - 1);
        },
      },
      log: {
        read: (_topic, _partition, from) =>
          Promise.resolve({ records: held.slice(from), next: held.length }),
        append: async (records) => {
          await publishing.passed;
          published.push(...records);
          return records.map(({ topic }, offset) => ({ topic, partition: 0, offset }));
        },
      },
    });
    owner = new PartitionOwner(owned, 1, {
      acknowledge: (_partition, next) => {
        if (isMember) acknowledged.push(next);
        return Promise.resolve(isMember);
      },
      lost: (_owner, error) => void lost.push(error),
    });
  });
  afterEach(async () => {
    committing.release();
    publishing.release();
    await owner.drop();
  });

  /** A record that nobody can read comes next: it ends in the dead letters. */
  const arrives = (): Batch => {
    const offset = held.length;
    const record: StoredRecord = {
      topic: Topics.interactions,
      partition: 0,
      offset,
      timestamp: START,
      key: null,
      value: new TextEncoder().encode('rubbish'),
      headers: {},
    };
    held.push(record);
    const { topic, partition } = record;
    return { topic, partition, records: [record], generation: 1, isStale: () => false };
  };
  const settled = async (work: Promise<unknown>): Promise<boolean> => {
    const after = new Promise((resolve) => setImmediate(resolve, 'later'));
    return (await Promise.race([work.then(() => 'settled'), after])) === 'settled';
  };

  it('acknowledges a batch once its outputs are in the log, and publishes once it is committed', async () => {
    committing.shut();
    publishing.shut();
    await owner.accept(arrives());
    expect([commits.length, published.length, acknowledged]).toEqual([0, 0, []]);
    committing.release();
    await eventually('committed', () => commits.length > 0);
    expect([published.length, acknowledged]).toEqual([0, []]);
    publishing.release();
    await eventually('acknowledged', () => acknowledged.length > 0);
    expect(published.map(({ topic }) => topic)).toEqual([Topics.deadLetters]);
    expect(acknowledged).toEqual([1]);
    expect(owner.status()).toEqual({ partition: 0, acknowledged: 1, inFlight: 0 });
  });

  it('takes batches until as many are on their way as it bears, and goes on when one is done', async () => {
    committing.shut();
    await owner.accept(arrives());
    const last = owner.accept(arrives());
    await eventually('decided', () => owner.status().inFlight === DEPTH);
    expect(await settled(last)).toBe(false);
    committing.release();
    await last;
    await eventually('acknowledged', () => acknowledged.at(-1) === 2);
  });

  it('is done with a batch it was dropped with, right after the decision that filled it', async () => {
    committing.shut();
    await owner.accept(arrives());
    let dropped: Promise<void> | undefined;
    whenDecided = () => (dropped ??= owner.drop());
    const last = owner.accept(arrives());
    committing.release();
    await last;
    await dropped;
    expect(acknowledged).toEqual([]);
  });

  it('is done with a batch it is dropped with while it waits for room', async () => {
    committing.shut();
    await owner.accept(arrives());
    const last = owner.accept(arrives());
    await eventually('decided', () => owner.status().inFlight === DEPTH);
    const dropped = owner.drop();
    await last;
    committing.release();
    await dropped;
    expect([published, acknowledged]).toEqual([[], []]);
  });

  it('tells once that it was fenced, publishes nothing, and takes no more', async () => {
    commitFails = new ThroughlineError('FENCED', 'another has it');
    await owner.accept(arrives());
    await owner.accept(arrives());
    await owner.accept(arrives());
    await eventually('lost', () => lost.length > 0);
    expect(owner.isGone).toBe(true);
    expect(lost).toEqual([commitFails]);
    expect(published).toEqual([]);
    await owner.accept(arrives());
    expect(lost).toHaveLength(1);
  });

  it('ends without a word when its generation is over', async () => {
    isMember = false;
    await owner.accept(arrives());
    await eventually('gone', () => owner.isGone);
    expect(lost).toEqual([]);
    expect(owner.status().acknowledged).toBe(0);
  });

  it('takes no batch that is stale', async () => {
    await owner.accept({ ...arrives(), isStale: () => true });
    expect(owner.status().inFlight).toBe(0);
    expect(owned.decidedTo).toBe(-1);
  });

  it('finishes on a drain what it has decided, moves every shard on, and takes nothing more', async () => {
    committing.shut();
    await owner.accept(arrives());
    const drained = owner.drain();
    await owner.accept(arrives());
    committing.release();
    await drained;
    expect(acknowledged).toEqual([1]);
    const stands = new Map<Shard, number>();
    for (const { shard, watermark } of commits.flat()) stands.set(shard, watermark.offset);
    expect([stands.size, new Set(stands.values())]).toEqual([256, new Set([0])]);
  });

  it('writes now and then although nothing happens, to find out that the store was emptied', async () => {
    await eventually('it waits', () => clock.awaited.length > 0);
    clock.forward(1_000);
    await eventually('written', () => commits.length > 0);
    expect(commits.map((all) => all.length)).toEqual([1]);
  });
});
