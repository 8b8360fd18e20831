import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createCodec, fileRegistry } from '#avro';
import { LIVE_CLOCK, type SubjectId, type SubjectState, type TimerDue } from '#contracts';
import { emptySubject, nextDue } from '#journey';
import type { OutgoingRecord, Position, RecordCodec, ThroughlineError } from '#ports';
import { CARD_APPLICATION, eventually, JourneyScenario } from '#testing';
import type { OwnedPartition } from '../ownership/owned-partition.js';
import { TestClock } from '../testing/test-clock.js';
import { testPartition } from '../testing/test-partition.js';
import { TimerPump } from './timer-pump.js';

const ANA = 'anaaaaaaaaaaaaaaaaaa' as SubjectId;
const BEN = 'bennnnnnnnnnnnnnnnnn' as SubjectId;
const START = Date.parse('2026-11-21T10:00:00Z');
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const IMPORT = 'import-7';

describe('the timer pump', () => {
  let codec: RecordCodec;
  let clock: TestClock;
  let owned: OwnedPartition;
  let pump: TimerPump;
  let running: Promise<void>;
  /** What the store holds: it learns of a state when that is committed. */
  let stored: Map<SubjectId, SubjectState>;
  let appended: OutgoingRecord[];
  let problems: ThroughlineError[];
  let finished: number;
  let rounds: number;

  beforeAll(async () => {
    codec = await createCodec(fileRegistry());
  });
  beforeEach(() => {
    clock = new TestClock(START);
    stored = new Map();
    appended = [];
    problems = [];
    finished = 0;
    rounds = 0;
    owned = testPartition({
      clock,
      codec,
      store: { due, load },
      log: { append },
      observer: { problem },
    });
    pump = new TimerPump(owned, () => (finished += 1));
    pump.open();
    running = pump.run();
  });
  afterEach(async () => {
    owned.giveUp();
    pump.wake();
    await running;
  });

  const problem = (error: unknown): void => void problems.push(error as ThroughlineError);
  const due = (_: unknown, on: string, at: number, limit: number) => {
    rounds += 1;
    const found = Array.from(stored, ([subject, state]) => {
      const earliest = nextDue(state).find((one) => one.clock === on);
      return earliest !== undefined && earliest.at <= at ? [{ subject, at: earliest.at }] : [];
    })
      .flat()
      .toSorted((one, other) => one.at - other.at)
      .slice(0, limit);
    return Promise.resolve(found);
  };
  const load = (_: unknown, subjects: readonly SubjectId[]) =>
    Promise.resolve(
      subjects.map((subject) =>
        codec.encode('SubjectState', stored.get(subject) ?? emptySubject(subject)),
      ),
    );
  const append = (records: readonly OutgoingRecord[]): Promise<Position[]> => {
    const first = owned.decidedTo + 1 + appended.length;
    appended.push(...records);
    const positions = records.map(({ topic }, at) => ({ topic, partition: 0, offset: first + at }));
    return Promise.resolve(positions);
  };

  /** An open journey of the subject with one timer. */
  const withTimer = (subject: SubjectId, dueAt: number, on = LIVE_CLOCK): SubjectState => {
    const scenario = new JourneyScenario(CARD_APPLICATION);
    scenario.happens('application.started', { at: '2026-11-21T10:00:00Z' });
    const { journey } = scenario;
    const timers = journey.timers.slice(0, 1).map((timer) => ({ ...timer, dueAt }));
    const open = { ...journey, journeyId: `${subject}-1`, subjectId: subject, clock: on, timers };
    return { ...emptySubject(subject), journeys: [open] };
  };
  const withoutTimer = (subject: SubjectId): SubjectState => emptySubject(subject);

  /** A batch of one record is decided: from now on the partition knows the state, and the store does not. */
  const decided = (state: SubjectState): void => {
    owned.cache.decided(state.subjectId as SubjectId, state);
    owned.decidedTo += 1;
  };
  /** It is committed: the store knows too. */
  const committed = (state: SubjectState): void => {
    const subject = state.subjectId as SubjectId;
    stored.set(subject, state);
    owned.cache.committed([subject]);
    owned.committedTo += 1;
    const times = nextDue(state).map(({ clock: on, at }) => [on, at] as const);
    pump.committed([], new Map(times));
  };
  const happened = (state: SubjectState): void => {
    decided(state);
    committed(state);
  };
  const fired = (): { subject: string; dueAt: number }[] =>
    appended.map(({ value }) => {
      const timer = codec.decode(value).value as TimerDue;
      return { subject: timer.subjectId, dueAt: timer.dueAt };
    });
  /** It has nothing to do before `at`, ms since the epoch. */
  const sleepsUntil = (at: number): Promise<void> =>
    eventually(
      `sleeps until ${at - START} ms from the start`,
      () => clock.awaited[0] === at,
      2_000,
    );

  it('sleeps until a timer is due, and makes it a record of its subject then', async () => {
    happened(withTimer(ANA, START + 5 * SECOND));
    await sleepsUntil(START + 5 * SECOND);
    expect(appended).toEqual([]);
    clock.forward(5 * SECOND);
    await eventually('fired', () => appended.length > 0);
    expect(fired()).toEqual([{ subject: ANA, dueAt: START + 5 * SECOND }]);
    expect(appended[0]).toMatchObject({ key: ANA, partition: 0 });
  });

  it('is woken by a commit that brings an earlier timer', async () => {
    happened(withTimer(ANA, START + 30 * SECOND));
    await sleepsUntil(START + 30 * SECOND);
    happened(withTimer(BEN, START + 10 * SECOND));
    await sleepsUntil(START + 10 * SECOND);
  });

  it('appends a timer once, however long the loop takes to fold its record', async () => {
    happened(withTimer(ANA, START));
    await eventually('fired', () => appended.length > 0);
    const before = rounds;
    happened(withTimer(BEN, START + SECOND));
    await eventually('another round', () => rounds > before + 1);
    clock.forward(SECOND);
    await eventually('fired', () => appended.length > 1);
    expect(fired().map(({ subject }) => subject)).toEqual([ANA, BEN]);
  });

  it('appends nothing before it is opened', async () => {
    const closed = new TimerPump(owned, () => undefined);
    const asleep = closed.run();
    const bothSleep = (): boolean => clock.awaited.length === 2;
    await eventually('both sleep', bothSleep);
    stored.set(ANA, withTimer(ANA, START - SECOND));
    closed.wake();
    await eventually('both sleep', bothSleep);
    expect(appended).toEqual([]);
    closed.open();
    await eventually('fired', () => appended.length > 0);
    owned.giveUp();
    closed.wake();
    await asleep;
  });

  it('tells of a timer that survives its own record, once, and leaves it', async () => {
    const survivor = withTimer(ANA, START);
    happened(survivor);
    await eventually('fired', () => appended.length > 0);
    happened(survivor);
    await eventually('told', () => problems.length > 0);
    await sleepsUntil(START + MINUTE);
    happened(withTimer(BEN, START));
    await eventually('fired', () => appended.length > 1);
    expect(fired().map(({ subject }) => subject)).toEqual([ANA, BEN]);
    expect(problems.map(({ code }) => code)).toEqual(['BUG']);
  });

  describe('when a due timer is gone and the store does not know yet', () => {
    it('sees the next one behind it', async () => {
      stored.set(ANA, withTimer(ANA, START - SECOND));
      stored.set(BEN, withTimer(BEN, START + SECOND));
      decided(withoutTimer(ANA));
      pump.wake();
      await sleepsUntil(START + SECOND);
      clock.forward(SECOND);
      await eventually('fired', () => appended.length > 0);
      expect(fired()).toEqual([{ subject: BEN, dueAt: START + SECOND }]);
    });

    it('sees those behind as many of them as it looks for at once', async () => {
      const gone = Array.from({ length: 25 }, (_, at) => `gone${at}aaaaaaaaaaaaaa` as SubjectId);
      for (const subject of gone) stored.set(subject, withTimer(subject, START - SECOND));
      stored.set(BEN, withTimer(BEN, START));
      for (const subject of gone) decided(withoutTimer(subject));
      pump.wake();
      await eventually('fired', () => appended.length > 0);
      expect(fired()).toEqual([{ subject: BEN, dueAt: START }]);
    });

    it('is woken by the commit that takes it away', async () => {
      const before = withTimer(ANA, START, IMPORT);
      stored.set(ANA, before);
      decided(withoutTimer(ANA));
      pump.committed([{ clock: IMPORT, time: START, offset: 0 }], new Map());
      await sleepsUntil(START + MINUTE);
      expect(pump.unfinishedClock).toBe(0);
      committed(withoutTimer(ANA));
      await eventually('the clock is done', () => finished > 0);
      expect(pump.unfinishedClock).toBe(Infinity);
    });

    it('appends a timer that was set in the place of the one that is gone', async () => {
      stored.set(ANA, withTimer(ANA, START - MINUTE));
      decided(withTimer(ANA, START + SECOND));
      pump.wake();
      await sleepsUntil(START + MINUTE);
      committed(withTimer(ANA, START + SECOND));
      await sleepsUntil(START + SECOND);
      clock.forward(SECOND);
      await eventually('fired', () => appended.length > 0);
      expect(fired()).toEqual([{ subject: ANA, dueAt: START + SECOND }]);
    });
  });

  it('tells of a timer that the store has and its state has not, and lets no other wait for it', async () => {
    stored.set(ANA, withTimer(ANA, START));
    owned.cache.loaded(ANA, withoutTimer(ANA));
    stored.set(BEN, withTimer(BEN, START + SECOND));
    pump.committed([{ clock: LIVE_CLOCK, time: START, offset: 0 }], new Map());
    await sleepsUntil(START + SECOND);
    expect(problems.map(({ code }) => code)).toEqual(['BUG']);
  });

  it('holds a clock record back until everything it made due is folded', async () => {
    happened(withTimer(ANA, START, IMPORT));
    owned.decidedTo += 1;
    owned.committedTo += 1;
    pump.committed([{ clock: IMPORT, time: START, offset: owned.committedTo }], new Map());
    await eventually('fired', () => appended.length > 0);
    expect(pump.unfinishedClock).toBe(owned.committedTo);
    happened(withoutTimer(ANA));
    await eventually('the clock is done', () => finished > 0);
    expect(pump.unfinishedClock).toBe(Infinity);
    expect(problems).toEqual([]);
  });
});
