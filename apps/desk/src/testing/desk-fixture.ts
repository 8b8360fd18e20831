import { join } from 'node:path';
import { type DynamicModule, Module } from '@nestjs/common';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { createCodec, fileRegistry } from '#avro';
import { type Config } from '#config';
import { TOPIC_SPECS } from '#contracts';
import { loadDefinitions } from '#definitions';
import { start } from '#http';
import { createDefinitions } from '#journey';
import { openEmbeddedLog } from '#log-embedded';
import {
  CATALOGUE,
  CLOCK,
  CONFIG,
  EVENT_LOG,
  FatalErrors,
  JOURNEY_STORAGE,
  LOGGER,
  Readiness,
  RECORD_CODEC,
} from '#nest';
import { createLogger } from '#observability';
import { startOrchestrator } from '#orchestration';
import { ChannelKeys } from '#security';
import { openEmbeddedContinuityStores, openEmbeddedJourneyStore } from '#store-embedded';
import { eventually, fixedCatalogue, temporaryDirectory } from '#testing';
import { connectDesk, DeskModule } from '../desk.module.js';
import { standInForGateway } from './gateway-stand-in.js';
import { MovableClock } from './movable-clock.js';

@Module({})
class Surroundings {}

export type DeskFixture = Awaited<ReturnType<typeof openDesk>>;
type Ground = Awaited<ReturnType<typeof openGround>>;

/** Desks over an embedded log and store with an orchestrator beside them, on a clock that can be put forward. */
export async function openDesk() {
  const ground = await openGround();
  const { clock, gateway, key, store } = ground;
  const desks: NestFastifyApplication[] = [];

  /** One more desk, as if it were a process of its own. Resolves with its address. */
  async function startOne(): Promise<string> {
    const desk = await startDesk(ground);
    desks.push(desk);
    return desk.getUrl();
  }

  async function call(method: 'GET' | 'POST', url: string, body?: unknown) {
    const authorization = `Bearer ${key}`;
    const headers = { 'content-type': 'application/json', authorization };
    const response = await fetch(url, { method, headers, body: JSON.stringify(body) ?? null });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  /** A customer starts an application; resolves with the journey, once it is there. */
  async function startJourney(subject: string): Promise<string> {
    const type = 'application.started';
    await gateway.append({
      id: `start-${subject}`,
      type,
      channel: 'web',
      source: '//web',
      subject,
    });
    let journeyId: string | undefined;
    await eventually('the journey is open', async () => {
      const page = await store.search({ limit: 100 });
      journeyId = page.journeys.find((row) => row.journeyId.startsWith(subject))?.journeyId;
      return journeyId !== undefined;
    });
    return journeyId ?? '';
  }

  async function phone(subject: string, id: string): Promise<void> {
    await gateway.append({ id, type: 'call.started', channel: 'phone', source: '//ivr', subject });
  }

  async function close(): Promise<void> {
    await Promise.all(desks.map((desk) => desk.close()));
    await ground.close();
  }

  const { continuity } = ground;
  const { append, pause, leases } = gateway;
  return {
    append,
    pause,
    store,
    clock,
    start: startOne,
    call,
    startJourney,
    phone,
    leases,
    continuity,
    close,
  };
}

/** What desks stand on. */
async function openGround() {
  const directory = await temporaryDirectory();
  const clock = new MovableClock();
  const log = await openEmbeddedLog({
    directory: join(directory.path, 'log'),
    now: () => clock.now(),
  });
  await log.ensureTopics(TOPIC_SPECS, 2);
  const store = await openEmbeddedJourneyStore({ directory: join(directory.path, 'journeys') });
  const continuity = await openEmbeddedContinuityStores({
    directory: join(directory.path, 'continuity'),
  });
  const loaded = await loadDefinitions(join(process.cwd(), 'journeys'));
  const catalogue = fixedCatalogue(createDefinitions(loaded.definitions));
  const codec = await createCodec(fileRegistry(join(process.cwd(), 'schemas', 'avro')));
  const gateway = await standInForGateway(log, codec, clock);
  const orchestrator = await startOrchestrator({ log, store, codec, catalogue, clock });
  const file = join(directory.path, 'channel-keys.json');
  const keys = await ChannelKeys.open({ file, clock });
  const key = await keys.create('desk', { channels: ['*'], types: ['*'] });
  const config: Config = {
    host: '127.0.0.1',
    port: 0,
    dataDir: directory.path,
    journeysDir: '',
    identifiers: { regions: {}, blocked: {} },
    partitions: 2,
    logLevel: 'silent',
    gatewayUrl: gateway.address,
  };
  const close = async (): Promise<void> => {
    await orchestrator.close();
    await gateway.close();
    await store.close();
    await continuity.close();
    await log.close();
    await directory.remove();
  };
  return { clock, log, store, continuity, catalogue, codec, gateway, keys, key, config, close };
}

async function startDesk(ground: Ground): Promise<NestFastifyApplication> {
  const { config } = ground;
  const parts: readonly [symbol | typeof Readiness | typeof FatalErrors, unknown][] = [
    [CONFIG, config],
    [EVENT_LOG, ground.log],
    [JOURNEY_STORAGE, ground.store],
    [CATALOGUE, ground.catalogue],
    [RECORD_CODEC, ground.codec],
    [CLOCK, ground.clock],
    [LOGGER, createLogger({ level: 'silent', name: 'test' })],
    [Readiness, new Readiness()],
    [FatalErrors, new FatalErrors()],
  ];
  const surroundings: DynamicModule = {
    module: Surroundings,
    global: true,
    imports: [DeskModule.forRoot(() => ground.gateway.address)],
    providers: parts.map(([provide, useValue]) => ({ provide, useValue })),
    exports: parts.map(([provide]) => provide),
  };
  const { app } = await start({ module: () => surroundings, prepare: connectDesk }, config);
  return app;
}
