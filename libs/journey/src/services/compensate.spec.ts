import { describe, expect, it } from '@jest/globals';
import { JourneyScenario } from '#testing';
import { type DefinitionSource } from '../definition/definition.js';

/** A seat and a hotel are booked one after the other; each can be undone. */
const TRIP: DefinitionSource = {
  journey: 'trip',
  version: 1,
  title: 'Trip',
  startsOn: ['trip.asked'],
  fields: { city: { type: 'string', from: ['trip.asked'] } },
  initial: 'seat',
  states: {
    seat: {
      on: { 'trip.dropped': { target: 'cancelled' }, 'trip.skipped': { target: 'hotel' } },
      invoke: {
        id: 'seat',
        service: 'book-seat',
        input: { city: 'fields.city' },
        timeout: 'PT5M',
        onDone: { target: 'hotel' },
        onError: { target: 'failed' },
        compensate: { service: 'return-seat' },
      },
    },
    hotel: {
      on: { 'trip.dropped': { target: 'cancelled' } },
      invoke: {
        id: 'hotel',
        service: 'book-hotel',
        onDone: { target: 'paying' },
        onError: { target: 'failed' },
        compensate: { service: 'return-hotel', input: { town: 'fields.city' } },
      },
    },
    paying: {
      on: {
        'trip.paid': { target: 'booked' },
        'trip.refused': { target: 'failed' },
        'trip.given-up': { target: 'abandoned' },
      },
    },
    booked: { type: 'final', outcome: 'booked' },
    failed: { type: 'final', outcome: 'failed' },
    cancelled: { type: 'final', outcome: 'cancelled' },
    abandoned: { type: 'final', outcome: 'abandoned', compensate: true },
  },
};

function asked(): JourneyScenario {
  const scenario = new JourneyScenario(TRIP);
  scenario.happens('trip.asked', { data: { city: 'Faro' } });
  return scenario;
}

function bothBooked(): JourneyScenario {
  const scenario = asked();
  scenario.answers('seat', { place: '12A' });
  scenario.answers('hotel');
  return scenario;
}

const calls = ({ actions }: ReturnType<JourneyScenario['happens']>): string[] =>
  actions.map(({ name, input }) => `${name} ${input}`);

const UNDONE = ['return-hotel {"town":"Faro"}', 'return-seat {"city":"Faro"}'];

describe('what was done is undone, the last first,', () => {
  it('when the journey fails', () => {
    const scenario = bothBooked();
    const { actions } = scenario.happens('trip.refused');
    expect(actions.map(({ name, input }) => `${name} ${input}`)).toEqual(UNDONE);
    expect(actions.map(({ invocation }) => invocation)).toEqual([null, null]);
    expect(scenario.journey).toMatchObject({ outcome: 'failed', invocations: [] });
  });

  it('when an operator cancels it', () => {
    expect(calls(bothBooked().operator('cancel'))).toEqual(UNDONE);
  });

  it('at an end that asks for it', () => {
    expect(calls(bothBooked().happens('trip.given-up'))).toEqual(UNDONE);
  });

  it('and only what was done', () => {
    const scenario = asked();
    scenario.answers('seat');
    const { actions } = scenario.fails('hotel', { code: 'full' });
    expect(actions.map(({ name }) => name)).toEqual(['return-seat']);
  });

  it('and not at a good end', () => {
    const scenario = bothBooked();
    expect(calls(scenario.happens('trip.paid'))).toEqual([]);
    expect(scenario.journey.invocations).toEqual([]);
  });
});

describe('a service that answers after its state was left', () => {
  it('is undone at once when it did what nobody waits for any more', () => {
    const scenario = asked();
    const action = scenario.callOf('seat');
    scenario.happens('trip.skipped');
    expect(scenario.journey.invocations).toMatchObject([
      { id: 'seat', status: 'stopped' },
      { id: 'hotel', status: 'running' },
    ]);
    const decision = scenario.answers('seat', {}, { action });
    expect(decision.disposition).toMatchObject({
      kind: 'captured',
      detail: expect.stringContaining('it is undone') as unknown,
    });
    expect(calls(decision)).toEqual(['return-seat {"city":"Faro"}']);
    expect(scenario.journey.configuration).toEqual(['hotel']);
    expect(scenario.answers('seat', {}, { action }).disposition.kind).toBe('ignored');
  });

  it('even when the journey is over', () => {
    const scenario = asked();
    const action = scenario.callOf('seat');
    scenario.happens('trip.dropped');
    expect(scenario.journey.status).toBe('ended');
    expect(calls(scenario.answers('seat', {}, { action }))).toEqual([
      'return-seat {"city":"Faro"}',
    ]);
    expect(scenario.journey).toMatchObject({ status: 'ended', invocations: [] });
  });

  it('and was not done, there is nothing to undo', () => {
    const scenario = asked();
    const action = scenario.callOf('seat');
    scenario.happens('trip.dropped');
    const decision = scenario.fails('seat', {}, { action });
    expect(calls(decision)).toEqual([]);
    expect(scenario.journey.invocations).toEqual([]);
  });

  it('after it was given up for taking too long, too', () => {
    const scenario = asked();
    const action = scenario.callOf('seat');
    scenario.happens('page.viewed', { at: '2026-11-21T12:00:00Z' });
    expect(scenario.journey).toMatchObject({ outcome: 'failed' });
    expect(calls(scenario.answers('seat', {}, { action }))).toEqual([
      'return-seat {"city":"Faro"}',
    ]);
  });
});
