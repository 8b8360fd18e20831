import { beforeEach, describe, expect, it } from '@jest/globals';
import { CARD_APPLICATION, JourneyScenario } from '#testing';
import { type Decision } from '../fold/decision.js';
import { resumedBy } from './time-to-resume.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const resumptions = ({ journeyEvents }: Decision) =>
  journeyEvents.flatMap((event) => resumedBy(event) ?? []);

describe('a journey that is taken up again', () => {
  let scenario: JourneyScenario;
  beforeEach(() => {
    scenario = new JourneyScenario({ ...CARD_APPLICATION, stalledAfter: 'PT1H' });
    scenario.happens('application.started');
  });
  const after = (ms: number) => ({ at: new Date(scenario.journey.lastSeen + ms).toISOString() });

  it('tells on which channel it was left, on which it goes on, and how long it was left alone', () => {
    const decision = scenario.happens('profile.changed', {
      channel: 'phone',
      ...after(20 * MINUTE),
      data: { income: 1 },
    });
    expect(decision.journeyEvents[0]).toMatchObject({
      type: 'channel-switched',
      previousChannel: 'web',
      channel: 'phone',
      elapsed: 20 * MINUTE,
    });
    expect(resumptions(decision)).toEqual([{ from: 'web', to: 'phone', took: 20 * MINUTE }]);
  });

  it('tells it on the same channel where it had stalled', () => {
    const decision = scenario.happens('profile.changed', { ...after(DAY), data: { income: 1 } });
    expect(decision.journeyEvents).toContainEqual(
      expect.objectContaining({ type: 'resumed', previousChannel: 'web', elapsed: DAY }),
    );
    expect(resumptions(decision)).toEqual([{ from: 'web', to: 'web', took: DAY }]);
  });

  it('counts once when it had stalled and goes on elsewhere', () => {
    const decision = scenario.happens('profile.changed', {
      channel: 'phone',
      ...after(DAY),
      data: { income: 1 },
    });
    const types = decision.journeyEvents.map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(['stalled', 'channel-switched', 'resumed']));
    expect(resumptions(decision)).toEqual([{ from: 'web', to: 'phone', took: DAY }]);
  });

  it('is not resumed by its customer when a system wakes it, or an operator', () => {
    const bySystem = scenario.happens('profile.changed', {
      actor: 'system',
      ...after(DAY),
      data: { income: 1 },
    });
    expect(bySystem.journeyEvents.map(({ type }) => type)).toContain('resumed');
    expect(resumptions(bySystem)).toEqual([]);
    scenario.operator('pause');
    const { pausedAt } = scenario.journey;
    const byHand = scenario.operator('resume', after(2 * DAY));
    expect(byHand.journeyEvents[0]).toMatchObject({
      type: 'resumed',
      previousChannel: null,
      elapsed: scenario.now - (pausedAt ?? 0),
    });
    expect(resumptions(byHand)).toEqual([]);
  });

  it('counts until its customer came, though an operator held it then', () => {
    scenario.operator('pause');
    scenario.happens('profile.changed', {
      channel: 'phone',
      ...after(10 * MINUTE),
      data: { income: 1 },
    });
    const released = scenario.operator('resume', after(50 * MINUTE));
    expect(resumptions(released)).toEqual([{ from: 'web', to: 'phone', took: 10 * MINUTE }]);
  });
});
