import { describe, expect, it } from '@jest/globals';
import { JourneyScenario } from '#testing';
import { continuation, type Continuation } from './continuation.js';
import { type DefinitionSource } from '../definition/definition.js';

const MOVE: DefinitionSource = {
  journey: 'move',
  version: 1,
  title: 'Move',
  startsOn: ['move.asked'],
  fields: {
    street: { type: 'string', from: ['move.told'], staleAfter: 'P30D', verifiedBy: 'visit.made' },
    rooms: { type: 'integer', from: ['move.told', 'rooms.counted'] },
    key: { type: 'string', from: ['key.given'] },
  },
  initial: 'moving',
  states: {
    moving: {
      initial: 'telling',
      on: { 'move.cancelled': { target: 'cancelled', label: 'Call it off' } },
      states: {
        telling: {
          channels: { web: '/move', phone: 'Where to?' },
          needs: ['street', 'rooms'],
          defer: ['key.given'],
          on: {
            'move.told': [
              { target: 'quoting', guard: 'fields.rooms > 0', needs: ['street'], label: 'Tell' },
              { label: 'Think about it', needs: ['rooms'] },
            ],
            'visit.made': { label: 'Visit', needs: [] },
          },
          after: { P7D: { target: 'cancelled' } },
        },
        quoting: {
          channels: { phone: 'We are counting' },
          invoke: {
            service: 'quotes',
            timeout: 'PT1M',
            retry: { attempts: 3, backoff: 'PT1H' },
            onDone: { target: 'agreed' },
            onError: { target: 'cancelled' },
          },
          after: { P7D: { target: 'cancelled' } },
        },
        agreed: {
          needs: ['key'],
          on: { 'key.given': { target: 'done' } },
          channels: { branch: 'Take the key' },
        },
      },
    },
    done: { type: 'final', outcome: 'done' },
    cancelled: { type: 'final', outcome: 'cancelled' },
  },
};

function asked(): JourneyScenario {
  const scenario = new JourneyScenario(MOVE);
  scenario.happens('move.asked', { at: '2026-11-01T10:00:00Z' });
  return scenario;
}

function resume(scenario: JourneyScenario, channel = 'web', at?: string): Continuation {
  const { journey, definitions } = scenario;
  const definition = definitions.get(journey.definition, journey.definitionVersion);
  if (definition === undefined) throw new Error('the definition is gone');
  return continuation(definition, journey, {
    channel,
    now: at === undefined ? scenario.now : Date.parse(at),
  });
}

const stepOf = (shown: Continuation, event: string) =>
  shown.next.find((one) => one.event === event);

describe('whoever goes on with a journey', () => {
  it('is asked for all that any way on from the step needs, and called what the first is called', () => {
    expect(stepOf(resume(asked()), 'move.told')).toMatchObject({
      label: 'Tell',
      needs: ['street', 'rooms'],
      prompt: '/move',
    });
  });

  it('is asked for nothing where the step says so, nor to leave', () => {
    const shown = resume(asked(), 'phone');
    expect(stepOf(shown, 'visit.made')).toMatchObject({ needs: [], prompt: 'Where to?' });
    expect(stepOf(shown, 'move.cancelled')).toEqual({
      event: 'move.cancelled',
      label: 'Call it off',
      needs: [],
      here: true,
      prompt: null,
    });
  });

  it('has no words of another channel', () => {
    const steps = resume(asked(), 'chat').next;
    expect(steps.map(({ here, prompt }) => [here, prompt])).toEqual(steps.map(() => [false, null]));
  });

  it('is not asked for what waits in the journey, which is known', () => {
    const scenario = asked();
    expect(resume(scenario).fields['key']).toEqual({ status: 'missing' });
    scenario.happens('key.given', { channel: 'branch', data: { key: 'under the mat' } });
    expect(scenario.journey.fields).toEqual({});
    expect(resume(scenario).fields['key']).toMatchObject({
      status: 'collected',
      value: 'under the mat',
      from: { channel: 'branch' },
    });
  });

  it('is told of a value in use, not of the one that waits to take its place', () => {
    const scenario = asked();
    scenario.happens('rooms.counted', { data: { rooms: 2 } });
    scenario.operator('pause');
    scenario.happens('rooms.counted', { data: { rooms: 3 } });
    scenario.happens('move.told', { data: { street: 'Elm St' } });
    const { fields } = resume(scenario);
    expect(fields['rooms']?.value).toBe(2);
    expect(fields['street']).toMatchObject({ status: 'collected', value: 'Elm St' });
  });
});

describe('a field of a continuation', () => {
  function verified(): JourneyScenario {
    const scenario = asked();
    scenario.happens('move.told', { data: { street: 'Elm St', rooms: 0 } });
    scenario.happens('visit.made', { channel: 'branch', at: '2026-11-06T10:00:00Z' });
    return scenario;
  }

  it('says what verified it', () => {
    expect(resume(verified()).fields['street']).toEqual({
      status: 'verified',
      value: 'Elm St',
      from: { channel: 'web', time: '2026-11-01T10:01:00.000Z', interaction: 'i-1' },
      verifiedBy: { channel: 'branch', time: '2026-11-06T10:00:00.000Z', interaction: 'i-2' },
    });
  });

  it('ages from when it was verified last; then it is stale, and still says that it was', () => {
    const fresh = resume(verified(), 'web', '2026-12-06T10:00:00.000Z');
    expect(fresh.fields['street']?.status).toBe('verified');
    expect(stepOf(fresh, 'move.told')?.needs).not.toContain('street');
    const old = resume(verified(), 'web', '2026-12-06T10:00:00.001Z');
    expect(old.fields['street']).toMatchObject({
      status: 'stale',
      value: 'Elm St',
      verifiedBy: { interaction: 'i-2' },
    });
    expect(stepOf(old, 'move.told')?.needs).toContain('street');
  });
});

describe('a journey that cannot go on now', () => {
  it('says whose answer it waits for, since when, and which attempt that is', () => {
    const scenario = asked();
    expect(resume(scenario).waitingFor).toEqual([]);
    scenario.happens('move.told', {
      at: '2026-11-02T10:00:00Z',
      data: { street: 'Elm St', rooms: 3 },
    });
    const since = '2026-11-02T10:00:00.000Z';
    expect(resume(scenario).waitingFor).toEqual([{ service: 'quotes', since, attempt: 1 }]);
    scenario.fails('quoting', { code: 'busy' });
    expect(resume(scenario).waitingFor).toEqual([{ service: 'quotes', since, attempt: 1 }]);
    scenario.untilTime('2026-11-02T11:30:00Z');
    expect(resume(scenario).waitingFor).toEqual([{ service: 'quotes', since, attempt: 2 }]);
    scenario.operator('advance', { data: { target: 'agreed' } });
    expect(resume(scenario).waitingFor).toEqual([]);
  });

  it('says that an operator holds it: nothing can be done, and nothing is due', () => {
    const scenario = asked();
    expect(resume(scenario)).toMatchObject({ status: 'open', pausedSince: null });
    expect(resume(scenario).due).toBe('2026-11-08T10:00:00.000Z');
    scenario.operator('pause', { at: '2026-11-02T10:00:00Z' });
    expect(resume(scenario)).toMatchObject({
      status: 'paused',
      pausedSince: '2026-11-02T10:00:00.000Z',
      due: null,
      next: [],
    });
    scenario.operator('resume', { at: '2026-11-03T10:00:00Z' });
    expect(resume(scenario)).toMatchObject({
      status: 'open',
      pausedSince: null,
      due: '2026-11-09T10:00:00.000Z',
    });
  });
});
