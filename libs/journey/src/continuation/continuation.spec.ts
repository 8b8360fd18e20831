import { describe, expect, it } from '@jest/globals';
import { CARD_APPLICATION, JourneyScenario } from '#testing';
import { continuation, type Continuation } from './continuation.js';
import { storyLine } from './story-line.js';

function inIdentity(): JourneyScenario {
  const scenario = new JourneyScenario(CARD_APPLICATION);
  scenario.happens('application.started', { at: '2026-11-21T10:00:00Z' });
  scenario.happens('application.details-submitted', {
    data: { fullName: 'Ana Silva', income: 52_000 },
  });
  return scenario;
}

function resume(scenario: JourneyScenario, channel?: string, at?: string): Continuation {
  const { journey, definitions } = scenario;
  const definition = definitions.get(journey.definition, journey.definitionVersion);
  if (definition === undefined) throw new Error('unknown definition');
  const now = at === undefined ? scenario.now : Date.parse(at);
  return continuation(definition, journey, { ...(channel !== undefined && { channel }), now });
}

describe('the continuation of a journey', () => {
  it('says where it stands', () => {
    expect(resume(inIdentity())).toMatchObject({
      definition: 'card-application',
      version: 1,
      title: 'Credit card application',
      state: ['identity'],
      stateTitle: 'Prove who you are',
      since: '2026-11-21T10:01:00.000Z',
      startedOn: 'web',
      lastChannel: 'web',
      lastSeen: '2026-11-21T10:01:00.000Z',
      stalled: false,
      lease: null,
      recent: [
        { channel: 'web', summary: 'Application started' },
        { channel: 'web', summary: 'Details submitted' },
      ],
    });
  });

  it('lists every field: collected with where it came from, missing, verified, stale', () => {
    const scenario = inIdentity();
    const { fields } = resume(scenario);
    expect(fields['fullName']).toEqual({
      status: 'collected',
      value: 'Ana Silva',
      from: { channel: 'web', time: '2026-11-21T10:01:00.000Z', interaction: 'i-1' },
    });
    expect(fields['idNumber']).toEqual({ status: 'missing' });
    scenario.happens('identity.submitted', { channel: 'phone', data: { idNumber: 'P-1' } });
    scenario.happens('identity.verified', { channel: 'phone', data: { level: 1 } });
    const later = resume(scenario, 'phone', '2026-12-31T00:00:00Z').fields;
    expect(later['idNumber']?.status).toBe('verified');
    expect(later['income']).toMatchObject({ status: 'stale', value: 52_000 });
    expect(later['fullName']?.status).toBe('collected');
  });

  it('names what nobody shall be asked for again: what is known and fresh, and nothing else', () => {
    const scenario = inIdentity();
    expect(resume(scenario).known).toEqual(['fullName', 'income']);
    expect(resume(scenario, 'phone', '2026-12-31T00:00:00Z').known).toEqual(['fullName']);
  });

  it.each([
    ['application.details-submitted', 'Details submitted'],
    ['identity.verified', 'Identity verified'],
    ['started', 'Started'],
    ['handoff.redeemed', 'Came over by code or link'],
    ['caller.recognised', 'Recognised by what they know'],
    ['pause', 'Paused'],
  ])('tells %s as a person would: %s', (type, line) => {
    expect(storyLine(type)).toBe(line);
  });

  it('offers the next steps as the asking channel does them', () => {
    expect(resume(inIdentity(), 'phone').next).toEqual([
      {
        event: 'identity.verified',
        label: 'Check the identity',
        needs: ['idNumber'],
        here: true,
        prompt: 'I only need the number of your passport.',
      },
      {
        event: 'application.withdrawn',
        label: 'Withdrawn',
        needs: [],
        here: true,
        prompt: null,
      },
    ]);
    expect(resume(inIdentity(), 'web').next).toMatchObject([
      { event: 'identity.verified', here: false, prompt: null },
      { event: 'application.withdrawn', here: false },
    ]);
  });

  it('asks again for what is stale', () => {
    const scenario = new JourneyScenario(CARD_APPLICATION);
    scenario.happens('application.started', { at: '2026-11-21T10:00:00Z' });
    scenario.happens('profile.changed', { data: { fullName: 'Ana', income: 1 } });
    expect(resume(scenario).next[0]?.needs).toEqual([]);
    expect(resume(scenario, 'web', '2026-12-22T10:02:00Z').next[0]?.needs).toEqual(['income']);
  });

  it('asks nothing of anyone while the work is backstage, nor when it is over', () => {
    const scenario = inIdentity();
    scenario.happens('identity.verified', { data: { level: 1 } });
    expect(scenario.journey.configuration).toEqual(['credit']);
    expect(resume(scenario).next).toEqual([]);
    scenario.happens('application.withdrawn');
    expect(resume(scenario)).toMatchObject({ next: [], due: null });
  });

  it('measures progress by the chart: steps done, of those on the shortest way to a good outcome', () => {
    const scenario = new JourneyScenario(CARD_APPLICATION);
    scenario.happens('application.started');
    expect(resume(scenario).progress).toEqual({ done: 0, of: 4 });
    scenario.happens('application.details-submitted', { data: { fullName: 'Ana', income: 1 } });
    expect(resume(scenario).progress).toEqual({ done: 1, of: 4 });
    scenario.happens('identity.verified', { data: { level: 1 } });
    scenario.happens('credit.reported', { data: { score: 700 } });
    scenario.happens('offer.accepted');
    expect(resume(scenario).progress).toEqual({ done: 4, of: 4 });
  });

  it('does not fall back where only time leads on', () => {
    const scenario = new JourneyScenario({
      journey: 'lamp',
      version: 1,
      title: 'Lamp',
      startsOn: ['lamp.asked'],
      initial: 'asked',
      states: {
        asked: { backstage: true, on: { 'lamp.lit': { target: 'burning' } } },
        burning: { backstage: true, after: { PT1H: { target: 'smoking' } } },
        smoking: { backstage: true, on: { 'lamp.trimmed': { target: 'done' } } },
        done: { type: 'final', outcome: 'done' },
      },
    });
    scenario.happens('lamp.asked', { at: '2026-11-21T10:00:00Z' });
    scenario.happens('lamp.lit');
    expect(resume(scenario).progress).toEqual({ done: 1, of: 3 });
    const [timer] = scenario.journey.timers;
    if (timer === undefined) throw new Error('the lamp burns for ever');
    scenario.timer(scenario.journey, timer);
    expect(resume(scenario).progress).toEqual({ done: 2, of: 3 });
  });

  it('says when the state’s next timer fires', () => {
    const scenario = new JourneyScenario(CARD_APPLICATION);
    scenario.happens('application.started', { at: '2026-11-21T10:00:00Z' });
    expect(resume(scenario).due).toBe('2026-11-21T10:30:00.000Z');
    expect(resume(inIdentity()).due).toBeNull();
  });
});
