import { beforeEach, describe, expect, it } from '@jest/globals';
import { type JourneyEvent } from '#contracts';
import { CARD_APPLICATION, compiled, JourneyScenario, MergingSubjects } from '#testing';
import { type Decision } from '../fold/decision.js';
import { type DefinitionSource } from '../definition/definition.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = 'application.started';

const restartIn = ({ journeyEvents }: Decision): JourneyEvent | undefined =>
  journeyEvents.find(({ type }) => type === 'restarted');

/** An order has a number; two of them are two. */
const ORDER: DefinitionSource = {
  journey: 'order',
  version: 1,
  title: 'Order',
  startsOn: ['order.placed'],
  correlation: { by: 'data.number', concurrency: 'many' },
  initial: 'open',
  states: {
    open: { on: { 'order.called-off': { target: 'off' } } },
    off: { type: 'final', outcome: 'cancelled' },
  },
};

describe('a customer who begins the same again', () => {
  let scenario: JourneyScenario;
  beforeEach(() => {
    scenario = new JourneyScenario(CARD_APPLICATION);
  });

  it('has not begun again the first time', () => {
    expect(restartIn(scenario.happens(START))).toBeUndefined();
  });

  it('restarts what was left unfinished: the new journey names the one before, and how long that was left alone', () => {
    const first = scenario.happens(START).journeyEvents[0]?.journeyId;
    scenario.happens('application.withdrawn');
    const { lastSeen } = scenario.journey;
    const decision = scenario.happens(START, { channel: 'phone', at: '2026-11-25T10:00:00Z' });
    expect(scenario.journeys).toHaveLength(2);
    expect(decision.journeyEvents.map(({ type }) => type).slice(0, 2)).toEqual([
      'started',
      'restarted',
    ]);
    expect(restartIn(decision)).toMatchObject({
      journeyId: scenario.journey.journeyId,
      version: 1,
      relatedJourneyId: first,
      elapsed: scenario.now - lastSeen,
      channel: 'phone',
    });
  });

  it('restarts nothing a month after it was given up', () => {
    scenario.happens(START);
    scenario.happens('application.withdrawn', { at: '2026-11-21T12:00:00Z' });
    const again = (at: string) => restartIn(scenario.happens(START, { at }));
    expect(again('2026-12-21T12:00:00.001Z')).toBeUndefined();
  });

  it('restarts it on the last day of that month', () => {
    scenario.happens(START);
    scenario.happens('application.withdrawn', { at: '2026-11-21T12:00:00Z' });
    expect(restartIn(scenario.happens(START, { at: '2026-12-21T12:00:00Z' }))).toBeDefined();
  });

  it('restarts nothing after an answer, be it no', () => {
    scenario.happens(START, { data: { fullName: 'Ana' } });
    scenario.happens('application.details-submitted', { data: { income: 1 } });
    scenario.happens('identity.verified', { data: { level: 0.9, idNumber: 'P-1' } });
    scenario.happens('credit.reported', { data: { score: 500 } });
    expect(scenario.journey).toMatchObject({ status: 'ended', outcome: 'declined' });
    expect(restartIn(scenario.happens(START))).toBeUndefined();
  });

  it('restarts nothing where cancelling was what they came for', () => {
    const cancellation: DefinitionSource = {
      ...ORDER,
      correlation: { by: 'subject' },
      states: {
        ...ORDER.states,
        off: { type: 'final', outcome: 'cancelled', good: true, compensate: false },
      },
    };
    scenario = new JourneyScenario(cancellation);
    scenario.happens('order.placed');
    scenario.happens('order.called-off');
    expect(scenario.journey).toMatchObject({ status: 'ended', outcome: 'cancelled' });
    expect(restartIn(scenario.happens('order.placed'))).toBeUndefined();
  });

  it('restarts nothing when a system begins it', () => {
    scenario.happens(START);
    scenario.happens('application.withdrawn');
    expect(restartIn(scenario.happens(START, { actor: 'system' }))).toBeUndefined();
  });

  it('restarts nothing on another clock: an import tells of another time', () => {
    scenario.happens(START, { clock: 'archive' });
    expect(restartIn(scenario.happens(START))).toBeUndefined();
  });

  it('restarts the one seen last of several', () => {
    scenario.happens(START);
    scenario.happens('application.withdrawn');
    scenario.happens(START);
    const second = scenario.journey.journeyId;
    scenario.happens('application.withdrawn');
    expect(restartIn(scenario.happens(START))?.relatedJourneyId).toBe(second);
  });

  describe('where the journey is open', () => {
    beforeEach(() => {
      scenario.happens(START);
    });

    it('goes on with it, and has begun again all the same, on another channel at once', () => {
      const { journeyId, lastSeen } = scenario.journey;
      const decision = scenario.happens(START, { channel: 'phone', actor: 'agent' });
      expect(scenario.journeys).toHaveLength(1);
      expect(restartIn(decision)).toMatchObject({
        journeyId,
        relatedJourneyId: journeyId,
        elapsed: scenario.now - lastSeen,
      });
    });

    it('has only loaded the page again while it is the same visit', () => {
      const { lastSeen } = scenario.journey;
      const at = new Date(lastSeen + 30 * MINUTE).toISOString();
      expect(restartIn(scenario.happens(START, { at }))).toBeUndefined();
    });

    it('has begun again on the same channel after that', () => {
      const at = new Date(scenario.journey.lastSeen + 31 * MINUTE).toISOString();
      expect(restartIn(scenario.happens(START, { at }))?.elapsed).toBe(31 * MINUTE);
    });

    it('has not when the event is a step the journey’s state takes', () => {
      scenario = new JourneyScenario({
        ...CARD_APPLICATION,
        startsOn: [START, 'application.details-submitted'],
      });
      scenario.happens(START);
      const step = scenario.happens('application.details-submitted', { channel: 'phone' });
      expect(step.disposition.kind).toBe('advanced');
      expect(restartIn(step)).toBeUndefined();
    });

    it('is told once, however often the record comes', () => {
      const at = new Date(scenario.now + HOUR).toISOString();
      expect(restartIn(scenario.happens(START, { at }))).toBeDefined();
      expect(scenario.again(1).journeyEvents).toEqual([]);
    });
  });

  describe('of a kind of which there may be many', () => {
    it('begins another one when it is about something else, or does not say what', () => {
      scenario = new JourneyScenario(ORDER);
      scenario.happens('order.placed', { data: { number: 1 } });
      expect(restartIn(scenario.happens('order.placed', { data: { number: 2 } }))).toBeUndefined();
      expect(restartIn(scenario.happens('order.placed'))).toBeUndefined();
      expect(restartIn(scenario.happens('order.placed'))).toBeUndefined();
      expect(scenario.journeys).toHaveLength(4);
    });

    it('begins the same again when it is about the same', () => {
      scenario = new JourneyScenario(ORDER);
      scenario.happens('order.placed', { data: { number: 1 } });
      const first = scenario.journey.journeyId;
      const again = scenario.happens('order.placed', { data: { number: 1 } });
      expect(restartIn(again)?.relatedJourneyId).toBe(first);
    });

    it('begins the same again where nothing tells them apart', () => {
      scenario = new JourneyScenario({
        ...ORDER,
        correlation: { by: 'subject', concurrency: 'many' },
      });
      scenario.happens('order.placed');
      expect(restartIn(scenario.happens('order.placed'))).toBeDefined();
    });
  });

  it('did not when two customers turn out to be one: what they began apart, nobody began again', () => {
    const all = new MergingSubjects(compiled(CARD_APPLICATION));
    const [anonymous, ana] = ['anonymous00000000000', 'ana00000000000000000'];
    const one = all.happens(anonymous, START).journeyIds[0] ?? '';
    const other = all.happens(ana, START).journeyIds[0] ?? '';
    all.merge(anonymous, ana);
    expect(all.state(ana).journeys).toHaveLength(2);
    expect([...all.told(one), ...all.told(other)]).not.toContain('restarted');
  });
});
