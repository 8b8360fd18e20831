import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { createCodec, fileRegistry } from '#avro';
import { type Config } from '#config';
import { TOPIC_SPECS } from '#contracts';
import { deployFiles, openCatalogue } from '#definitions';
import { openEmbeddedLog } from '#log-embedded';
import {
  CATALOGUE,
  CLOCK,
  CONFIG,
  EVENT_LOG,
  FatalErrors,
  IDENTITY_STORE,
  JOURNEY_STORAGE,
  LOGGER,
  METRICS,
  provideValue,
  Readiness,
  RECORD_CODEC,
} from '#nest';
import { createLogger, createMetrics } from '#observability';
import { startOrchestrator } from '#orchestration';
import { type Clock, type EventLog, type RecordCodec, systemClock } from '#ports';
import { ChannelKeys } from '#security';
import { openEmbeddedIdentityStores, openEmbeddedJourneyStore } from '#store-embedded';
import { GatewayModule } from '../gateway.module.js';
import { stillClock } from '#testing';

@Module({})
class Surroundings {}

export interface FixtureOptions {
  readonly host?: string;
  readonly clock?: Clock;
  /** Stands between the gateway and the log. */
  readonly log?: (log: EventLog) => EventLog;
  readonly partitions?: number;
  /** By channel: the country of phone numbers without a country code. */
  readonly regions?: Readonly<Record<string, string>>;
}

/** A gateway over embedded adapters in a fresh directory, with the shipped journeys. */
export type GatewayFixture = Awaited<ReturnType<typeof openGateway>>;

export async function openGateway(options: FixtureOptions = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'gateway-'));
  const config: Config = {
    host: options.host ?? '127.0.0.1',
    port: 0,
    dataDir,
    journeysDir: join(process.cwd(), 'journeys'),
    identifiers: { regions: options.regions ?? {}, blocked: {} },
    partitions: options.partitions ?? 4,
    logLevel: 'silent',
    gatewayUrl: 'http://127.0.0.1:8080',
  };
  const clock = options.clock ?? stillClock;
  // The live clock of the fold is the log's: one clock for both, or events that were just sent are late.
  const inner = await openEmbeddedLog({ directory: join(dataDir, 'log'), now: () => clock.now() });
  await inner.ensureTopics(TOPIC_SPECS, config.partitions);
  const log = options.log?.(inner) ?? inner;
  const journeys = await openEmbeddedJourneyStore({ directory: join(dataDir, 'journeys') });
  const identities = await openEmbeddedIdentityStores({ directory: join(dataDir, 'identities') });
  const codec = await createCodec(fileRegistry(join(process.cwd(), 'schemas', 'avro')));
  const catalogue = await shippedJourneys(inner, codec, clock, config.journeysDir);
  const providers = [
    provideValue(CONFIG, config),
    provideValue(EVENT_LOG, log),
    provideValue(JOURNEY_STORAGE, journeys),
    provideValue(IDENTITY_STORE, identities),
    provideValue(CATALOGUE, catalogue),
    provideValue(RECORD_CODEC, codec),
    provideValue(CLOCK, clock),
    provideValue(LOGGER, createLogger({ level: 'silent', name: 'test' })),
    provideValue(METRICS, createMetrics({ defaults: false })),
    Readiness,
    FatalErrors,
  ];
  const surroundings: DynamicModule = {
    module: Surroundings,
    global: true,
    imports: [GatewayModule],
    providers,
    exports: providers,
  };
  const app = await NestFactory.create<NestFastifyApplication>(surroundings, new FastifyAdapter(), {
    logger: false,
    abortOnError: false,
  });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  const keys = app.get(ChannelKeys, { strict: false });
  const close = async (): Promise<void> => {
    await app.close();
    await catalogue.close();
    await Promise.all([journeys.close(), identities.close()]);
    await inner.close();
    await rm(dataDir, { recursive: true });
  };
  const key = await keys.create('development', { channels: ['*'], types: ['*'] });
  return { app, keys, key, log: inner, journeys, identities, catalogue, codec, clock, close };
}

/** One with an orchestrator beside it, that folds what it takes. On a clock that keeps nobody waiting its timers would spin. */
export async function openFoldingGateway(
  options: FixtureOptions & { readonly clock: Clock },
): Promise<GatewayFixture> {
  const gateway = await openGateway(options);
  const { log, journeys: store, codec, catalogue, clock } = gateway;
  const orchestrator = await startOrchestrator({ log, store, codec, catalogue, clock });
  const close = async (): Promise<void> => {
    await orchestrator.close();
    await gateway.close();
  };
  return { ...gateway, close };
}

async function shippedJourneys(log: EventLog, codec: RecordCodec, clock: Clock, directory: string) {
  const problem = () => undefined;
  const catalogue = await openCatalogue({ log, codec, clock: systemClock, problem });
  await deployFiles({ catalogue, clock }, directory);
  return catalogue;
}
