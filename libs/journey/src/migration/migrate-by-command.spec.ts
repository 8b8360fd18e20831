import { beforeEach, describe, expect, it } from '@jest/globals';
import { JourneyScenario } from '#testing';
import { type DefinitionSource } from '../definition/definition.js';
import { wayBack, type MigrationSource } from './migration-source.js';

const V1: DefinitionSource = {
  journey: 'parcel',
  version: 1,
  title: 'Parcel',
  startsOn: ['parcel.sent'],
  stalledAfter: 'P2D',
  fields: {
    street: { type: 'string', from: ['parcel.sent'] },
    colour: { type: 'string', from: ['parcel.sent'] },
  },
  initial: 'packed',
  states: {
    packed: {
      defer: ['parcel.signed'],
      on: { 'parcel.fetched': { target: 'driving' } },
      after: { P30D: { target: 'lost' } },
    },
    driving: {
      invoke: [
        { service: 'van', compensate: { service: 'van-back' }, onDone: { target: 'home' } },
        { service: 'tracker', id: 'tracking' },
      ],
      after: { P5D: { target: 'lost' } },
    },
    home: { on: { 'parcel.signed': { target: 'done' } } },
    done: { type: 'final', outcome: 'delivered' },
    lost: { type: 'final', outcome: 'failed' },
  },
};

const V2: DefinitionSource = {
  ...V1,
  version: 2,
  fields: { address: { type: 'string', from: ['parcel.sent'] } },
  initial: 'boxed',
  states: {
    boxed: {
      on: { 'parcel.fetched': { target: 'onTheWay' }, 'parcel.signed': { target: 'done' } },
      after: { P21D: { target: 'lost' } },
    },
    onTheWay: {
      invoke: [
        {
          service: 'van',
          id: 'driving',
          compensate: { service: 'van-back' },
          onDone: { target: 'home' },
        },
        { service: 'map', id: 'mapping' },
      ],
      after: { P5D: { target: 'lost' } },
    },
    home: { on: { 'parcel.signed': { target: 'done' } } },
    done: { type: 'final', outcome: 'delivered' },
    lost: { type: 'final', outcome: 'failed' },
  },
};

const PLAN: MigrationSource = {
  migration: 'parcel',
  from: 1,
  to: 2,
  states: { packed: 'boxed', driving: 'onTheWay' },
  fields: { street: 'address', colour: null },
};

const DAY = 86_400_000;

let parcel: JourneyScenario;

beforeEach(() => {
  parcel = new JourneyScenario(V1);
  parcel.happens('parcel.sent', { data: { street: 'Hill 1', colour: 'red' } });
  parcel.deploy(V2);
});

const migrate = (plan: object = PLAN) =>
  parcel.operator('migrate', { data: { plan }, reason: 'shorter wait' });

describe('a journey that an operator migrates', () => {
  it('goes on under the new version, and says so', () => {
    const due = parcel.now + 30 * DAY;
    const { disposition, journeyEvents } = migrate();
    expect(disposition).toMatchObject({
      kind: 'advanced',
      reason: 'migrated',
      detail: 'shorter wait; given up: colour',
    });
    expect(journeyEvents).toEqual([
      expect.objectContaining({
        type: 'migrated',
        definitionVersion: 2,
        from: ['packed'],
        to: ['boxed'],
      }),
    ]);
    expect(parcel.journey).toMatchObject({
      definitionVersion: 2,
      configuration: ['boxed'],
      fields: { address: { value: '"Hill 1"' } },
      migratedFrom: { definitionVersion: 1, configuration: ['packed'], to: ['boxed'] },
    });
    expect(parcel.journey.timers).toContainEqual({
      id: 'boxed:P21D',
      dueAt: due,
      generation: expect.any(Number),
    });
    expect(parcel.journey.timers.map(({ id }) => id).sort()).toEqual([':stalled', 'boxed:P21D']);
  });

  it('does so once, however often the command comes', () => {
    const command = { data: { plan: PLAN }, id: 'm-1' };
    parcel.operator('migrate', command);
    const before = parcel.journey;
    expect(parcel.operator('migrate', command).disposition.kind).toBe('duplicate');
    expect(parcel.journey).toBe(before);
  });

  it('ignores the records of timers it had before', () => {
    const before = parcel.journey;
    migrate();
    for (const timer of before.timers.filter(({ id }) => id === 'packed:P30D')) {
      expect(parcel.timer(before, timer).disposition.kind).toBe('ignored');
    }
    expect(parcel.journey.status).toBe('open');
    expect.assertions(2);
  });

  it('takes what waited for a state that now takes it', () => {
    parcel.happens('parcel.signed');
    expect(parcel.journey.deferred).toHaveLength(1);
    migrate();
    expect(parcel.journey).toMatchObject({ status: 'ended', outcome: 'delivered' });
  });

  it('goes on waiting for a service that is still called, calls a new one, and forgets one that is gone', () => {
    parcel.happens('parcel.fetched');
    const { actions } = migrate();
    expect(actions.map(({ name }) => name)).toEqual(['map']);
    expect(parcel.journey.invocations.map(({ id, status }) => [id, status])).toEqual([
      ['driving', 'running'],
      ['mapping', 'running'],
    ]);
    parcel.answers('driving');
    expect(parcel.journey.configuration).toEqual(['home']);
  });

  it('stands still while it is paused', () => {
    parcel.operator('pause', { at: '2026-11-22T10:00:00Z' });
    parcel.operator('migrate', {
      data: { plan: { ...PLAN, timers: 'restart' } },
      at: '2026-12-22T10:00:00Z',
    });
    expect(parcel.journey).toMatchObject({ status: 'paused', definitionVersion: 2 });
    parcel.operator('resume', { at: '2027-01-22T10:00:00Z' });
    const boxed = parcel.journey.timers.find(({ id }) => id === 'boxed:P21D');
    expect((boxed?.dueAt ?? 0) - parcel.now).toBe(21 * DAY);
  });

  it.each([
    ['no plan', {}, 'bad-command', '`migrate` takes {"plan"'],
    ['a version nobody knows', { plan: { ...PLAN, to: 9 } }, 'bad-command', 'parcel@9'],
    [
      'a plan with a fault',
      { plan: { ...PLAN, states: { pakced: 'boxed' } } },
      'bad-command',
      'did you mean `packed`?',
    ],
    [
      'a plan that leads nowhere from here',
      { plan: { ...PLAN, states: {} } },
      'cannot-migrate',
      'it is in `packed`, which version 2 does not have',
    ],
  ])('stays where it is with %s', (_, data, reason, words) => {
    const before = parcel.journey;
    const { disposition } = parcel.operator('migrate', { data });
    expect(disposition).toMatchObject({
      kind: 'unmatched',
      reason,
      detail: expect.stringContaining(words),
    });
    expect(parcel.journey).toBe(before);
  });

  it('is left alone when the file is not for it', () => {
    const { disposition } = migrate({ ...PLAN, only: 'fields.colour == "blue"' });
    expect(disposition).toMatchObject({ kind: 'ignored', reason: 'left-out' });
  });
});

describe('the way back', () => {
  it('leads to just where the journey stood, as long as it has not moved', () => {
    migrate();
    migrate(wayBack(PLAN));
    expect(parcel.journey).toMatchObject({
      definitionVersion: 1,
      configuration: ['packed'],
      fields: { street: { value: '"Hill 1"' } },
    });
  });

  it('leads to the state of the old name when it has', () => {
    migrate();
    parcel.happens('parcel.fetched');
    migrate(wayBack(PLAN));
    expect(parcel.journey).toMatchObject({ definitionVersion: 1, configuration: ['driving'] });
  });
});
