import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { createCodec, fileRegistry } from '#avro';
import { Topics, TOPIC_SPECS } from '#contracts';
import { openEmbeddedLog } from '#log-embedded';
import { checkInstallation } from '#checker';
import { ORCHESTRATOR_GROUP, startOrchestrator } from '#orchestration';
import type { EventLog, JourneyStorage } from '#ports';
import { openEmbeddedJourneyStore } from '#store-embedded';
import { eventually, runSource, temporaryDirectory } from '../index.js';
import { storyCatalogue } from './story.js';
import { systemClock } from '#ports';

const WORKER = join(import.meta.dirname, 'loop-worker.ts');
const PARTITIONS = 4;

describe('the loop on the embedded log and store, killed again and again', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;

  beforeEach(async () => {
    directory = await temporaryDirectory();
    const log = await openEmbeddedLog({ directory: `${directory.path}/log` });
    await log.ensureTopics(TOPIC_SPECS, PARTITIONS);
    await log.close();
  });
  afterEach(async () => {
    await directory.remove();
  });

  const isDone = async (log: EventLog, store: JourneyStorage): Promise<boolean> => {
    const acknowledged = await log.acknowledged(ORCHESTRATOR_GROUP, Topics.interactions);
    const bounds = await log.bounds(Topics.interactions);
    const watermarks = await store.watermarks();
    return (
      watermarks.size > 0 &&
      bounds.every(({ partition, latest }) => (acknowledged[partition] ?? 0) === latest)
    );
  };

  it('loses nothing, doubles nothing, and leaves what the fold gives', async () => {
    const accepted: string[] = [];
    for (let run = 0; run < 4; run++) {
      const env = { NODE_OPTIONS: '--experimental-transform-types' };
      const worker = runSource(WORKER, [directory.path, `run-${run}`, '100000'], env);
      await eventually(
        `run ${run} accepts interactions: ${worker.errors()}`,
        () => worker.lines.length > 150 + run * 37,
        60_000,
      );
      await worker.kill();
      accepted.push(...worker.lines);
    }

    const log = await openEmbeddedLog({ directory: `${directory.path}/log` });
    const store = await openEmbeddedJourneyStore({ directory: `${directory.path}/store` });
    const codec = await createCodec(fileRegistry());
    const catalogue = storyCatalogue;
    const orchestrator = await startOrchestrator({
      log,
      store,
      codec,
      catalogue,
      clock: systemClock,
    });
    await eventually('everything is acknowledged', () => isDone(log, store));
    await orchestrator.close();
    const report = await checkInstallation({
      log,
      store,
      codec,
      catalogue,
      acknowledgedInteractions: accepted,
    });
    await store.close();
    await log.close();

    expect(report.findings).toEqual([]);
    expect(report.underWay).toEqual({ records: 0, outputs: 0, timers: 0 });
    expect(report.counts.interactions).toBeGreaterThanOrEqual(accepted.length);
    expect(report.counts.dispositions['duplicate'] ?? 0).toBe(0);
  }, 180_000);
});
