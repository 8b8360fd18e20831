import { describe, expect, it } from '@jest/globals';
import { JourneyScenario } from '#testing';
import { continuation } from '../continuation/continuation.js';
import { type DefinitionSource } from '../definition/definition.js';

/** Papers and payment are done in any order, on any channel; the move-in needs both. */
const TENANCY: DefinitionSource = {
  journey: 'tenancy',
  version: 1,
  title: 'Tenancy',
  startsOn: ['tenancy.asked'],
  fields: {
    name: { type: 'string', from: ['papers.signed'] },
    iban: { type: 'string', pii: true, from: ['rent.paid'] },
  },
  initial: 'preparing',
  states: {
    preparing: {
      type: 'parallel',
      on: {
        'tenancy.withdrawn': { target: 'withdrawn' },
        'tenancy.questioned': { target: 'question' },
      },
      onDone: { target: 'ready' },
      states: {
        papers: {
          initial: 'reading',
          states: {
            reading: {
              title: 'Read the contract',
              channels: { web: '/contract' },
              on: { 'papers.read': { target: 'signing' } },
            },
            signing: {
              title: 'Sign it',
              channels: { web: '/sign', branch: 'Have it signed' },
              needs: ['name'],
              on: { 'papers.signed': { target: 'signed', needs: [] } },
            },
            signed: { type: 'final' },
          },
        },
        rent: {
          initial: 'owing',
          defer: ['keys.given'],
          states: {
            owing: {
              title: 'Pay the first rent',
              channels: { phone: 'Your account number, please?' },
              needs: ['iban'],
              on: { 'rent.paid': { target: 'paid' } },
              after: { P7D: [{ target: 'waived', guard: 'false' }, { target: 'chased' }] },
            },
            waived: { on: { 'rent.paid': { target: 'paid' } } },
            chased: { backstage: true, on: { 'rent.paid': { target: 'paid' } } },
            paid: { type: 'final' },
          },
        },
        back: { type: 'history', history: 'deep', target: 'reading' },
      },
    },
    question: { on: { 'tenancy.answered': { target: 'back' } } },
    ready: { title: 'Keys', on: { 'keys.given': { target: 'moved' } } },
    moved: { type: 'final', outcome: 'moved-in' },
    withdrawn: { type: 'final', outcome: 'withdrawn' },
  },
};

function asked(): JourneyScenario {
  const scenario = new JourneyScenario(TENANCY);
  scenario.happens('tenancy.asked', { at: '2026-11-21T10:00:00Z' });
  return scenario;
}

function resume(scenario: JourneyScenario, channel: string) {
  const { journey, definitions } = scenario;
  const definition = definitions.get(journey.definition, journey.definitionVersion);
  if (definition === undefined) throw new Error('unknown definition');
  return continuation(definition, journey, { channel, now: scenario.now });
}

describe('a journey in parallel regions', () => {
  it('goes on in each of them by itself, and past them when all are done', () => {
    const scenario = asked();
    expect(scenario.journey.configuration).toEqual(['reading', 'owing']);
    scenario.happens('rent.paid', { channel: 'phone', data: { iban: 'PT50' } });
    expect(scenario.journey.configuration).toEqual(['reading', 'paid']);
    scenario.happens('papers.read');
    const last = scenario.happens('papers.signed', { data: { name: 'Ana' } });
    expect(scenario.journey.configuration).toEqual(['ready']);
    expect(last.journeyEvents.map(({ type }) => type)).toEqual(['captured', 'advanced']);
  });

  it('offers the steps of every region, each as its own state does it', () => {
    const scenario = asked();
    scenario.happens('papers.read');
    expect(resume(scenario, 'branch')).toMatchObject({
      state: ['signing', 'owing'],
      stateTitle: 'Sign it, Pay the first rent',
    });
    const steps = resume(scenario, 'branch').next;
    expect(steps.map(({ event, here, needs }) => [event, here, needs])).toEqual([
      ['papers.signed', true, []],
      ['tenancy.withdrawn', true, []],
      ['tenancy.questioned', true, []],
      ['rent.paid', false, ['iban']],
    ]);
    expect(resume(scenario, 'phone').next.find(({ event }) => event === 'rent.paid')).toMatchObject(
      { here: true, prompt: 'Your account number, please?', needs: ['iban'] },
    );
  });

  it('counts the steps of all regions, since all have to be done', () => {
    const scenario = asked();
    const progress = () => resume(scenario, 'web').progress;
    expect(progress()).toEqual({ done: 0, of: 4 });
    scenario.happens('rent.paid');
    expect(progress()).toEqual({ done: 1, of: 4 });
    scenario.happens('papers.read');
    expect(progress()).toEqual({ done: 2, of: 4 });
    scenario.happens('papers.signed');
    expect(progress()).toEqual({ done: 3, of: 4 });
    scenario.happens('keys.given');
    expect(scenario.journey).toMatchObject({ status: 'ended', outcome: 'moved-in' });
    expect(progress()).toEqual({ done: 4, of: 4 });
  });

  it('keeps an event that one region defers until some state takes it', () => {
    const scenario = asked();
    const early = scenario.happens('keys.given', { actor: 'agent' });
    expect(early.disposition).toMatchObject({ kind: 'deferred' });
    expect(early.disposition.detail).toContain('until it has left `owing`');
    scenario.happens('rent.paid');
    scenario.happens('papers.read');
    expect(scenario.journey.status).toBe('open');
    scenario.happens('papers.signed');
    expect(scenario.journey).toMatchObject({ status: 'ended', outcome: 'moved-in' });
  });

  it('comes back to where it was by its history', () => {
    const scenario = asked();
    scenario.happens('papers.read');
    scenario.happens('tenancy.questioned');
    expect(scenario.journey.configuration).toEqual(['question']);
    scenario.happens('tenancy.answered');
    expect(scenario.journey.configuration).toEqual(['signing', 'owing']);
    expect(scenario.journey.timers.map(({ id }) => id)).toEqual(['owing:P7D', 'owing:P7D#2']);
  });

  it('leaves all regions by a transition of the state around them', () => {
    const scenario = asked();
    scenario.happens('tenancy.withdrawn');
    expect(scenario.journey).toMatchObject({ outcome: 'withdrawn', timers: [] });
  });

  it('tries the transitions after one delay in order', () => {
    const scenario = asked();
    scenario.untilTime('2026-11-28T10:00:00Z');
    expect(scenario.journey.configuration).toEqual(['reading', 'chased']);
  });

  it('says which states would take what none of its own does', () => {
    const { disposition } = asked().happens('tenancy.answered');
    expect(disposition.detail).toContain(
      'is in `reading`, `owing`, which does not take `tenancy.answered`; `question` would',
    );
  });

  it('is moved by hand in one region without touching the other', () => {
    const scenario = asked();
    scenario.happens('papers.read');
    scenario.operator('advance', { data: { target: 'chased' } });
    expect(scenario.journey.configuration).toEqual(['signing', 'chased']);
  });
});

describe('a journey that raises events', () => {
  const raising: DefinitionSource = {
    journey: 'raising',
    version: 1,
    title: 'Raising',
    startsOn: ['r.started'],
    initial: 'both',
    states: {
      both: {
        type: 'parallel',
        onDone: { target: 'done' },
        states: {
          one: {
            initial: 'a',
            states: {
              a: { on: { 'r.go': { target: 'b', actions: [{ raise: 'r.told' }] } } },
              b: { type: 'final' },
            },
          },
          two: {
            initial: 'x',
            states: { x: { on: { 'r.told': { target: 'y' } } }, y: { type: 'final' } },
          },
        },
      },
      done: { type: 'final', outcome: 'done' },
    },
  };

  it('tells one region what happened in another, inside the same step', () => {
    const scenario = new JourneyScenario(raising);
    scenario.happens('r.started');
    expect(resume(scenario, 'web').next.map(({ event }) => event)).toEqual(['r.go']);
    const { journeyEvents, actions } = scenario.happens('r.go');
    expect(journeyEvents.map(({ type, to }) => [type, to])).toEqual([
      ['advanced', ['done']],
      ['completed', ['done']],
    ]);
    expect(actions).toEqual([]);
  });

  it('for ever, is an error that names the loop', () => {
    const scenario = new JourneyScenario({
      ...raising,
      initial: 'ping',
      states: {
        ping: {
          entry: [{ raise: 'r.pong' }],
          on: { 'r.pong': { target: 'pong' }, 'r.end': { target: 'done' } },
        },
        pong: { entry: [{ raise: 'r.ping' }], on: { 'r.ping': { target: 'ping' } } },
        done: { type: 'final', outcome: 'done' },
      },
    });
    expect(() => scenario.happens('r.started')).toThrow(/`ping` → `pong`|`pong` → `ping`/);
  });
});
