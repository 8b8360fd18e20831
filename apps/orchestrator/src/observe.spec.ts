import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createCodec, fileRegistry } from '#avro';
import { shardOf, Topics, TOPIC_SPECS } from '#contracts';
import { openEmbeddedLog } from '#log-embedded';
import { createLogger, createMetrics, type Metrics } from '#observability';
import { startOrchestrator } from '#orchestration';
import { type EventLog, type JourneyStorage, systemClock } from '#ports';
import { openEmbeddedJourneyStore } from '#store-embedded';
import {
  CARD_APPLICATION,
  compiled,
  eventually,
  fixedCatalogue,
  interaction,
  temporaryDirectory,
} from '#testing';
import { observe } from './observe.js';

const SUBJECT = 'subjectxxxxxxxxxxxxx';
const PARTITIONS = 2;
const HOME = String(shardOf(SUBJECT) % PARTITIONS);

/** Samples of a measurement: its labels as "name=value", or `sum` and `count` of a histogram, to its value. */
async function samples(metrics: Metrics, name: string): Promise<Record<string, number>> {
  const metric = await metrics.registry.getSingleMetric(`throughline_${name}`)?.get();
  return Object.fromEntries(
    (metric?.values ?? []).map((sample) => {
      const labels = Object.entries(sample.labels).map(([label, value]) => `${label}=${value}`);
      const { metricName } = sample as { metricName?: string };
      return [[metricName?.split('_').at(-1), ...labels].filter(Boolean).join(' '), sample.value];
    }),
  );
}

describe('what the orchestrator measures', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  let log: EventLog;
  let store: JourneyStorage;

  beforeEach(async () => {
    directory = await temporaryDirectory();
    log = await openEmbeddedLog({ directory: `${directory.path}/log` });
    store = await openEmbeddedJourneyStore({ directory: `${directory.path}/store` });
    await log.ensureTopics(TOPIC_SPECS, PARTITIONS);
  });
  afterEach(async () => {
    await store.close();
    await log.close();
    await directory.remove();
  });

  it('is read from the metrics: dispositions, commits, publishing, dead letters and what lags', async () => {
    const codec = await createCodec(fileRegistry());
    const metrics = createMetrics({ defaults: false });
    const logger = createLogger({ level: 'silent', name: 'orchestrator' });
    const value = codec.encode(
      'Interaction',
      interaction({ subjectId: SUBJECT, type: 'application.started', time: Date.now() }),
    );
    const started = { topic: Topics.interactions, key: SUBJECT };
    await log.append([
      { ...started, value },
      { ...started, value: new Uint8Array([0xff]) },
      { ...started, value: new Uint8Array([0xff]) },
    ]);
    const catalogue = fixedCatalogue(compiled(CARD_APPLICATION));
    const orchestrator = await startOrchestrator({
      log,
      store,
      codec,
      catalogue,
      clock: systemClock,
      observer: observe(logger, metrics, catalogue),
    });
    try {
      await eventually('nothing lags', async () => {
        const lag = await samples(metrics, 'lag_records');
        const { [`partition=${HOME}`]: ofHome } = lag;
        return (
          ofHome === 0 && (await samples(metrics, 'dead_letters_total'))['reason=UNREADABLE'] === 2
        );
      });
      expect(await samples(metrics, 'lag_records')).toEqual({ 'partition=0': 0, 'partition=1': 0 });
      expect(await samples(metrics, 'records_applied_total')).toEqual({
        'disposition=advanced': 1,
      });
      const batches = (await samples(metrics, 'batch_seconds'))['count'];
      expect(batches).toBeGreaterThanOrEqual(1);
      for (const name of ['commit_seconds', 'publish_seconds']) {
        expect((await samples(metrics, name))['count']).toBe(batches);
      }
    } finally {
      await orchestrator.close();
    }
    expect(await samples(metrics, 'dead_letters_total')).toEqual({ 'reason=UNREADABLE': 2 });
  });

  it('tells the lag of the partitions owned now, and forgets those that are another’s', async () => {
    const metrics = createMetrics({ defaults: false });
    const observer = observe(
      createLogger({ level: 'silent', name: 'orchestrator' }),
      metrics,
      fixedCatalogue(compiled(CARD_APPLICATION)),
    );
    observer.lag?.(
      new Map([
        [0, 5],
        [1, 7],
      ]),
    );
    observer.lag?.(new Map([[1, 6]]));
    expect(await samples(metrics, 'lag_records')).toEqual({ 'partition=1': 6 });
  });
});
