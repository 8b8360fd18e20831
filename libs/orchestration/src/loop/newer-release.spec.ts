import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createCodec, fileRegistry } from '#avro';
import { checkInstallation } from '#checker';
import {
  LATEST_SEMANTICS,
  logHeaders,
  partitionOf,
  SEMANTICS_HEADER,
  type SubjectId,
  Topics,
  TOPIC_SPECS,
} from '#contracts';
import { foldSubject } from '#history';
import { createDefinitions } from '#journey';
import { openEmbeddedLog } from '#log-embedded';
import {
  type DefinitionCatalogue,
  type EventLog,
  type JourneyStorage,
  type RecordCodec,
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

const PARTITIONS = 2;
const DEFINITIONS = createDefinitions([definitionOf(CARD_APPLICATION)]);
const NEWER = LATEST_SEMANTICS + 1;

const catalogue: DefinitionCatalogue = {
  current: () => DEFINITIONS,
  until: () => Promise.resolve(),
  refresh: () => Promise.resolve(),
};

/** Subjects of one partition. */
function subjectsOn(partition: number): readonly SubjectId[] {
  return Array.from({ length: 40 }, (_, at) => `subject${String(at).padStart(13, 'x')}`)
    .filter((subject) => partitionOf(subject, PARTITIONS) === partition)
    .map((subject) => subject as SubjectId);
}

describe('records that a newer release has written', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  let log: EventLog;
  let store: JourneyStorage;
  let codec: RecordCodec;
  let orchestrator: Orchestrator;

  beforeEach(async () => {
    directory = await temporaryDirectory();
    log = await openEmbeddedLog({ directory: join(directory.path, 'log') });
    await log.ensureTopics(TOPIC_SPECS, PARTITIONS);
    store = await openEmbeddedJourneyStore({ directory: join(directory.path, 'store') });
    codec = await createCodec(fileRegistry());
    orchestrator = await startOrchestrator({ log, store, codec, catalogue, clock: systemClock });
  });
  afterEach(async () => {
    await orchestrator.close();
    await store.close();
    await log.close();
    await directory.remove();
  });

  async function send(id: string, subjectId: string, semantics?: string): Promise<void> {
    const value = interaction({ id, subjectId, type: 'application.started' });
    const { source, type, time } = value;
    const headers = logHeaders({ id, source, type, time, subject: subjectId });
    const own = semantics === undefined ? {} : { [SEMANTICS_HEADER]: semantics };
    await log.append([
      {
        topic: Topics.interactions,
        key: subjectId,
        value: codec.encode('Interaction', value),
        headers: { ...headers, ...own },
      },
    ]);
  }

  const acknowledged = (partition: number): number | undefined =>
    orchestrator.status().partitions.find((one) => one.partition === partition)?.acknowledged;

  it('stop their partition, which says where and what to do; the others go on', async () => {
    const [first, second] = subjectsOn(0);
    const [elsewhere] = subjectsOn(1);
    await send('i-1', first ?? '');
    await eventually('what came before is folded', () => acknowledged(0) === 1);
    await send('i-2', second ?? '', `${NEWER}`);
    await send('i-3', elsewhere ?? '');
    await eventually('it waits', () => orchestrator.status().state === 'waiting');
    await eventually('the other partition is folded', () => acknowledged(1) === 1);
    const { waitingFor } = orchestrator.status();
    expect(waitingFor).toContain(`${Topics.interactions} partition 0 offset 1`);
    expect(waitingFor).toContain(`semantics ${NEWER}`);
    expect(waitingFor).toContain('upgrade this process');
    expect(acknowledged(0)).toBe(1);
    expect(await store.subject(second ?? ('' as SubjectId))).toBeUndefined();
    const letters = await log.read(Topics.deadLetters, 0, 0);
    expect(letters.records).toEqual([]);
  });

  it('are not guessed by who reads the past, nor by who checks it', async () => {
    const [subject = '' as SubjectId] = subjectsOn(0);
    await send('i-1', subject, `${NEWER}`);
    const refused = { code: 'UNAVAILABLE', message: expect.stringContaining('newer release') };
    await expect(
      foldSubject({ log, codec, catalogue }, [{ partition: 0, offset: 0 }]),
    ).rejects.toMatchObject(refused);
    await expect(checkInstallation({ log, store, codec, catalogue })).rejects.toMatchObject(
      refused,
    );
  });

  it('are told from those with a number that no release writes, which are given up', async () => {
    const [subject = '' as SubjectId, other = '' as SubjectId] = subjectsOn(0);
    await send('i-1', subject, 'two');
    await send('i-2', other);
    await eventually('it goes on', () => acknowledged(0) === 2);
    expect(await store.subject(subject)).toBeUndefined();
    expect(await store.subject(other)).toBeDefined();
    const { records } = await log.read(Topics.deadLetters, 0, 0);
    expect(records).toHaveLength(1);
    const report = await checkInstallation({ log, store, codec, catalogue });
    expect(report.findings).toEqual([]);
  });
});
