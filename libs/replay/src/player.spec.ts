import { describe, expect, it } from '@jest/globals';
import { type PlacedEntry, LATEST_SEMANTICS } from '#contracts';
import { CARD_APPLICATION, compiled, interaction } from '#testing';
import { playSubject } from './play-subject.js';
import { Player } from './player.js';
import { Trajectories } from './trajectory.js';

const DAY = 86_400_000;
const NINE = Date.parse('2026-01-05T09:00:00Z');
const definitions = compiled(CARD_APPLICATION);

const happened = (type: string, time: number, subjectId = 'ana', data = {}): PlacedEntry => ({
  entry: {
    name: 'Interaction',
    value: interaction({
      id: `${type}@${time}`,
      type,
      time,
      subjectId,
      data: new TextEncoder().encode(JSON.stringify(data)),
    }),
  },
  partition: 0,
  offset: time - NINE,
  timestamp: time,
  semantics: LATEST_SEMANTICS,
});

const STARTED = happened('application.started', NINE);
const DETAILS = happened('application.details-submitted', NINE + DAY, 'ana', { fullName: 'Ana' });

describe('a player', () => {
  it('keeps every subject where its records have led', () => {
    const player = new Player(definitions);
    player.play(STARTED);
    player.play(happened('application.started', NINE, 'bert'));
    player.play(happened('application.withdrawn', NINE + 1, 'bert'));
    expect(player.subject('ana')?.journeys).toMatchObject([{ configuration: ['details'] }]);
    expect(player.subject('bert')?.journeys).toMatchObject([{ outcome: 'cancelled' }]);
    player.forget('bert');
    expect(player.subject('bert')).toBeUndefined();
  });

  it('fires timers by records, each at its own time, up to the time it goes to', () => {
    const player = new Player(definitions);
    player.play(STARTED);
    const fired = player.advanceTo(NINE + DAY);
    expect(
      fired.map(({ record, decision }) => [
        record.timestamp - NINE,
        decision.disposition.recordType,
      ]),
    ).toEqual([
      [30 * 60_000, 'details:PT30M'],
      [DAY, ':stalled'],
    ]);
    expect(player.advanceTo(NINE + DAY)).toEqual([]);
  });

  it('fires those of many subjects, and only those of the clock it is asked to', () => {
    const player = new Player(definitions);
    for (const subject of ['ana', 'bert'])
      player.play(happened('application.started', NINE, subject));
    expect(player.advanceTo(NINE + 14 * DAY, 'bpic2012')).toEqual([]);
    player.advanceTo(NINE + 14 * DAY, 'live');
    for (const subject of ['ana', 'bert']) {
      expect(player.subject(subject)?.journeys).toMatchObject([{ outcome: 'abandoned' }]);
    }
  });

  it('refuses a time to which a timer leads that starts itself again and again', () => {
    const { states } = CARD_APPLICATION;
    const ticking = compiled({
      ...CARD_APPLICATION,
      initial: 'ticking',
      states: {
        ...states,
        ticking: { after: { PT1S: { target: 'ticking' } }, on: { stop: { target: 'accepted' } } },
      },
    });
    const player = new Player(ticking);
    player.play(STARTED);
    expect(() => player.advanceTo(NINE + DAY)).toThrow(
      /more than 10000 timers are due, the next is `ticking:PT1S`/,
    );
  });

  it('leaves the timers of a version alone that is not loaded', () => {
    const player = new Player(compiled({ ...CARD_APPLICATION, version: 2 }));
    const { state } = new Player(definitions).play(STARTED);
    player.play({
      ...STARTED,
      entry: { name: 'ClockAdvanced', value: { clock: 'live', time: NINE } },
    });
    expect(state.journeys[0]?.timers.length).toBeGreaterThan(0);
    expect(player.advanceTo(NINE + 90 * DAY)).toEqual([]);
  });
});

describe('a trajectory', () => {
  it('is where a journey stayed, from when until when, and how it ended', () => {
    const { trajectories, played } = playSubject(definitions, [STARTED, DETAILS], NINE + 3 * DAY);
    expect(trajectories).toMatchObject([
      {
        subjectId: 'ana',
        definition: 'card-application',
        status: 'open',
        stays: [
          { states: ['details'], from: NINE, until: NINE + DAY },
          { states: ['identity'], from: NINE + DAY, until: undefined },
        ],
        fields: { fullName: { value: '"Ana"' } },
      },
    ]);
    // The timers of the first day fired inside the fold of the second record.
    expect(played.map(({ decision }) => decision.disposition.recordKind)).toEqual([
      'interaction',
      'interaction',
      'timer',
    ]);
  });

  it('is of each journey of a subject, also of those that ended long ago', () => {
    const records = Array.from({ length: 20 }, (_, day) => [
      happened('application.started', NINE + day * DAY),
      happened('application.withdrawn', NINE + day * DAY + 1),
    ]).flat();
    const { trajectories } = playSubject(definitions, records);
    expect(trajectories).toHaveLength(20);
    expect(new Set(trajectories.map(({ outcome }) => outcome))).toEqual(new Set(['cancelled']));
  });

  it('says nothing of records that meant nothing', () => {
    const trajectories = new Trajectories();
    trajectories.add(new Player(definitions).play(happened('nobody.knows', NINE)));
    expect(trajectories.all()).toEqual([]);
  });
});
