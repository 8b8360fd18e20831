import { describe, expect, it } from '@jest/globals';
import { JourneyScenario } from '#testing';
import { type DefinitionSource, type InvokeSource } from '../definition/definition.js';

/** A credit check that is asked when the details are in, and answers in its own time. */
function creditJourney(invoke: Partial<InvokeSource> = {}): DefinitionSource {
  return {
    journey: 'credit',
    version: 1,
    title: 'Credit',
    startsOn: ['credit.asked'],
    fields: {
      income: { type: 'number', from: ['credit.asked'] },
      score: { type: 'number', from: ['done.invoke.check'] },
    },
    initial: 'checking',
    states: {
      checking: {
        backstage: true,
        invoke: {
          id: 'check',
          service: 'credit-check',
          input: { income: 'fields.income' },
          onDone: [{ target: 'offer', guard: 'event.data.score > 600' }, { target: 'declined' }],
          onError: { target: 'byHand', guard: 'event.data.attempts >= 1' },
          ...invoke,
        },
        on: { 'credit.withdrawn': { target: 'withdrawn' }, 'credit.seen': {} },
      },
      offer: { on: { 'offer.accepted': { target: 'accepted' } } },
      byHand: { on: { 'credit.decided': { target: 'offer' } } },
      accepted: { type: 'final', outcome: 'accepted' },
      declined: { type: 'final', outcome: 'declined' },
      withdrawn: { type: 'final', outcome: 'withdrawn' },
    },
  };
}

function asked(invoke: Partial<InvokeSource> = {}): JourneyScenario {
  const scenario = new JourneyScenario(creditJourney(invoke));
  scenario.happens('credit.asked', { at: '2026-11-21T10:00:00Z', data: { income: 52_000 } });
  return scenario;
}

const states = ({ journey }: JourneyScenario): readonly string[] => journey.configuration;

describe('a state that invokes a service', () => {
  it('calls it when it is entered, with what the journey knows', () => {
    const scenario = new JourneyScenario(creditJourney({ timeout: 'PT30S' }));
    const { actions } = scenario.happens('credit.asked', {
      at: '2026-11-21T10:00:00Z',
      data: { income: 52_000 },
    });
    expect(actions).toMatchObject([
      {
        kind: 'call',
        name: 'credit-check',
        invocation: 'check',
        attempt: 1,
        deadline: Date.parse('2026-11-21T10:00:30Z'),
        input: '{"income":52000}',
      },
    ]);
    expect(scenario.journey.invocations).toMatchObject([
      { id: 'check', state: 'checking', status: 'running', action: actions[0]?.id },
    ]);
  });

  it('goes where the answer leads, and keeps the fields it brings', () => {
    const scenario = asked();
    const { disposition, journeyEvents } = scenario.answers('check', { score: 700 });
    expect(disposition.kind).toBe('advanced');
    expect(journeyEvents.map(({ type }) => type)).toEqual(['captured', 'advanced']);
    expect(states(scenario)).toEqual(['offer']);
    expect(scenario.journey.fields['score']).toMatchObject({ value: '700', channel: 'service' });
    expect(scenario.journey.invocations).toEqual([]);
    const poor = asked();
    poor.answers('check', { score: 300 });
    expect(poor.journey).toMatchObject({ status: 'ended', outcome: 'declined' });
  });

  it('takes an answer once, and only to the call it waits for', () => {
    const scenario = asked();
    const action = scenario.callOf('check');
    expect(scenario.answers('check', {}, { action: 'ac-9-9-9' }).disposition).toMatchObject({
      kind: 'ignored',
      reason: 'not-awaited',
      detail: expect.stringContaining(`awaits \`${action}\``) as unknown,
    });
    scenario.answers('check', { score: 700 });
    const { version } = scenario.journey;
    expect(scenario.answers('check', { score: 1 }, { action }).disposition.kind).toBe('ignored');
    expect(scenario.journey).toMatchObject({ version, configuration: ['offer'] });
  });

  it('finds the journey by the call, whether or not the answer names it', () => {
    const scenario = asked();
    scenario.answers('check', { score: 700 }, { journeyId: null });
    expect(states(scenario)).toEqual(['offer']);
  });

  it('believes nobody who sends its own events from outside', () => {
    const scenario = asked();
    const { disposition } = scenario.happens('done.invoke.check', {
      journeyId: scenario.journey.journeyId,
      data: { score: 999 },
    });
    expect(disposition).toMatchObject({ kind: 'unmatched', reason: 'state-does-not-accept' });
    expect(states(scenario)).toEqual(['checking']);
  });
});

describe('a service that fails', () => {
  it('leads where the error does, with its code and the attempts made', () => {
    const scenario = asked();
    expect(scenario.fails('check', { code: 'down', message: 'no' }).disposition.kind).toBe(
      'advanced',
    );
    expect(states(scenario)).toEqual(['byHand']);
  });

  it('is called again with the same input, after a wait that doubles', () => {
    const scenario = asked({ retry: { attempts: 3, backoff: 'PT10S' } });
    const { disposition } = scenario.fails(
      'check',
      { code: 'busy' },
      { at: '2026-11-21T10:00:05Z' },
    );
    expect(disposition).toMatchObject({
      kind: 'captured',
      detail: expect.stringContaining('busy; the next attempt is in 10 s') as unknown,
    });
    const [again] = scenario.untilTime('2026-11-21T10:00:15Z');
    expect(again?.actions).toMatchObject([
      { kind: 'call', attempt: 2, invocation: 'check', input: '{"income":52000}' },
    ]);
    scenario.fails('check', { code: 'busy' }, { at: '2026-11-21T10:00:20Z' });
    expect(scenario.untilTime('2026-11-21T10:00:39Z')).toEqual([]);
    expect(scenario.untilTime('2026-11-21T10:00:40Z')[0]?.actions).toMatchObject([{ attempt: 3 }]);
    scenario.fails('check', { code: 'busy' });
    expect(states(scenario)).toEqual(['byHand']);
  });

  it('is not called again when it says that this would not help', () => {
    const scenario = asked({ retry: { attempts: 3 } });
    scenario.fails('check', { code: 'unknown-customer', retryable: false });
    expect(states(scenario)).toEqual(['byHand']);
  });

  it('counts as failed when it does not answer in time; an answer after that is late', () => {
    const scenario = asked({ timeout: 'PT30S', retry: { attempts: 2, backoff: 'PT10S' } });
    const first = scenario.callOf('check');
    const [timeout] = scenario.untilTime('2026-11-21T10:00:30Z');
    expect(timeout?.disposition).toMatchObject({
      kind: 'captured',
      detail: expect.stringContaining('failed: timeout') as unknown,
    });
    const late = scenario.answers(
      'check',
      { score: 700 },
      {
        action: first,
        at: '2026-11-21T10:00:35Z',
      },
    );
    expect(late.disposition).toMatchObject({ kind: 'late', reason: 'late' });
    scenario.untilTime('2026-11-21T10:00:40Z');
    const stale = scenario.answers(
      'check',
      { score: 700 },
      {
        action: first,
        at: '2026-11-21T10:00:41Z',
      },
    );
    expect(stale.disposition).toMatchObject({ kind: 'ignored', reason: 'not-awaited' });
    scenario.untilTime('2026-11-21T10:01:10Z');
    expect(states(scenario)).toEqual(['byHand']);
    expect(scenario.journey.timers).toEqual([]);
  });

  it('and nothing in the journey provides for it: somebody is asked to help, and it is stalled', () => {
    const scenario = asked({ onError: { target: 'byHand', guard: 'event.data.code == "busy"' } });
    const { actions, journeyEvents } = scenario.fails('check', { code: 'down', message: 'no' });
    expect(actions).toMatchObject([{ kind: 'task', name: 'service-unhandled' }]);
    expect(JSON.parse(actions[0]?.input ?? '')).toEqual({
      service: 'credit-check',
      invocation: 'check',
      state: ['checking'],
      event: 'error.invoke.check',
      code: 'down',
      message: 'no',
      attempts: 1,
    });
    expect(journeyEvents.map(({ type }) => type)).toEqual(['stalled']);
    expect(scenario.journey.stalled).toBe(true);
    const retold = scenario.operator('advance', {
      data: { event: 'done.invoke.check', data: { score: 700 } },
    });
    expect(retold.disposition.kind).toBe('advanced');
    expect(states(scenario)).toEqual(['offer']);
    expect(scenario.journey.stalled).toBe(false);
  });
});

describe('leaving the state', () => {
  it('ends the waiting: no timer is left, and the answer is not awaited', () => {
    const scenario = asked({ timeout: 'PT30S' });
    const action = scenario.callOf('check');
    scenario.happens('credit.withdrawn', { at: '2026-11-21T10:00:10Z' });
    expect(scenario.journey).toMatchObject({ status: 'ended', timers: [], invocations: [] });
    expect(scenario.answers('check', {}, { action }).disposition).toMatchObject({
      kind: 'ignored',
      reason: 'not-awaited',
    });
  });

  it('in between changes nothing for a transition that leaves nothing', () => {
    const scenario = asked({ timeout: 'PT1H' });
    const action = scenario.callOf('check');
    scenario.happens('credit.seen');
    expect(scenario.callOf('check')).toBe(action);
  });
});

it('an answer that no guard of onDone lets pass asks for help instead of waiting for ever', () => {
  const scenario = asked({ onDone: { target: 'offer', guard: 'event.data.score > 600' } });
  const { disposition, actions } = scenario.answers('check', { score: 300 });
  expect(disposition).toMatchObject({
    kind: 'captured',
    detail: expect.stringContaining('guard `event.data.score > 600` was false') as unknown,
  });
  expect(actions).toMatchObject([{ kind: 'task', name: 'service-unhandled' }]);
  expect(scenario.journey).toMatchObject({ stalled: true, fields: { score: { value: '300' } } });
});

it('a result that is no object is the value of one', () => {
  const scenario = asked({ onDone: { target: 'offer', guard: 'event.data.value == "yes"' } });
  scenario.answers('check', 'yes');
  expect(states(scenario)).toEqual(['offer']);
});
