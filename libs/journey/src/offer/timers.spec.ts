import { describe, expect, it } from '@jest/globals';
import { CARD_APPLICATION, JourneyScenario } from '#testing';
import { type DefinitionSource } from '../definition/definition.js';
import { nextDue, summarise } from '../subject/subject.js';

function started(source: DefinitionSource = CARD_APPLICATION): JourneyScenario {
  const scenario = new JourneyScenario(source);
  scenario.happens('application.started', { at: '2026-11-21T10:00:00Z' });
  return scenario;
}

describe('a timer', () => {
  it('fires by its record, at the time it was due', () => {
    const scenario = started();
    const [timer] = scenario.journey.timers;
    expect(scenario.state && nextDue(scenario.state)).toEqual([
      { clock: 'live', at: timer?.dueAt },
    ]);
    const [decision] = scenario.untilTime('2026-11-21T10:31:00Z');
    expect(decision?.disposition).toMatchObject({
      kind: 'advanced',
      recordKind: 'timer',
      recordId: `${scenario.journey.journeyId}/details:PT30M/1`,
    });
    expect(decision?.actions).toMatchObject([{ kind: 'notify', name: 'continue-link' }]);
    expect(JSON.parse(decision?.actions[0]?.input ?? '')).toEqual({ to: null });
    expect(decision?.journeyEvents).toMatchObject([
      { type: 'advanced', from: ['details'], to: ['details'], cause: { kind: 'timer' } },
    ]);
  });

  it('fires before the record that comes after it, each with a version of its own', () => {
    const scenario = started();
    const decision = scenario.happens('application.details-submitted', {
      at: '2026-11-21T11:00:00Z',
      data: { fullName: 'Ana', income: 1 },
    });
    expect(decision.journeyEvents.map(({ type, version, time }) => [type, version, time])).toEqual([
      ['advanced', 2, Date.parse('2026-11-21T10:30:00Z')],
      ['captured', 3, Date.parse('2026-11-21T11:00:00Z')],
      ['advanced', 3, Date.parse('2026-11-21T11:00:00Z')],
    ]);
    expect(scenario.journey.version).toBe(3);
  });

  it('that fired already, or was cancelled, is ignored when its record comes', () => {
    const scenario = started();
    const [timer] = scenario.journey.timers;
    scenario.happens('application.details-submitted', { at: '2026-11-21T11:00:00Z', data: {} });
    const { state } = scenario;
    const decision = timer && scenario.timer(scenario.journey, timer);
    expect(decision?.disposition).toMatchObject({ kind: 'ignored', reason: 'timer-gone' });
    expect(scenario.state).toBe(state);
  });

  it('of a state entered again is another generation', () => {
    const again: DefinitionSource = {
      ...CARD_APPLICATION,
      stalledAfter: 'P300D',
      states: {
        details: {
          on: { 'profile.changed': { target: 'details' } },
          after: { PT30M: { target: 'abandoned' } },
        },
        abandoned: { type: 'final', outcome: 'abandoned' },
      },
      initial: 'details',
    };
    const scenario = started(again);
    const [old] = scenario.journey.timers;
    scenario.happens('profile.changed', { at: '2026-11-21T10:29:00Z' });
    expect(old && scenario.timer(scenario.journey, old).disposition.kind).toBe('ignored');
    scenario.untilTime('2026-11-21T10:58:59Z');
    expect(scenario.journey.status).toBe('open');
    scenario.untilTime('2026-11-21T10:59:00Z');
    expect(scenario.journey).toMatchObject({
      status: 'ended',
      outcome: 'abandoned',
      endedAt: Date.parse('2026-11-21T10:59:00Z'),
    });
  });

  it('may start the next one; all that is due fires in turn', () => {
    const chain: DefinitionSource = {
      ...CARD_APPLICATION,
      initial: 'first',
      stalledAfter: 'P300D',
      states: {
        first: { after: { PT1H: { target: 'second' } } },
        second: { after: { PT1H: { target: 'third' } } },
        third: { on: { 'offer.accepted': { target: 'done' } } },
        done: { type: 'final', outcome: 'done' },
      },
    };
    const scenario = started(chain);
    const decision = scenario.happens('offer.accepted', { at: '2026-11-21T12:00:00Z' });
    expect(decision.journeyEvents.map(({ to }) => to[0])).toEqual([
      'second',
      'third',
      'done',
      'done',
    ]);
    expect(scenario.journey).toMatchObject({ status: 'ended', version: 4 });
  });

  it('that starts itself for ever is an error that names the journey', () => {
    const loop: DefinitionSource = {
      ...CARD_APPLICATION,
      initial: 'ping',
      states: {
        ping: { after: { PT1S: { target: 'pong' } } },
        pong: { after: { PT1S: { target: 'ping' } }, on: { x: { target: 'done' } } },
        done: { type: 'final', outcome: 'done' },
      },
    };
    const scenario = started(loop);
    expect(() => scenario.happens('x', { at: '2027-11-21T12:00:00Z' })).toThrow(
      /journey abcdefghijklmnopqrst\.\w+: more than 10000 timers due/,
    );
  });

  it('whose guard is false is spent', () => {
    const guarded: DefinitionSource = {
      ...CARD_APPLICATION,
      initial: 'details',
      stalledAfter: 'P300D',
      states: {
        details: {
          after: { PT30M: { target: 'done', guard: 'has(fields.country)' } },
          on: { x: { target: 'done' } },
        },
        done: { type: 'final', outcome: 'done' },
      },
    };
    const scenario = started(guarded);
    const [decision] = scenario.untilTime('2026-11-21T10:30:00Z');
    expect(decision?.disposition).toMatchObject({ kind: 'ignored', reason: 'guard-false' });
    expect(scenario.journey).toMatchObject({ status: 'open', version: 2 });
    expect(scenario.journey.timers.map(({ id }) => id)).toEqual([':stalled']);
  });
});

describe('a journey nobody deals with', () => {
  it('is stalled, and resumed by the next interaction', () => {
    const scenario = started();
    const decisions = scenario.untilTime('2026-11-22T10:00:00Z');
    expect(decisions.at(-1)?.journeyEvents).toMatchObject([{ type: 'stalled', version: 3 }]);
    expect(scenario.journey.stalled).toBe(true);
    expect(scenario.state && summarise(scenario.state)).toMatchObject([
      { state: 'details', status: 'open', stalled: true },
    ]);
    const { journeyEvents } = scenario.happens('profile.changed', { data: { income: 1 } });
    expect(journeyEvents.map(({ type }) => type)).toEqual(['resumed', 'captured']);
    expect(scenario.journey.stalled).toBe(false);
  });

  it('is not stalled as long as somebody does', () => {
    const scenario = started();
    scenario.happens('profile.changed', { at: '2026-11-22T09:00:00Z', data: { income: 1 } });
    scenario.untilTime('2026-11-23T08:59:59Z');
    expect(scenario.journey.stalled).toBe(false);
    scenario.untilTime('2026-11-23T09:00:00Z');
    expect(scenario.journey.stalled).toBe(true);
  });
});

describe('time', () => {
  it('does not go back, whatever the log says', () => {
    const scenario = started();
    scenario.happens('profile.changed', { at: '2026-11-21T10:20:00Z', data: { income: 1 } });
    const { disposition } = scenario.happens('profile.changed', {
      at: '2026-11-21T10:10:00Z',
      data: { income: 2 },
      time: Date.parse('2026-11-21T10:20:00Z'),
    });
    expect(disposition.time).toBe(Date.parse('2026-11-21T10:20:00Z'));
  });

  it('of an import is its interactions’ own, and lateness is not asked', () => {
    const scenario = new JourneyScenario(CARD_APPLICATION);
    const imported = { clock: 'bank-2012' };
    const time = Date.parse('2012-01-01T00:00:00Z');
    scenario.happens('application.started', { ...imported, time });
    scenario.happens('application.details-submitted', {
      ...imported,
      time: time + 3_600_000,
      data: { fullName: 'Ana', income: 1 },
    });
    expect(scenario.journey).toMatchObject({
      clock: 'bank-2012',
      startedAt: time,
      since: time + 3_600_000,
      version: 3,
    });
  });

  it('of one clock does not touch journeys of another', () => {
    const scenario = new JourneyScenario(CARD_APPLICATION);
    const time = Date.parse('2012-01-01T00:00:00Z');
    scenario.happens('application.started', { clock: 'bank-2012', time });
    scenario.happens('application.started');
    expect(scenario.journeys.map(({ clock, version }) => [clock, version])).toEqual([
      ['bank-2012', 1],
      ['live', 1],
    ]);
    const [imported, live] = scenario.journeys.map(({ timers }) =>
      Math.min(...timers.map(({ dueAt }) => dueAt)),
    );
    expect(scenario.state && nextDue(scenario.state)).toEqual([
      { clock: 'bank-2012', at: imported },
      { clock: 'live', at: live },
    ]);
  });
});
