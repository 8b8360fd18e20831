import { describe, expect, it } from '@jest/globals';
import { JourneyScenario } from '#testing';
import { type DefinitionSource } from '../definition/definition.js';

const RETURN: DefinitionSource = {
  journey: 'return',
  version: 1,
  title: 'Return',
  startsOn: ['return.asked'],
  lateness: { accept: 'PT24H', then: 'record' },
  fields: { weight: { type: 'number', from: ['parcel.scanned'] } },
  initial: 'sending',
  states: {
    sending: {
      on: {
        'parcel.scanned': [
          {
            target: 'received',
            guard: 'fields.weight > 1.0',
            lateness: { accept: 'P7D', then: 'record' },
          },
          { target: 'received' },
        ],
        'return.chatted': { lateness: { accept: 'PT1H', then: 'ignore' } },
        'return.paid': { target: 'done' },
      },
    },
    received: { on: { 'return.paid': { target: 'done' } } },
    done: { type: 'final', outcome: 'done' },
  },
};

function cameLate(type: string, hours: number, data?: Record<string, unknown>) {
  const scenario = new JourneyScenario(RETURN);
  scenario.happens('return.asked', { at: '2026-11-21T10:00:00Z' });
  const time = Date.parse('2026-11-25T10:00:00Z');
  const { disposition } = scenario.happens(type, {
    at: '2026-11-25T10:00:00Z',
    time: time - hours * 3_600_000,
    ...(data !== undefined && { data }),
  });
  return { disposition, state: scenario.journey.configuration, journey: scenario.journey };
}

describe('an event that comes late', () => {
  it('is only recorded, and says how old it is and may be', () => {
    const { disposition, state } = cameLate('return.paid', 51.5);
    expect(disposition).toMatchObject({ kind: 'late', reason: 'late' });
    expect(disposition.detail).toContain('up to 1 d after it happened; it comes after 2 d 3 h');
    expect(state).toEqual(['sending']);
  });

  it('is taken by a transition that waits longer', () => {
    expect(cameLate('parcel.scanned', 51, { weight: 2.5 }).state).toEqual(['received']);
    expect(cameLate('parcel.scanned', 8 * 24, { weight: 2.5 }).disposition.kind).toBe('late');
  });

  it('is judged by the transition whose guard would hold, with the fields the event brings', () => {
    const { disposition, journey } = cameLate('parcel.scanned', 51, { weight: 0.5 });
    expect(disposition.kind).toBe('late');
    expect(journey.fields).toEqual({});
  });

  it('is ignored by a transition that waits less', () => {
    expect(cameLate('return.chatted', 2).disposition).toMatchObject({
      kind: 'ignored',
      reason: 'late',
    });
    expect(cameLate('return.chatted', 0.5).disposition.kind).toBe('captured');
  });
});
