import { describe, expect, it } from '@jest/globals';
import { CARD_APPLICATION, JourneyScenario } from '#testing';

function started(): JourneyScenario {
  const scenario = new JourneyScenario(CARD_APPLICATION);
  scenario.happens('application.started', { at: '2026-11-21T10:00:00Z' });
  return scenario;
}

const types = (decision: { journeyEvents: readonly { type: string }[] }): string[] =>
  decision.journeyEvents.map(({ type }) => type);

describe('advance', () => {
  it('offers an event as if it had come, fields and all, by the operator’s name', () => {
    const scenario = started();
    const decision = scenario.operator('advance', {
      data: {
        event: 'application.details-submitted',
        data: { fullName: 'Ana Silva', income: 1 },
      },
    });
    expect(decision.disposition.kind).toBe('advanced');
    expect(types(decision)).toEqual(['captured', 'advanced']);
    expect(decision.journeyEvents[1]).toMatchObject({
      to: ['identity'],
      channel: null,
      cause: { kind: 'command', type: 'advance', actorKind: 'operator', actorId: 'olga' },
    });
    expect(scenario.journey).toMatchObject({
      lastChannel: 'web',
      fields: { fullName: { value: '"Ana Silva"', channel: 'operator' } },
    });
  });

  it('lets guards refuse it', () => {
    const scenario = started();
    scenario.happens('application.details-submitted', { data: { fullName: 'Ana', income: 1 } });
    const { state } = scenario;
    const { disposition } = scenario.operator('advance', {
      data: { event: 'identity.verified', data: { level: 0.1 } },
    });
    expect(disposition).toMatchObject({ kind: 'unmatched', reason: 'guard-false' });
    expect(scenario.state?.journeys).toEqual(state?.journeys);
  });

  it('moves to a state by force, with what entering it does', () => {
    const scenario = started();
    const decision = scenario.operator('advance', { data: { target: 'credit' } });
    expect(decision.disposition).toMatchObject({
      kind: 'advanced',
      detail: 'moved to `credit` by force: asked by phone',
    });
    expect(decision.actions).toMatchObject([{ kind: 'call', name: 'credit-check' }]);
    expect(decision.journeyEvents).toMatchObject([
      { type: 'advanced', from: ['details'], to: ['credit'], cause: { kind: 'command' } },
    ]);
    expect(scenario.journey.timers.map(({ id }) => id)).toEqual([':stalled']);
  });

  it.each([
    ['nothing', undefined, 'takes either'],
    ['both', { event: 'x', target: 'credit' }, 'takes either'],
    ['a state that does not exist', { target: 'credits' }, '`credits` does not exist'],
    ['data that is no object', { event: 'offer.accepted', data: 7 }, 'is an object'],
    ['no object at all', [1], 'not a JSON object'],
  ])('refuses %s', (_, data, words) => {
    const scenario = started();
    const { disposition, changed } = scenario.operator('advance', { data });
    expect(disposition).toMatchObject({ kind: 'unmatched', reason: 'bad-command' });
    expect(disposition.detail).toContain(words);
    expect(changed).toEqual([]);
  });
});

describe('pause', () => {
  it('stops the timers, and resume gives them back what they had left', () => {
    const scenario = started();
    expect(types(scenario.operator('pause', { at: '2026-11-21T10:10:00Z' }))).toContain('paused');
    expect(scenario.journey).toMatchObject({
      status: 'paused',
      pausedAt: Date.parse('2026-11-21T10:10:00Z'),
    });
    expect(scenario.untilTime('2026-11-21T12:00:00Z')).toEqual([]);
    expect(types(scenario.operator('resume', { at: '2026-11-21T12:10:00Z' }))).toContain('resumed');
    expect(scenario.untilTime('2026-11-21T12:29:59Z')).toEqual([]);
    expect(scenario.untilTime('2026-11-21T12:30:00Z')[0]?.actions).toMatchObject([
      { name: 'continue-link' },
    ]);
  });

  it('makes what comes meanwhile wait, and resume takes it in order', () => {
    const scenario = started();
    scenario.operator('pause');
    const { disposition, actions } = scenario.happens('application.details-submitted', {
      data: { fullName: 'Ana', income: 1 },
    });
    expect(disposition).toMatchObject({
      kind: 'deferred',
      detail: expect.stringContaining('is paused by an operator since') as unknown,
    });
    expect(actions).toEqual([]);
    scenario.happens('identity.verified', { data: { level: 1, idNumber: 'P-1' } });
    scenario.happens('weather.changed', { journeyId: scenario.journey.journeyId });
    expect(scenario.journey).toMatchObject({ configuration: ['details'], fields: {} });
    const resumed = scenario.operator('resume');
    expect(scenario.journey).toMatchObject({
      status: 'open',
      pausedAt: null,
      configuration: ['credit'],
      fields: { idNumber: { value: '"P-1"', verified: true } },
    });
    expect(resumed.disposition).toMatchObject({
      kind: 'advanced',
      detail: expect.stringContaining('`weather.changed` (i-4): unmatched') as unknown,
    });
    expect(scenario.journey.deferred.map(({ interaction: { type } }) => type)).toEqual([
      'weather.changed',
    ]);
  });

  it('keeps the journey the one that is open: nobody starts a second', () => {
    const scenario = started();
    scenario.operator('pause');
    expect(scenario.happens('application.started').disposition.kind).toBe('deferred');
    expect(scenario.journeys).toHaveLength(1);
  });

  it('is not done twice, and neither is resume', () => {
    const scenario = started();
    expect(scenario.operator('resume').disposition).toMatchObject({ reason: 'bad-command' });
    scenario.operator('pause');
    expect(scenario.operator('pause').disposition).toMatchObject({ reason: 'bad-command' });
    expect(scenario.operator('advance', { data: { target: 'offer' } }).disposition).toMatchObject({
      reason: 'bad-command',
      detail: expect.stringContaining('resume it first') as unknown,
    });
  });

  it('does not keep a journey from being cancelled', () => {
    const scenario = started();
    scenario.operator('pause');
    scenario.operator('cancel');
    expect(scenario.journey).toMatchObject({
      status: 'ended',
      outcome: 'cancelled',
      pausedAt: null,
    });
  });

  it('is not undone by a timer’s record from before', () => {
    const scenario = started();
    const [timer] = scenario.journey.timers;
    scenario.operator('pause', { at: '2026-11-21T10:10:00Z' });
    expect(timer && scenario.timer(scenario.journey, timer).disposition.kind).toBe('ignored');
    scenario.operator('resume', { at: '2026-11-21T12:10:00Z' });
    expect(timer && scenario.timer(scenario.journey, timer).disposition).toMatchObject({
      kind: 'ignored',
      reason: 'timer-gone',
    });
  });
});

describe('discard', () => {
  it('changes no journey: its disposition names the one it closes', () => {
    const scenario = started();
    const before = scenario.journeys;
    const { disposition, changed } = scenario.operator('discard', {
      journeyId: '',
      data: { disposition: 'di-3-7' },
    });
    expect(disposition).toMatchObject({
      kind: 'captured',
      reason: 'discarded',
      detail: 'di-3-7',
      journeyIds: [],
    });
    expect(changed).toEqual([]);
    expect(scenario.journeys).toBe(before);
    expect(scenario.operator('discard').disposition.reason).toBe('bad-command');
  });
});

it('a command counts once, by its id', () => {
  const scenario = started();
  scenario.operator('pause', { id: 'c-1' });
  expect(scenario.operator('pause', { id: 'c-1' }).disposition.kind).toBe('duplicate');
});
