import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createCodec, fileRegistry } from '#avro';
import { checkInstallation } from '#checker';
import { type Interaction, partitionOf, type SubjectState, Topics, TOPIC_SPECS } from '#contracts';
import { deployedDefinitions, type Definitions, type Deployment } from '#journey';
import { openEmbeddedLog } from '#log-embedded';
import {
  type DefinitionCatalogue,
  type EventLog,
  type JourneyStorage,
  type RecordCodec,
  ThroughlineError,
  systemClock,
} from '#ports';
import { openEmbeddedJourneyStore } from '#store-embedded';
import {
  CARD_APPLICATION,
  definitionOf,
  eventually,
  interaction,
  temporaryDirectory,
} from '#testing';
import { type Orchestrator, startOrchestrator } from '../index.js';

const NAME = CARD_APPLICATION.journey;
const DEPLOYMENTS = [1, 2, 3].map((version): Deployment => {
  const definition = definitionOf({ ...CARD_APPLICATION, version });
  return { kind: 'version', name: NAME, version, hash: `${version}`, share: 100, definition };
});

/** What is deployed, of which a process has read only so much. */
class LateCatalogue implements DefinitionCatalogue {
  private read = 0;

  current(): Definitions {
    return deployedDefinitions(DEPLOYMENTS.slice(0, this.read)).definitions;
  }

  until(deployment: number): Promise<void> {
    if (deployment <= this.read) return Promise.resolve();
    return Promise.reject(new ThroughlineError('UNAVAILABLE', `${deployment} is not read yet`));
  }

  refresh(): Promise<void> {
    return Promise.resolve();
  }

  reads(count: number): void {
    this.read = count;
  }
}

describe('the loop and what its records were sent under', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  let log: EventLog;
  let store: JourneyStorage;
  let codec: RecordCodec;
  let catalogue: LateCatalogue;
  let orchestrator: Orchestrator;

  beforeEach(async () => {
    directory = await temporaryDirectory();
    log = await openEmbeddedLog({ directory: join(directory.path, 'log') });
    await log.ensureTopics(TOPIC_SPECS, 1);
    store = await openEmbeddedJourneyStore({ directory: join(directory.path, 'store') });
    codec = await createCodec(fileRegistry());
    catalogue = new LateCatalogue();
    orchestrator = await startOrchestrator({ log, store, codec, catalogue, clock: systemClock });
  });
  afterEach(async () => {
    await orchestrator.close();
    await store.close();
    await log.close();
    await directory.remove();
  });

  function subject(number: number): string {
    return `subject${String(number).padStart(13, 'x')}`;
  }

  async function send(number: number, overrides: Partial<Interaction>): Promise<void> {
    const value = interaction({
      id: `i-${number}`,
      subjectId: subject(number),
      type: 'application.started',
      ...overrides,
    });
    const { subjectId: key } = value;
    await log.append([
      { topic: Topics.interactions, key, value: codec.encode('Interaction', value) },
    ]);
  }

  async function state(number: number): Promise<SubjectState | undefined> {
    const bytes = await store.subject(subject(number) as Parameters<typeof store.subject>[0]);
    if (bytes === undefined) return undefined;
    const decoded = codec.decode(bytes);
    return decoded.name === 'SubjectState' ? decoded.value : undefined;
  }

  const version = async (number: number): Promise<number | undefined> =>
    (await state(number))?.journeys[0]?.definitionVersion;

  const acknowledged = (): number => orchestrator.status().partitions[0]?.acknowledged ?? 0;

  it('waits for definitions it has not read, says so, and then starts on the version of then', async () => {
    catalogue.reads(1);
    await send(1, { deployment: 1 });
    await send(2, { deployment: 2 });
    await eventually('it waits', () => orchestrator.status().state === 'waiting');
    expect(orchestrator.status().waitingFor).toContain('wait for journey definitions');
    catalogue.reads(3);
    await eventually('it goes on', () => acknowledged() === 2);
    expect(await version(1)).toBe(1);
    expect(await version(2)).toBe(2);
    const report = await checkInstallation({ log, store, codec, catalogue });
    expect(report.findings).toEqual([]);
    expect(report.underWay).toEqual({ records: 0, outputs: 0, timers: 0 });
  });

  it('gives up a record that names a deployment nobody can have read', async () => {
    catalogue.reads(1);
    await send(1, { deployment: -1 });
    await send(2, { deployment: 2_000_000_000 });
    await send(3, { deployment: 1 });
    await eventually('it goes on', () => acknowledged() === 3);
    expect(await state(1)).toBeUndefined();
    expect(await state(2)).toBeUndefined();
    expect(await version(3)).toBe(1);
    const partition = partitionOf(subject(1), 1);
    const { records } = await log.read(Topics.deadLetters, partition, 0);
    expect(records).toHaveLength(2);
  });
});
