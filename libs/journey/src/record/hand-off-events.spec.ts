import { beforeEach, describe, expect, it } from '@jest/globals';
import { CARD_APPLICATION, JourneyScenario } from '#testing';
import { HAND_OFF_EVENTS } from './hand-off-events.js';

const { made, redeemed, expired } = HAND_OFF_EVENTS;
const SYSTEM = { kind: 'system', id: null };

describe('the record of a hand-off', () => {
  let scenario: JourneyScenario;
  beforeEach(() => {
    scenario = new JourneyScenario(CARD_APPLICATION);
    scenario.happens('application.started', { data: { country: 'PT' } });
  });

  const told = (type: string, given: object = {}) =>
    scenario.happens(type, { journeyId: scenario.journey.journeyId, ...given });

  it('stands in the history of its journey, whatever state that is in', () => {
    const decision = told(made);
    expect(decision.disposition).toMatchObject({ kind: 'captured', reason: null });
    expect(decision.journeyEvents).toMatchObject([{ type: 'handoff-made', cause: { type: made } }]);
    expect(scenario.journey.configuration).toEqual(['details']);
    expect(scenario.journey.recent.at(-1)).toMatchObject({ type: made, channel: 'web' });
  });

  it('is a switch of channels where it is redeemed', () => {
    const decision = told(redeemed, { channel: 'phone' });
    expect(decision.journeyEvents).toMatchObject([
      { type: 'handoff-redeemed', cause: { type: redeemed } },
      { type: 'channel-switched', channel: 'phone', previousChannel: 'web' },
    ]);
  });

  it('wakes nobody when it expired: nobody did anything', () => {
    const { lastSeen, recent, timers } = scenario.journey;
    const decision = told(expired, { actor: SYSTEM, channel: 'phone' });
    expect(decision.journeyEvents).toMatchObject([
      { type: 'handoff-expired', cause: { type: expired } },
    ]);
    expect(scenario.journey).toMatchObject({ lastChannel: 'web', lastSeen, recent, timers });
  });

  it('does not wait where an operator holds the journey, and waits in no inbox when it has ended', () => {
    scenario.operator('pause');
    expect(told(expired, { actor: SYSTEM }).disposition.kind).toBe('captured');
    expect(scenario.journey).toMatchObject({ status: 'paused', deferred: [] });
    scenario.operator('resume');
    scenario.operator('cancel');
    expect(told(expired, { actor: SYSTEM }).disposition).toMatchObject({ kind: 'ignored' });
    expect(
      scenario.happens(expired, { journeyId: 'abcdefghijklmnopqrst.zzzzzzzz' }).disposition,
    ).toMatchObject({ kind: 'ignored' });
  });
});
