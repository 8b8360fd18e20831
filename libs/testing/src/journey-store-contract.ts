import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Epoch, JourneyId, Shard, SubjectId } from '#contracts';
import { FencedError, hasCode, type JourneyQuery, type JourneyStorage } from '#ports';
import {
  bytes,
  journeyOf,
  shardCommit,
  subjectsIn,
  subjectWrite,
  summary,
  text,
} from './journey-store-material.js';

/** One empty store that may be opened several times, as by several processes. */
export interface StorePlace<Store> {
  open(): Promise<Store>;
  /** Removes what was kept. Everything opened is closed by then. */
  remove(): Promise<void>;
}

const SHARD = 17 as Shard;
const OTHER = 200 as Shard;
const [ANA, BEN, CLEO] = subjectsIn(SHARD, 3) as [SubjectId, SubjectId, SubjectId];
const [OMAR] = subjectsIn(OTHER, 1) as [SubjectId];

/** What every `JourneyStorage` does. `place` makes a new, empty one. */
export function journeyStoreContract(place: () => Promise<StorePlace<JourneyStorage>>): void {
  jest.setTimeout(300_000); // a busy machine is not a wrong store
  let at: StorePlace<JourneyStorage>;
  let store: JourneyStorage;

  beforeEach(async () => {
    at = await place();
    store = await at.open();
  });
  afterEach(async () => {
    await store.close();
    await at.remove();
  });

  const crowd = subjectsIn(SHARD, 1_300); // more than go into one command
  const take = async (shard = SHARD): Promise<Epoch> => (await store.take(shard)).epoch;
  const everyPage = async (query: Omit<JourneyQuery, 'limit'>, limit: number) => {
    const found: JourneyId[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await store.search({ ...query, limit, ...(cursor ? { cursor } : {}) });
      found.push(...page.journeys.map((journey) => journey.journeyId));
      cursor = page.cursor;
      if (cursor === undefined) return found;
    }
  };

  describe('taking a shard', () => {
    it('gives an untouched shard with nothing applied and nothing to publish', async () => {
      const lease = await store.take(SHARD);
      expect(lease).toMatchObject({ shard: SHARD, watermark: undefined, outbox: [] });
      expect(lease.epoch).toBeGreaterThan(0);
    });

    it('raises the epoch each time, on each shard by itself', async () => {
      const first = await take();
      const other = await take(OTHER);
      expect(await take()).toBeGreaterThan(first);
      expect(await take(OTHER)).toBeGreaterThan(other);
    });

    it('hands over where the last owner stopped and what it may not have published, oldest first', async () => {
      const epoch = await take();
      for (let offset = 0; offset < 12; offset++) {
        const outbox = bytes(`outputs ${offset}`);
        await store.commit([shardCommit(SHARD, epoch, offset, { outbox })]);
      }
      const lease = await store.take(SHARD);
      expect(lease.watermark).toEqual({ partition: 3, offset: 11 });
      expect(lease.outbox.map((entry) => [entry.sequence, text(entry.payload)])).toEqual(
        Array.from({ length: 12 }, (_, i) => [i, `outputs ${i}`]),
      );
    });

    it('is seen by another process', async () => {
      const second = await at.open();
      try {
        const epoch = await take();
        await store.commit([shardCommit(SHARD, epoch, 5, { subjects: [subjectWrite(ANA)] })]);
        expect(text(await second.subject(ANA))).toBe(`state of ${ANA}`);
        expect((await second.take(SHARD)).watermark).toEqual({ partition: 3, offset: 5 });
        await expect(store.commit([shardCommit(SHARD, epoch, 6)])).rejects.toThrow(FencedError);
      } finally {
        await second.close();
      }
    });
  });

  describe('a commit', () => {
    it('keeps every byte of the states it is given', async () => {
      const state = Uint8Array.from({ length: 1_024 }, (_, i) => i % 256);
      const epoch = await take();
      await store.commit([
        shardCommit(SHARD, epoch, 0, { subjects: [subjectWrite(ANA, { state })] }),
      ]);
      const [ana, ben] = await store.load(SHARD, [ANA, BEN], epoch);
      expect(Uint8Array.from(ana ?? [])).toEqual(state);
      expect(ben).toBeUndefined();
      expect(Uint8Array.from((await store.subject(ANA)) ?? [])).toEqual(state);
    });

    it('answers subjects in the order asked, as often as asked', async () => {
      const epoch = await take();
      await store.commit([
        shardCommit(SHARD, epoch, 0, { subjects: [subjectWrite(ANA), subjectWrite(BEN)] }),
      ]);
      const states = await store.load(SHARD, [BEN, CLEO, ANA, BEN], epoch);
      expect(states.map(text)).toEqual([
        `state of ${BEN}`,
        undefined,
        `state of ${ANA}`,
        `state of ${BEN}`,
      ]);
      expect(await store.load(SHARD, [], epoch)).toEqual([]);
    });

    it('is not read for deciding by an owner that is none any more', async () => {
      const old = await take();
      const epoch = await take();
      await store.commit([shardCommit(SHARD, epoch, 0, { subjects: [subjectWrite(ANA)] })]);
      await expect(store.load(SHARD, [ANA], old)).rejects.toThrow(FencedError);
      expect(await store.load(SHARD, [ANA], epoch)).toHaveLength(1);
    });

    it('takes more than a thousand subjects at once', async () => {
      const subjects = crowd.map((subject) =>
        subjectWrite(subject, { due: [{ clock: 'live', at: 10 }], offsets: [7] }),
      );
      const epoch = await take();
      await store.commit([shardCommit(SHARD, epoch, 7, { subjects })]);
      const states = await store.load(SHARD, crowd, epoch);
      expect(states.map(text)).toEqual(crowd.map((subject) => `state of ${subject}`));
      expect(await store.counts()).toMatchObject([{ count: 1_300 }]);
    });

    it('under an old epoch changes nothing', async () => {
      const old = await take();
      const epoch = await take();
      await store.commit([
        shardCommit(SHARD, epoch, 4, {
          subjects: [subjectWrite(ANA, { due: [{ clock: 'live', at: 50 }], offsets: [4] })],
          outbox: bytes('kept'),
        }),
      ]);
      const before = await everything();
      const zombie = shardCommit(SHARD, old, 9, {
        subjects: [
          subjectWrite(ANA, {
            state: bytes('zombie'),
            due: [{ clock: 'live', at: 1 }],
            journeys: [summary(journeyOf(ANA), { state: 'offer', lastSeen: 9_000 })],
            archived: [{ journeyId: journeyOf(ANA, 5), state: bytes('zombie') }],
            offsets: [9],
          }),
        ],
        outbox: bytes('zombie'),
        publishedUpTo: 0,
      });
      const refusal = await store.commit([zombie]).catch((error: unknown) => error);
      expect(hasCode(refusal, 'FENCED')).toBe(true);
      expect(refusal).toMatchObject({ shards: [SHARD], retryable: false });
      expect(await everything()).toEqual(before);
      expect(await store.archived(journeyOf(ANA, 5))).toBeUndefined();
    });

    it('under an epoch that the store never gave changes nothing: the store was emptied', async () => {
      const epoch = (await take()) + 1;
      const commit = shardCommit(SHARD, epoch as Epoch, 4, { subjects: [subjectWrite(ANA)] });
      await expect(store.commit([commit])).rejects.toThrow(FencedError);
      expect(await store.subject(ANA)).toBeUndefined();
    });

    it('that builds on another watermark than the one held changes nothing: the store was rolled back', async () => {
      const epoch = await take();
      const subjects = [subjectWrite(ANA)];
      const onNothing = { ...shardCommit(SHARD, epoch, 4, { subjects }), follows: -1 };
      const onFour = { ...shardCommit(SHARD, epoch, 6), follows: 4 };
      await expect(store.commit([onFour])).rejects.toThrow(FencedError);
      expect((await store.watermarks()).size).toBe(0);
      await store.commit([onNothing]);
      await store.commit([onFour]);
      expect(await store.commit([onNothing, onFour])).toEqual([-1, -1]); // repeated, so recognised
      const onFive = { ...shardCommit(SHARD, epoch, 9), follows: 5 };
      await expect(store.commit([onFive])).rejects.toThrow(FencedError);
      expect((await store.watermarks()).get(SHARD)).toEqual({ partition: 3, offset: 6 });
    });

    it('of several shards applies those that are not fenced, whole, and names those that are', async () => {
      const old = await take();
      const fine = await take(OTHER);
      await take();
      const commits = [
        shardCommit(SHARD, old, 1, { subjects: [subjectWrite(ANA)], outbox: bytes('no') }),
        shardCommit(OTHER, fine, 1, { subjects: [subjectWrite(OMAR)], outbox: bytes('yes') }),
      ];
      await expect(store.commit(commits)).rejects.toMatchObject({
        code: 'FENCED',
        shards: [SHARD],
      });
      expect(await store.subject(ANA)).toBeUndefined();
      expect(text(await store.subject(OMAR))).toBe(`state of ${OMAR}`);
      expect([...(await store.watermarks())]).toEqual([[OTHER, { partition: 3, offset: 1 }]]);
      expect((await store.take(OTHER)).outbox).toHaveLength(1);
    });

    it('repeated because its answer was lost is recognised, and answers as before', async () => {
      const epoch = await take();
      const write = subjectWrite(ANA, { offsets: [0, 1] });
      const first = shardCommit(SHARD, epoch, 1, { subjects: [write], outbox: bytes('a') });
      const second = shardCommit(SHARD, epoch, 2, { outbox: bytes('b') });
      const answers = [await store.commit([first]), await store.commit([second])];
      const before = await everything();
      expect([await store.commit([first]), await store.commit([second])]).toEqual(answers);
      expect(await everything()).toEqual(before);
    });

    it('on another partition is new, whatever its offset: partitions were added', async () => {
      const epoch = await take();
      await store.commit([shardCommit(SHARD, epoch, 90)]);
      const moved = { ...shardCommit(SHARD, epoch, 2), watermark: { partition: 11, offset: 2 } };
      await store.commit([{ ...moved, subjects: [subjectWrite(ANA)] }]);
      expect(await store.subject(ANA)).toBeDefined();
      expect((await store.watermarks()).get(SHARD)).toEqual({ partition: 11, offset: 2 });
    });
  });

  describe('the outbox', () => {
    it('counts on for each commit that publishes, and answers -1 before the first', async () => {
      const epoch = await take();
      const sequences = [];
      for (const [offset, outbox] of [undefined, 'a', undefined, 'b'].entries()) {
        const differs = { outbox: outbox === undefined ? undefined : bytes(outbox) };
        sequences.push(...(await store.commit([shardCommit(SHARD, epoch, offset, differs)])));
      }
      expect(sequences).toEqual([-1, 0, 0, 1]);
    });

    it('drops what a later commit says is published, also when that commit is a repetition', async () => {
      const epoch = await take();
      for (let offset = 0; offset < 4; offset++) {
        await store.commit([shardCommit(SHARD, epoch, offset, { outbox: bytes(`${offset}`) })]);
      }
      await store.commit([shardCommit(SHARD, epoch, 4, { publishedUpTo: 1 })]);
      const left = await store.take(SHARD);
      expect(left.outbox.map((entry) => entry.sequence)).toEqual([2, 3]);
      await store.commit([shardCommit(SHARD, left.epoch, 4, { publishedUpTo: 3 })]);
      expect((await store.take(SHARD)).outbox).toEqual([]);
    });

    it('does not drop what was never published, however far the owner says it is', async () => {
      const epoch = await take();
      await store.commit([shardCommit(SHARD, epoch, 0, { publishedUpTo: 40 })]);
      await store.commit([shardCommit(SHARD, epoch, 1, { outbox: bytes('a') })]);
      expect((await store.take(SHARD)).outbox).toHaveLength(1);
    });
  });

  describe('timers', () => {
    const due = (subject: SubjectId, clock: string, when: number) =>
      subjectWrite(subject, { due: [{ clock, at: when }] });

    it('come earliest first, up to the time asked and no more than asked', async () => {
      const [epoch, other] = [await take(), await take(OTHER)];
      await store.commit([
        shardCommit(SHARD, epoch, 0, {
          subjects: [due(ANA, 'live', 300), due(BEN, 'live', 100), due(CLEO, 'live', 301)],
        }),
        shardCommit(OTHER, other, 0, { subjects: [due(OMAR, 'live', 200)] }),
      ]);
      expect(await store.due([SHARD, OTHER], 'live', 300, 10)).toEqual([
        { subject: BEN, at: 100 },
        { subject: OMAR, at: 200 },
        { subject: ANA, at: 300 },
      ]);
      expect(await store.due([OTHER, SHARD], 'live', 300, 2)).toEqual([
        { subject: BEN, at: 100 },
        { subject: OMAR, at: 200 },
      ]);
      expect(await store.due([SHARD], 'live', 99, 10)).toEqual([]);
      expect(await store.due([OTHER], 'live', 999, 10)).toEqual([{ subject: OMAR, at: 200 }]);
      expect(await store.due([], 'live', 999, 10)).toEqual([]);
    });

    it('are replaced and removed by the next commit of their subject', async () => {
      const epoch = await take();
      const commit = (offset: number, write: ReturnType<typeof due>) =>
        store.commit([shardCommit(SHARD, epoch, offset, { subjects: [write] })]);
      await commit(0, due(ANA, 'live', 100));
      await commit(1, due(ANA, 'live', 700));
      expect(await store.due([SHARD], 'live', 699, 10)).toEqual([]);
      expect(await store.due([SHARD], 'live', 700, 10)).toEqual([{ subject: ANA, at: 700 }]);
      await commit(2, subjectWrite(ANA));
      expect(await store.due([SHARD], 'live', 9_999, 10)).toEqual([]);
    });

    it('of one clock are not seen on another', async () => {
      const epoch = await take();
      await store.commit([
        shardCommit(SHARD, epoch, 0, {
          subjects: [due(ANA, 'live', 100), due(BEN, 'bank 2012', 50)],
        }),
      ]);
      expect(await store.due([SHARD], 'live', 999, 10)).toEqual([{ subject: ANA, at: 100 }]);
      expect(await store.due([SHARD], 'bank 2012', 999, 10)).toEqual([{ subject: BEN, at: 50 }]);
      await store.commit([shardCommit(SHARD, epoch, 1, { subjects: [due(BEN, 'live', 60)] })]);
      expect(await store.due([SHARD], 'bank 2012', 999, 10)).toEqual([]);
      expect(await store.due([SHARD], 'live', 60, 10)).toEqual([{ subject: BEN, at: 60 }]);
    });

    it('of one subject are kept on every clock it has some on, and replaced on all of them at once', async () => {
      const epoch = await take();
      const commit = (offset: number, ...all: { clock: string; at: number }[]) =>
        store.commit([
          shardCommit(SHARD, epoch, offset, { subjects: [subjectWrite(ANA, { due: all })] }),
        ]);
      const on = async (clock: string) =>
        (await store.due([SHARD], clock, 999, 10)).map(({ at }) => at);
      const [live, bank, rail] = ['live', 'bank 2012', 'rail {7}'];
      await commit(0, { clock: live, at: 100 }, { clock: bank, at: 50 });
      expect([await on(live), await on(bank)]).toEqual([[100], [50]]);
      await commit(1, { clock: rail, at: 70 }, { clock: live, at: 90 });
      expect([await on(live), await on(bank), await on(rail)]).toEqual([[90], [], [70]]);
      await commit(2);
      expect([await on(live), await on(bank), await on(rail)]).toEqual([[], [], []]);
      await commit(3, { clock: live, at: 1 }, { clock: bank, at: 2 });
      await store.reset(SHARD, epoch);
      expect([await on(live), await on(bank)]).toEqual([[], []]);
    });
  });

  describe('history', () => {
    it('keeps every record of a subject, oldest first, with the partition it was on', async () => {
      const epoch = await take();
      const write = (offsets: number[]) => [subjectWrite(ANA, { offsets })];
      await store.commit([shardCommit(SHARD, epoch, 8, { subjects: write([2, 5, 8]) })]);
      await store.commit([shardCommit(SHARD, epoch, 9, { subjects: write([]) })]);
      const moved = { partition: 11, offset: 1 };
      await store.commit([
        { ...shardCommit(SHARD, epoch, 0), watermark: moved, subjects: write([0, 1]) },
      ]);
      expect(await store.history(ANA)).toEqual([
        ...[2, 5, 8].map((offset) => ({ partition: 3, offset })),
        ...[0, 1].map((offset) => ({ partition: 11, offset })),
      ]);
      expect(await store.history(BEN)).toEqual([]);
    });

    it('grows without bound', async () => {
      const epoch = await take();
      const offsets = Array.from({ length: 2_000 }, (_, i) => 5_000_000_000 + i * 1_000_003);
      for (let i = 0; i < offsets.length; i += 8) {
        const some = offsets.slice(i, i + 8);
        const subjects = [subjectWrite(ANA, { offsets: some })];
        await store.commit([shardCommit(SHARD, epoch, some.at(-1) ?? 0, { subjects })]);
      }
      expect((await store.history(ANA)).map(({ offset }) => offset)).toEqual(offsets);
    });
  });

  describe('archived journeys', () => {
    it('stay readable by their id', async () => {
      const archived = [{ journeyId: journeyOf(ANA, 1), state: Uint8Array.of(0, 255, 13, 10) }];
      const subjects = [subjectWrite(ANA, { archived })];
      await store.commit([shardCommit(SHARD, await take(), 0, { subjects })]);
      const found = await store.archived(journeyOf(ANA, 1));
      expect([...(found ?? [])]).toEqual([0, 255, 13, 10]);
      expect(await store.archived(journeyOf(ANA, 0))).toBeUndefined();
    });

    it('are with the subject they were with last', async () => {
      const archived = [{ journeyId: journeyOf(ANA, 1), state: bytes('moved') }];
      const subjects = [subjectWrite(OMAR, { archived })];
      await store.commit([shardCommit(OTHER, await take(OTHER), 0, { subjects })]);
      expect(await store.archived(journeyOf(ANA, 1))).toBeUndefined();
      expect(text(await store.archived(journeyOf(ANA, 1), OMAR))).toBe('moved');
    });

    it('are gone once their subject is forgotten, whatever id they have; others’ and later ones are not', async () => {
      const [ben = ANA] = subjectsIn(SHARD, 3).filter((one) => one !== ANA);
      const archive = (subject: SubjectId, ...journeys: readonly JourneyId[]) =>
        subjectWrite(subject, {
          archived: journeys.map((journeyId) => ({ journeyId, state: bytes('kept') })),
        });
      const epoch = await take();
      const before = [
        archive(ANA, journeyOf(ANA, 1), journeyOf(OMAR, 2)),
        archive(ben, journeyOf(ben, 1)),
      ];
      await store.commit([shardCommit(SHARD, epoch, 0, { subjects: before })]);
      const forgets = { ...archive(ANA, journeyOf(ANA, 3)), forgetsArchived: true };
      await store.commit([shardCommit(SHARD, epoch, 1, { subjects: [forgets] })]);
      expect(await store.archived(journeyOf(ANA, 1))).toBeUndefined();
      expect(await store.archived(journeyOf(OMAR, 2), ANA)).toBeUndefined();
      expect(text(await store.archived(journeyOf(ANA, 3)))).toBe('kept');
      expect(text(await store.archived(journeyOf(ben, 1)))).toBe('kept');
    });
  });

  describe('search', () => {
    const many = subjectsIn(SHARD, 40);
    const elsewhere = subjectsIn(OTHER, 40);

    it('gives journeys of all shards, latest seen first, with all that is known of them', async () => {
      const late = summary(journeyOf(OMAR), { lastSeen: 2_000, stalled: true, state: 'a,b' });
      const early = summary(journeyOf(ANA), { lastSeen: 1_000, lastChannel: 'ümlaut "phone"' });
      const [epoch, other] = [await take(), await take(OTHER)];
      await store.commit([
        shardCommit(SHARD, epoch, 0, { subjects: [subjectWrite(ANA, { journeys: [early] })] }),
        shardCommit(OTHER, other, 0, { subjects: [subjectWrite(OMAR, { journeys: [late] })] }),
      ]);
      const page = await store.search({ limit: 10 });
      expect(page).toEqual({ journeys: [late, early], cursor: undefined });
    });

    it('filters by every field, and by all given at once', async () => {
      const differing = {
        definition: summary(journeyOf(ANA, 1), { definition: 'rebooking' }),
        status: summary(journeyOf(ANA, 2), { status: 'ended' }),
        state: summary(journeyOf(ANA, 3), { state: 'credit,offer' }),
        channel: summary(journeyOf(ANA, 4), { lastChannel: 'phone' }),
        seenBefore: summary(journeyOf(ANA, 5), { lastSeen: 10 }),
      };
      const journeys = [summary(journeyOf(ANA, 0)), ...Object.values(differing)];
      const subjects = [subjectWrite(ANA, { journeys })];
      await store.commit([shardCommit(SHARD, await take(), 0, { subjects })]);
      const ids = async (query: Omit<JourneyQuery, 'limit'>) => everyPage(query, 3);
      expect(await ids({ definition: 'rebooking' })).toEqual([differing.definition.journeyId]);
      expect(await ids({ status: 'ended' })).toEqual([differing.status.journeyId]);
      expect(await ids({ state: 'offer' })).toEqual([differing.state.journeyId]);
      expect(await ids({ state: 'credit,offer' })).toEqual([differing.state.journeyId]);
      expect(await ids({ channel: 'phone' })).toEqual([differing.channel.journeyId]);
      expect(await ids({ seenBefore: 999 })).toEqual([differing.seenBefore.journeyId]);
      expect(await ids({ definition: 'rebooking', status: 'ended' })).toEqual([]);
      expect(await ids({ state: 'unheard of' })).toEqual([]);
    });

    it('forgets a journey that its subject no longer has', async () => {
      const epoch = await take();
      const first = [summary(journeyOf(ANA, 0)), summary(journeyOf(ANA, 1))];
      const subjects = [subjectWrite(ANA, { journeys: first })];
      await store.commit([shardCommit(SHARD, epoch, 0, { subjects })]);
      const then = [subjectWrite(ANA, { journeys: first.slice(1) })];
      await store.commit([shardCommit(SHARD, epoch, 1, { subjects: then })]);
      expect(await everyPage({}, 10)).toEqual([journeyOf(ANA, 1)]);
      expect(await store.counts()).toMatchObject([{ count: 1 }]);
    });

    it('pages through unchanged journeys once each while others are seen anew', async () => {
      const [epoch, other] = [await take(), await take(OTHER)];
      const seen = (subject: SubjectId, lastSeen: number) =>
        subjectWrite(subject, { journeys: [summary(journeyOf(subject), { lastSeen })] });
      // Pairs share a time, so that a page may end between two of the same time.
      await store.commit([
        shardCommit(SHARD, epoch, 0, { subjects: many.map((s, i) => seen(s, 100 + i)) }),
        shardCommit(OTHER, other, 0, { subjects: elsewhere.map((s, i) => seen(s, 100 + i)) }),
      ]);
      const moving = new Set(many.filter((_, i) => i % 5 === 0));
      const found: JourneyId[] = [];
      let cursor: string | undefined;
      let offset = 0;
      do {
        const page = await store.search({ limit: 7, ...(cursor ? { cursor } : {}) });
        found.push(...page.journeys.map((journey) => journey.journeyId));
        cursor = page.cursor;
        offset++;
        const mover = [...moving][offset % moving.size];
        if (mover) {
          const subjects = [seen(mover, 10_000 + offset)];
          await store.commit([shardCommit(SHARD, epoch, offset, { subjects })]);
        }
      } while (cursor !== undefined);
      const unchanged = [...many, ...elsewhere].filter((subject) => !moving.has(subject));
      for (const subject of unchanged) {
        expect(found.filter((id) => id === journeyOf(subject))).toHaveLength(1);
      }
    });

    it('finds a rare state among many journeys', async () => {
      const subjects = crowd.map((subject, i) => {
        const state = i === 3 ? 'rare' : 'usual';
        return subjectWrite(subject, {
          journeys: [summary(journeyOf(subject), { state, lastSeen: 1_000 + i })],
        });
      });
      await store.commit([shardCommit(SHARD, await take(), 0, { subjects })]);
      const rare = crowd[3] as SubjectId;
      expect(await everyPage({ state: 'rare' }, 10)).toEqual([journeyOf(rare)]);
      expect(new Set(await everyPage({}, 200)).size).toBe(1_300);
    });

    it('refuses a limit out of range and a cursor it did not give', async () => {
      for (const query of [{ limit: 0 }, { limit: 201 }, { limit: 1.5 }]) {
        await expect(store.search(query)).rejects.toMatchObject({ code: 'INVALID' });
      }
      await expect(store.search({ limit: 1, cursor: 'x y' })).rejects.toMatchObject({
        code: 'INVALID',
      });
    });
  });

  describe('a reset', () => {
    it('empties one shard, keeps its epoch and counts its outbox on', async () => {
      const [epoch, other] = [await take(), await take(OTHER)];
      const full = (subject: SubjectId) => ({
        subjects: [
          subjectWrite(subject, {
            due: [{ clock: 'bank 2012', at: 5 }],
            archived: [{ journeyId: journeyOf(subject, 9), state: bytes('old') }],
            offsets: [0],
          }),
        ],
        outbox: bytes('outputs'),
      });
      await store.commit([
        shardCommit(SHARD, epoch, 0, full(ANA)),
        shardCommit(OTHER, other, 0, full(OMAR)),
      ]);
      await store.reset(SHARD, epoch);

      expect(await store.subject(ANA)).toBeUndefined();
      expect(await store.history(ANA)).toEqual([]);
      expect(await store.archived(journeyOf(ANA, 9))).toBeUndefined();
      expect(await store.due([SHARD, OTHER], 'bank 2012', 9, 9)).toEqual([
        { subject: OMAR, at: 5 },
      ]);
      expect(await everyPage({}, 10)).toEqual([journeyOf(OMAR)]);
      expect(await store.counts()).toMatchObject([{ count: 1 }]);
      expect([...(await store.watermarks()).keys()]).toEqual([OTHER]);
      expect(await store.commit([shardCommit(SHARD, epoch, 0, full(ANA))])).toEqual([1]);
      const lease = await store.take(SHARD);
      expect(lease.epoch).toBeGreaterThan(epoch);
      expect(lease.outbox.map((entry) => entry.sequence)).toEqual([1]);
    });

    it('under an old epoch changes nothing', async () => {
      const old = await take();
      const epoch = await take();
      await store.commit([shardCommit(SHARD, epoch, 0, { subjects: [subjectWrite(ANA)] })]);
      await expect(store.reset(SHARD, old)).rejects.toMatchObject({ shards: [SHARD] });
      expect(await store.subject(ANA)).toBeDefined();
    });
  });

  describe('reading', () => {
    it('scans every subject of a shard and of no other', async () => {
      const many = crowd.slice(0, 700);
      const [epoch, other] = [await take(), await take(OTHER)];
      await store.commit([
        shardCommit(SHARD, epoch, 0, { subjects: many.map((s) => subjectWrite(s)) }),
        shardCommit(OTHER, other, 0, { subjects: [subjectWrite(OMAR)] }),
      ]);
      const found = new Map<SubjectId, string | undefined>();
      for await (const { subject, state } of store.scan(SHARD)) found.set(subject, text(state));
      expect(found.size).toBe(700);
      for (const subject of many) expect(found.get(subject)).toBe(`state of ${subject}`);
    });

    it('knows nothing of what was never committed', async () => {
      expect(await store.subject(ANA)).toBeUndefined();
      expect(await store.counts()).toEqual([]);
      expect(await store.search({ limit: 5 })).toEqual({ journeys: [], cursor: undefined });
      expect((await store.watermarks()).size).toBe(0);
      for await (const row of store.scan(SHARD)) throw new Error(`found ${row.subject}`);
    });
  });

  it('is closed once and for all, and keeps what was committed', async () => {
    await store.commit([
      shardCommit(SHARD, await take(), 0, { subjects: [subjectWrite(ANA)], outbox: bytes('a') }),
    ]);
    await store.close();
    await store.close();
    await expect(store.subject(ANA)).rejects.toMatchObject({ code: 'CLOSED' });
    await expect(store.take(SHARD)).rejects.toMatchObject({ code: 'CLOSED' });
    store = await at.open();
    expect(text(await store.subject(ANA))).toBe(`state of ${ANA}`);
    expect((await store.take(SHARD)).outbox).toHaveLength(1);
  });

  /** All that can be read, the outbox apart: reading that takes the shard. */
  async function everything(): Promise<unknown> {
    const scanned = [];
    for await (const { subject, state } of store.scan(SHARD)) scanned.push([subject, text(state)]);
    return {
      scanned,
      counts: await store.counts(),
      search: await store.search({ limit: 200 }),
      watermarks: [...(await store.watermarks())],
      history: await store.history(ANA),
      live: await store.due([SHARD], 'live', Number.MAX_SAFE_INTEGER, 100),
    };
  }
}
