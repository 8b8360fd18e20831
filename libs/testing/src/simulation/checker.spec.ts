import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createCodec, fileRegistry } from '#avro';
import { Topics } from '#contracts';
import { checkInstallation, type CheckReport } from '#checker';
import type { RecordCodec, StoredRecord } from '#ports';
import { simulate, simulateDeath, type SimulationResult } from './simulate.js';
import { storyDecide, storyCatalogue } from './story.js';

const SEED = 7;

describe('the checker, on an installation that was sound', () => {
  let codec: RecordCodec;
  let sound: SimulationResult;

  beforeAll(async () => {
    codec = await createCodec(fileRegistry());
  });
  beforeEach(async () => {
    sound = await simulate(SEED, codec);
  });

  const check = (acknowledgedInteractions: Iterable<string> = []): Promise<CheckReport> =>
    checkInstallation({
      log: sound.log.direct(),
      store: sound.store,
      codec,
      catalogue: storyCatalogue,
      decide: storyDecide,
      acknowledgedInteractions,
    });

  /** Some record of the log of record in the middle of a partition, and its partition. */
  const records = (topic: string): StoredRecord[] =>
    [0, 1]
      .map((partition) => sound.log.records(topic, partition))
      .toSorted((a, b) => b.length - a.length)[0] ?? [];
  const text = (bytes: Uint8Array | null | undefined): string =>
    new TextDecoder().decode(bytes ?? undefined);
  const id = (record: StoredRecord): string => text(record.headers['ce_id']);
  const renumber = (held: StoredRecord[]): void =>
    held.forEach((record, offset) => void (held[offset] = { ...record, offset }));

  it('finds nothing', async () => {
    const report = await check();
    expect(report.findings).toEqual([]);
    expect(report.underWay).toEqual({ records: 0, outputs: 0, timers: 0 });
    expect(report.counts.interactions).toBeGreaterThan(10);
    expect(report.counts.outputs).toBeGreaterThan(report.counts.interactions);
  });

  it.each([Topics.interactions, Topics.dispositions, Topics.journeyEvents, Topics.actions])(
    'finds a record lost from %s',
    async (topic) => {
      const held = records(topic);
      const isOnly = (record: StoredRecord): boolean =>
        topic === Topics.interactions || held.filter((one) => id(one) === id(record)).length === 1;
      held.splice(held.findIndex(isOnly), 1);
      renumber(held);
      expect((await check()).clean).toBe(false);
    },
  );

  it('finds a record doubled in the log', async () => {
    const held = records(Topics.interactions);
    const middle = Math.floor(held.length / 2);
    held.splice(middle, 0, ...held.slice(middle, middle + 1));
    renumber(held);
    expect((await check()).clean).toBe(false);
  });

  it('counts an output doubled under its own id, and finds one doubled under another', async () => {
    const held = records(Topics.journeyEvents);
    const [first] = held;
    if (first === undefined) throw new Error('the story has no journey event');
    held.push({ ...first, offset: held.length });
    const before = sound.report.counts.repeatedOutputs;
    const report = await check();
    expect(report.clean).toBe(true);
    expect(report.counts.repeatedOutputs).toBe(before + 1);
    const ce_id = new TextEncoder().encode('je-0-9999-0');
    held.push({ ...first, offset: held.length, headers: { ...first.headers, ce_id } });
    expect((await check()).found.C2).toBe(1);
  });

  it.each([Topics.interactions, Topics.dispositions, Topics.journeyEvents])(
    'finds two neighbours swapped in %s',
    async (topic) => {
      const held = records(topic);
      const isFirst = (at: number): boolean =>
        held.findIndex((one) => id(one) === id(held[at] ?? one)) === at;
      const at = held.findIndex((record, index) => {
        const next = held[index + 1];
        if (next === undefined || text(next.key) !== text(record.key)) return false;
        if (topic === Topics.interactions) return text(next.value) !== text(record.value);
        return (
          isFirst(index) &&
          isFirst(index + 1) &&
          id(record).split('-')[2] !== id(next).split('-')[2]
        );
      });
      const [one, other] = [held[at], held[at + 1]];
      if (one === undefined || other === undefined)
        throw new Error('the story has no such neighbours');
      held.splice(at, 2, other, one);
      renumber(held);
      expect((await check()).clean).toBe(false);
    },
  );

  it('finds an acknowledged interaction that is not in the log', async () => {
    const report = await check(['never-arrived']);
    expect(report.findings).toEqual([expect.objectContaining({ code: 'C1' })]);
  });

  it('finds a store that was rolled back after the end', async () => {
    sound.store.empty();
    expect((await check()).found.C6).toBeGreaterThan(0);
  });

  it('finds a timer that its clock will not find, and one that is none', async () => {
    const { due } = sound.store;
    sound.store.due = async (...asked) => {
      const [first, ...others] = await due.apply(sound.store, asked);
      return first === undefined ? [] : [...others, { ...first, at: first.at + 1 }];
    };
    expect((await check()).found.C4).toBeGreaterThanOrEqual(2);
  });

  describe('to which a record came that nobody has folded yet', () => {
    beforeEach(() => {
      const [again] = records(Topics.interactions);
      const { topic, partition, value, key } = again ?? {};
      if (topic === undefined || value === undefined) throw new Error('no record');
      sound.log.append([{ topic, partition: partition ?? 0, key: text(key), value }]);
    });

    it('says so, and finds nothing lost', async () => {
      const report = await check();
      expect(report.findings).toEqual([]);
      expect(report.underWay).toEqual({ records: 1, outputs: 0, timers: 0 });
    });

    it('finds what is lost beside it', async () => {
      records(Topics.dispositions).splice(0, 1);
      renumber(records(Topics.dispositions));
      const report = await check();
      expect(report.found.C2).toBe(1);
      expect(report.underWay.records).toBe(1);
    });

    it('finds a store that was emptied: what was acknowledged has been folded once', async () => {
      sound.store.empty();
      const report = await check();
      expect(report.found.C6).toBeGreaterThan(0);
      expect(report.underWay.records).toBe(1);
    });
  });

  it('gives the same digest to the same story, and another to another', async () => {
    const again = await simulate(SEED, codec);
    const other = await simulate(SEED + 1, codec);
    expect(again.report.digest).toBe(sound.report.digest);
    expect(other.report.digest).not.toBe(sound.report.digest);
  });
});

/** Seeds that all take together less than a minute. */
const DEATHS = Array.from({ length: 60 }, (_, seed) => seed);

describe('the checker, on an installation whose processes all died', () => {
  let codec: RecordCodec;

  beforeAll(async () => {
    codec = await createCodec(fileRegistry());
  });

  it('finds nothing lost, wherever they died, and says what they had not come to', async () => {
    const underWay = { records: 0, outputs: 0, timers: 0 };
    for (const seed of DEATHS) {
      const { report } = await simulateDeath(seed, codec);
      expect({ seed, findings: report.findings }).toEqual({ seed, findings: [] });
      underWay.records += report.underWay.records;
      underWay.outputs += report.underWay.outputs;
      underWay.timers += report.underWay.timers;
    }
    expect(Math.min(...Object.values(underWay))).toBeGreaterThan(0);
  });
});
