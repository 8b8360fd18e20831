import { hash } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { journeyView } from '#api';
import { createCodec, fileRegistry } from '#avro';
import { checkInstallation } from '#checker';
import {
  type Interaction,
  type JourneyId,
  LATEST_SEMANTICS,
  logHeaders,
  semanticsOf,
  SHARDS,
  type Shard,
  type SubjectId,
  Topics,
} from '#contracts';
import { type Catalogue, openCatalogue } from '#definitions';
import { findJourney, JourneyHistory } from '#history';
import { type Orchestrator, startOrchestrator } from '#orchestration';
import { type EventLog, type JourneyStorage, type RecordCodec } from '#ports';
import { eventually } from '../eventually.js';
import { interaction } from '../records.js';
import { MovedClock } from './moved-clock.js';
import { type ReleaseTold, type ToldJourney } from './recorded-release.js';

/** A copy of what a release wrote. */
export interface OpenedRelease {
  readonly log: EventLog;
  readonly store: JourneyStorage;
  /** An empty store of the same kind. */
  emptyStore(): Promise<JourneyStorage>;
  close(): Promise<void>;
}

const HOUR = 3_600_000;

/** What holds for the data of every earlier release (I13). `open` makes a copy of it, in which it is `now`. */
export function releaseSuite(
  told: ReleaseTold,
  open: (now: () => number) => Promise<OpenedRelease>,
): void {
  let opened: OpenedRelease;
  let codec: RecordCodec;
  let catalogue: Catalogue;
  let clock: MovedClock;
  let log: EventLog;
  let orchestrator: Orchestrator | undefined;

  beforeEach(async () => {
    const atTest = new MovedClock(told.recordedAt);
    clock = atTest;
    opened = await open(() => atTest.now());
    log = withTimesOf(clock, opened.log);
    codec = await createCodec(fileRegistry());
    const problem = (error: unknown): void => {
      throw error;
    };
    catalogue = await openCatalogue({ log, codec, clock, problem });
    await catalogue.refresh();
  });
  afterEach(async () => {
    await orchestrator?.close();
    orchestrator = undefined;
    await catalogue.close();
    await opened.close();
  });

  const start = async (store = opened.store): Promise<void> => {
    orchestrator = await startOrchestrator({ log, store, codec, catalogue, clock });
  };
  const recorded = (name: string): ToldJourney => {
    const journey = told.journeys[name];
    if (journey === undefined) throw new Error(`the release tells of no journey ${name}`);
    return journey;
  };
  const idOf = (name: string): JourneyId => recorded(name).journey.journeyId as JourneyId;
  const journey = async (name: string, store = opened.store) => {
    const found = await findJourney({ store, codec }, idOf(name));
    if (found === undefined) throw new Error(`journey ${name} is gone`);
    return found;
  };
  const check = (store = opened.store) =>
    checkInstallation({ log, store, codec, catalogue, now: clock.now() });
  const sends = async (name: string, overrides: Partial<Interaction>): Promise<void> => {
    const { subjectId } = recorded(name).journey;
    const value = interaction({ subjectId, time: clock.now(), ...overrides });
    const { id, source, type, time } = value;
    await log.append([
      {
        topic: Topics.interactions,
        key: subjectId,
        value: codec.encode('Interaction', value),
        headers: logHeaders({ id, source, type, time, subject: subjectId }),
      },
    ]);
  };
  const allFolded = (store = opened.store): Promise<void> =>
    eventually('everything is folded and published', async () => {
      const bounds = await log.bounds(Topics.interactions);
      const watermarks = [...(await store.watermarks()).values()];
      const owned = orchestrator?.status().partitions ?? [];
      return bounds.every(
        ({ partition, latest }) =>
          watermarks.some((one) => one.partition === partition && one.offset === latest - 1) &&
          owned.some((one) => one.partition === partition && one.acknowledged === latest),
      );
    });

  it('opens: each journey stands where it stood, and the check finds nothing', async () => {
    for (const [name, { journey: then }] of Object.entries(told.journeys)) {
      expect(journeyView(catalogue.current(), await journey(name))).toMatchObject(then);
    }
    expect((await check()).findings).toEqual([]);
    await start();
    await allFolded();
    for (const [name, { journey: then }] of Object.entries(told.journeys)) {
      expect(journeyView(catalogue.current(), await journey(name))).toMatchObject(then);
    }
    expect((await check()).findings).toEqual([]);
  });

  it('tells the past as it was told, change by change', async () => {
    const history = new JourneyHistory({ log, codec, catalogue, store: opened.store });
    for (const [name, { history: entries, moments }] of Object.entries(told.journeys)) {
      const id = idOf(name);
      const now = JSON.parse(JSON.stringify(await history.entries(id))) as object[];
      expect(now).toHaveLength(entries.length);
      expect(now).toMatchObject(entries);
      for (const [at, moment] of moments.entries()) {
        const then = history.at(id, at + 1);
        if (moment === null) await expect(then).rejects.toMatchObject({ code: 'erased' });
        else expect(journeyView(catalogue.current(), await then)).toMatchObject(moment);
      }
    }
  });

  it('goes on: with what customers do, what becomes due, and what waited', async () => {
    await start();
    await sends('running', { id: 'done', type: 'repair.done', journeyId: idOf('running') });
    await sends('handedOff', { id: 'told', type: 'claim.told', channel: 'phone' });
    const { invocations } = await journey('served');
    const data = { action: invocations[0]?.action, result: { worth: 900 } };
    await sends('served', {
      id: 'answer',
      type: 'service.answered',
      channel: 'service',
      actor: { kind: 'system', id: null },
      journeyId: idOf('served'),
      data: Buffer.from(JSON.stringify(data)),
    });
    await allFolded();
    // It began after sixteen that ended before it: what ends now is kept, whatever was archived then.
    expect(await journey('running')).toMatchObject({ status: 'ended', outcome: 'repaired' });
    expect(await journey('handedOff')).toMatchObject({ configuration: ['told'] });
    // Paid before it was assessed: that waited, and came to its turn.
    expect(await journey('served')).toMatchObject({ status: 'ended', outcome: 'paid' });
    expect((await journey('timed')).configuration).toEqual(['begun']);
    clock.skip(4 * HOUR);
    await eventually('the timers fire', async () => {
      const due = await Promise.all(['timed', 'migrated'].map((name) => journey(name)));
      return due.every(({ configuration }) => configuration.includes('chased'));
    });
    await allFolded();
    expect(await journey('paused')).toMatchObject({ status: 'paused', configuration: ['begun'] });
    expect((await check()).findings).toEqual([]);
  });

  it('is rebuilt from its log to the byte, and what is written now says how it is folded', async () => {
    const store = await opened.emptyStore();
    try {
      await start();
      await sends('running', { id: 'viewed', type: 'page.viewed' });
      await allFolded();
      await orchestrator?.close();
      await start(store);
      await allFolded(store);
      expect(await statesIn(store)).toEqual(await statesIn(opened.store));
      expect((await check(store)).findings).toEqual([]);
      expect(await stampsIn(log)).toContain(LATEST_SEMANTICS);
    } finally {
      await orchestrator?.close();
      await store.close();
    }
  });
}

async function statesIn(store: JourneyStorage): Promise<ReadonlyMap<SubjectId, string>> {
  const states = new Map<SubjectId, string>();
  for (let shard = 0; shard < SHARDS; shard++) {
    for await (const { subject, state } of store.scan(shard as Shard)) {
      states.set(subject, hash('sha256', state));
    }
  }
  return states;
}

async function stampsIn(log: EventLog): Promise<readonly (number | undefined)[]> {
  const stamps: (number | undefined)[] = [];
  for (const { partition } of await log.bounds(Topics.interactions)) {
    const { records } = await log.read(Topics.interactions, partition, 0, { waitMs: 1_000 });
    stamps.push(...records.map(({ headers }) => semanticsOf(headers)));
  }
  return stamps;
}

/** The log takes records at the test's time. */
function withTimesOf(clock: MovedClock, log: EventLog): EventLog {
  return {
    ensureTopics: (specs, partitions) => log.ensureTopics(specs, partitions),
    partitions: (topic) => log.partitions(topic),
    append: (records) =>
      log.append(records.map((record) => ({ timestamp: clock.now(), ...record }))),
    read: (topic, partition, from, options) => log.read(topic, partition, from, options),
    bounds: (topic) => log.bounds(topic),
    acknowledged: (group, topic) => log.acknowledged(group, topic),
    subscribe: (options, handler) => log.subscribe(options, handler),
    close: () => log.close(),
  };
}
