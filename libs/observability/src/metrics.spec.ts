import { describe, expect, it } from '@jest/globals';
import { createMetrics } from './index.js';

describe('the metrics', () => {
  it('have the names dashboards and alerts are built on', async () => {
    const { registry } = createMetrics({ defaults: false });
    const names = (await registry.getMetricsAsJSON()).map(({ name, type }) => `${name} ${type}`);
    expect(names.sort()).toEqual([
      'throughline_batch_seconds histogram',
      'throughline_commit_seconds histogram',
      'throughline_continuity_events_total counter',
      'throughline_dead_letters_total counter',
      'throughline_hand_offs_total counter',
      'throughline_http_request_seconds histogram',
      'throughline_identity_news_total counter',
      'throughline_inbound_records_total counter',
      'throughline_inbound_seconds histogram',
      'throughline_interactions_accepted_total counter',
      'throughline_interactions_rejected_total counter',
      'throughline_lag_records gauge',
      'throughline_publish_seconds histogram',
      'throughline_records_applied_total counter',
      'throughline_resume_seconds histogram',
      'throughline_sse_clients gauge',
      'throughline_timers_fired_total counter',
    ]);
  });

  it('count what is told to them', async () => {
    const metrics = createMetrics({ defaults: false });
    metrics.recordsApplied.inc({ disposition: 'advanced' }, 3);
    metrics.lagRecords.set({ partition: 2 }, 17);
    metrics.batchSeconds.observe(0.02);
    const text = await metrics.registry.metrics();
    expect(text).toContain('throughline_records_applied_total{disposition="advanced"} 3');
    expect(text).toContain('throughline_lag_records{partition="2"} 17');
    expect(text).toContain('throughline_batch_seconds_bucket{le="0.025"} 1');
  });

  it('of two parts of one process do not meet', async () => {
    const [one, other] = [createMetrics(), createMetrics()];
    one.timersFired.inc();
    expect(await other.registry.metrics()).toContain('throughline_timers_fired_total 0');
    expect(await other.registry.metrics()).toContain('process_cpu_seconds_total');
  });
});
