import { beforeEach, describe, expect, it } from '@jest/globals';
import { type JourneyEvent } from '#contracts';
import { CARD_APPLICATION, JourneyScenario, type Happening } from '#testing';
import { type DefinitionSource } from '../definition/definition.js';
import { HAND_OFF_EVENTS } from '../record/hand-off-events.js';

const { made, redeemed, expired, recognised } = HAND_OFF_EVENTS;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Waits for a hand-off as for a step. */
const TAKING: DefinitionSource = {
  journey: 'taking',
  version: 1,
  title: 'Taking',
  startsOn: ['application.started'],
  initial: 'waiting',
  states: {
    waiting: {
      backstage: true,
      defer: [made],
      on: { 'application.checked': { target: 'taking' } },
    },
    taking: { backstage: true, on: { [made]: { target: 'handed' } } },
    handed: { type: 'final' },
  },
};

describe('a hand-off in a journey’s events', () => {
  let scenario: JourneyScenario;
  const begin = (definition: DefinitionSource = CARD_APPLICATION): void => {
    scenario = new JourneyScenario(definition);
    scenario.happens('application.started');
  };
  beforeEach(() => begin());

  /** As the gateway records it, of a hand-off made at the journey's start. */
  const told = (type: string, given: Happening = {}): readonly JourneyEvent[] => {
    const { journeyId, startedAt } = scenario.journey;
    const madeAt = new Date(startedAt).toISOString();
    const data = { handOff: 'h-1', from: 'web', to: 'phone', assurance: 'known', madeAt };
    return scenario.happens(type, { journeyId, data, ...given }).journeyEvents;
  };
  const later = (ms: number) => ({
    at: new Date(scenario.journey.startedAt + ms).toISOString(),
  });
  const WAY = { handOff: 'h-1', previousChannel: 'web', channel: 'phone' };

  it('says between which channels it leads, whichever of them told it', () => {
    expect(told(made)).toMatchObject([{ type: 'handoff-made', ...WAY, elapsed: null }]);
  });

  it('says how long it took until it was used, and that the customer switched channels', () => {
    const events = told(redeemed, { channel: 'phone', ...later(5 * MINUTE) });
    expect(events).toMatchObject([
      { type: 'handoff-redeemed', ...WAY, elapsed: 5 * MINUTE },
      { type: 'channel-switched', previousChannel: 'web', channel: 'phone' },
    ]);
    const { version } = scenario.journey;
    expect(events.every((event) => event.version === version)).toBe(true);
  });

  it('says how long it could be used, however late that is told', () => {
    const { startedAt } = scenario.journey;
    const events = told(expired, { ...later(72 * HOUR), time: startedAt + 15 * MINUTE });
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'handoff-expired', ...WAY, elapsed: 15 * MINUTE }),
    );
  });

  it('says that a caller was recognised, where they called', () => {
    const events = told(recognised, {
      channel: 'phone',
      actor: 'agent',
      data: { by: ['fullName'] },
    });
    expect(events).toMatchObject([
      { type: 'recognised', channel: 'phone', handOff: null },
      { type: 'channel-switched' },
    ]);
  });

  it('is told where the definition ignores everything, lets it wait, or takes it for a step', () => {
    begin({ ...CARD_APPLICATION, ignore: ['handoff.*'] });
    expect(told(made).map(({ type }) => type)).toEqual(['handoff-made']);
    begin(TAKING);
    const waits = told(made);
    expect(scenario.journey.deferred).toHaveLength(1);
    expect(waits.map(({ type }) => type)).toEqual(['handoff-made']);
    const taken = scenario.happens('application.checked').journeyEvents;
    expect(scenario.journey).toMatchObject({ status: 'ended', outcome: 'handed' });
    expect(taken.map(({ type }) => type)).not.toContain('handoff-made');
  });

  it('is told while an operator holds the journey, and not after its end', () => {
    scenario.operator('pause');
    expect(told(expired).map(({ type }) => type)).toEqual(['handoff-expired']);
    scenario.operator('cancel');
    const { version } = scenario.journey;
    expect(told(expired)).toEqual([]);
    expect(scenario.journey.version).toBe(version);
  });

  it('takes data that is none for what nobody knows', () => {
    const data = { handOff: 7, from: null, madeAt: 'yesterday' };
    expect(told(redeemed, { channel: 'phone', data })[0]).toMatchObject({
      type: 'handoff-redeemed',
      handOff: null,
      previousChannel: null,
      channel: 'phone',
      elapsed: null,
    });
  });
});
