import { beforeEach, describe, expect, it } from '@jest/globals';
import { CARD_APPLICATION, JourneyScenario } from '#testing';
import { type Decision } from '../fold/decision.js';

const repeatedIn = ({ journeyEvents }: Decision): readonly (readonly string[])[] =>
  journeyEvents.filter(({ type }) => type === 'repeated').map(({ fields }) => fields);

const ANA = { fullName: 'Ana Silva', income: 52_000, country: 'PT' };

describe('a question that is asked again', () => {
  let scenario: JourneyScenario;
  beforeEach(() => {
    scenario = new JourneyScenario(CARD_APPLICATION);
    scenario.happens('application.started', { data: { fullName: 'Ana Silva', country: 'PT' } });
  });

  it('is told once an interaction, with all fields that came as they were known', () => {
    scenario.happens('profile.changed', { data: { income: 52_000 } });
    const decision = scenario.happens('profile.changed', {
      channel: 'phone',
      actor: 'agent',
      data: { ...ANA, income: 53_000 },
    });
    expect(repeatedIn(decision)).toEqual([['fullName', 'country']]);
    const [told] = decision.journeyEvents.filter(({ type }) => type === 'repeated');
    expect(told).toMatchObject({ channel: 'phone', version: scenario.journey.version });
  });

  it('is told beside the step it was asked for', () => {
    const decision = scenario.happens('application.details-submitted', { data: ANA });
    expect(decision.disposition.kind).toBe('advanced');
    expect(repeatedIn(decision)).toEqual([['fullName']]);
  });

  it('is none where the value is another, or was not known', () => {
    const data = { fullName: 'Rui Silva', income: 52_000 };
    expect(repeatedIn(scenario.happens('profile.changed', { data }))).toEqual([]);
  });

  it('is none where the value had become stale: then it has to be asked', () => {
    scenario = new JourneyScenario({ ...CARD_APPLICATION, stalledAfter: 'P60D' });
    scenario.happens('application.started');
    scenario.happens('application.details-submitted', { data: ANA });
    const asked = (at: string) =>
      repeatedIn(scenario.happens('profile.changed', { at, data: { income: 52_000 } }));
    expect(asked('2026-12-20T10:00:00Z')).toEqual([['income']]);
    expect(asked('2027-01-25T10:00:00Z')).toEqual([]);
  });

  it('is none when a system sends it, or an operator', () => {
    const sent = scenario.happens('profile.changed', { actor: 'system', data: ANA });
    expect(repeatedIn(sent)).toEqual([]);
    const byHand = scenario.operator('advance', { data: { event: 'profile.changed', data: ANA } });
    expect(byHand.disposition.kind).toBe('captured');
    expect(repeatedIn(byHand)).toEqual([]);
  });

  it('is none when the same interaction is sent again', () => {
    scenario.happens('profile.changed', { data: { income: 52_000 } });
    expect(scenario.again(1).journeyEvents).toEqual([]);
  });

  it('is none the first time somebody verifies what was said, and one the second time', () => {
    scenario.happens('application.details-submitted', { data: ANA });
    scenario.happens('identity.submitted', { data: { idNumber: 'P-1' } });
    const shown = {
      actor: 'agent',
      channel: 'branch',
      data: { idNumber: 'P-1', level: 0.1 },
    } as const;
    // The guard refuses it: nothing is verified yet.
    expect(repeatedIn(scenario.happens('identity.verified', shown))).toEqual([]);
    const data = { ...shown.data, level: 0.9 };
    expect(repeatedIn(scenario.happens('identity.verified', { ...shown, data }))).toEqual([]);
    expect(scenario.journey.fields['idNumber']).toMatchObject({ verified: true });
    expect(
      repeatedIn(scenario.happens('identity.submitted', { data: { idNumber: 'P-1' } })),
    ).toEqual([['idNumber']]);
  });

  it('is told when what waited in a pause is taken, for what was said twice meanwhile', () => {
    scenario.operator('pause');
    scenario.happens('profile.changed', { data: { income: 52_000 } });
    scenario.happens('profile.changed', { channel: 'phone', data: { income: 52_000 } });
    expect(repeatedIn(scenario.operator('resume'))).toEqual([['income']]);
  });
});
