import { beforeEach, describe, expect, it } from '@jest/globals';
import { HAND_OFF_EVENTS } from '#journey';
import { createMetrics, type Metrics } from '#observability';
import { CARD_APPLICATION, fixedCatalogue, JourneyScenario } from '#testing';
import { observeContinuity } from './observe-continuity.js';

describe('the metrics of continuity', () => {
  let metrics: Metrics;
  let scenario: JourneyScenario;
  let observe: ReturnType<typeof observeContinuity>;
  beforeEach(() => {
    metrics = createMetrics({ defaults: false });
    scenario = new JourneyScenario(CARD_APPLICATION);
    observe = observeContinuity(metrics, fixedCatalogue(scenario.definitions));
  });
  const happens: JourneyScenario['happens'] = (type, happening) => {
    const decision = scenario.happens(type, happening);
    observe(decision.journeyEvents);
    return decision;
  };

  it('count what customers went through, by definition and by way', async () => {
    happens('application.started', { data: { fullName: 'Ana' } });
    const { journeyId } = scenario.journey;
    const data = { handOff: 'h-1', from: 'web', to: 'phone' };
    happens(HAND_OFF_EVENTS.made, { journeyId, data });
    happens(HAND_OFF_EVENTS.redeemed, { journeyId, data, channel: 'phone' });
    happens('profile.changed', { channel: 'phone', data: { fullName: 'Ana' } });
    const text = await metrics.registry.metrics();
    const counted = (type: string, count: number): string =>
      `throughline_continuity_events_total{type="${type}",definition="card-application"} ${count}`;
    for (const type of ['started', 'repeated', 'handoff-made', 'channel-switched']) {
      expect(text).toContain(counted(type, 1));
    }
    for (const outcome of ['made', 'redeemed']) {
      const way = `{outcome="${outcome}",from="web",to="phone"}`;
      expect(text).toContain(`throughline_hand_offs_total${way} 1`);
    }
    expect(text).toContain('throughline_resume_seconds_count{from="web",to="phone"} 1');
    expect(text).toContain('throughline_resume_seconds_sum{from="web",to="phone"} 60');
  });

  it('have few labels, whatever senders call their channels', async () => {
    happens('application.started');
    for (let number = 0; number < 50; number++) {
      happens('application.started', { channel: `kiosk-${number}` });
    }
    const text = await metrics.registry.metrics();
    expect(text).not.toContain('kiosk');
    expect(text).toContain('throughline_resume_seconds_count{from="other",to="other"} 49');
  });

  it('are of today: an import’s journeys are not counted', async () => {
    happens('application.started', { clock: 'archive' });
    const text = await metrics.registry.metrics();
    expect(text).not.toContain('type="started"');
  });
});
