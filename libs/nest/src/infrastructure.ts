import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createCodec, fileRegistry, restRegistry } from '#avro';
import { type Config, installationRoot } from '#config';
import { TOPIC_SPECS } from '#contracts';
import { type Catalogue, type CatalogueOptions, deployFiles, openCatalogue } from '#definitions';
import {
  type EventLog,
  type IdentityStores,
  type JourneyStorage,
  type RecordCodec,
  ThroughlineError,
  systemClock,
} from '#ports';
import { ensureDataDirectory } from './data-directory.js';

/** What every service stands on, opened together and closed together. */
export interface Infrastructure {
  readonly log: EventLog;
  readonly journeys: JourneyStorage;
  readonly identities: IdentityStores;
  readonly codec: RecordCodec;
  readonly catalogue: Catalogue;
  /** Stores and catalogue first, the log last. Whoever uses them must have stopped. */
  close(): Promise<void>;
}

/**
 * Opens log, stores, codec and the catalogue of definitions as configured: Kafka and Redis where an address is given, embedded under
 * `config.dataDir` where none is. Drivers are imported when needed, so that the embedded default starts fast.
 * Definition files that are not deployed yet are deployed. When one part fails, those already open are closed.
 * Throws `INVALID` listing every fault of every definition file as `file:line:column: message`. `problem` is told what
 * somebody should look at later on.
 */
export async function openInfrastructure(
  config: Config,
  problem: CatalogueOptions['problem'],
): Promise<Infrastructure> {
  const opened: { close(): Promise<void> }[] = [];
  const closeAll = async (): Promise<void> => {
    for (let part = opened.pop(); part !== undefined; part = opened.pop()) await part.close();
  };
  const keep = <T extends { close(): Promise<void> }>(part: T): T => {
    opened.push(part);
    return part;
  };
  try {
    await ensureDataDirectory(config);
    const codec = await openCodec(config);
    const log = keep(await openLog(config));
    await log.ensureTopics(TOPIC_SPECS, config.partitions);
    const identities = keep(await openIdentities(config));
    const journeys = keep(await openJourneys(config));
    const options = { log, codec, clock: systemClock, problem };
    const catalogue = keep(await openDefinitions(config, options));
    return { log, journeys, identities, codec, catalogue, close: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** The log as it is, and what is deployed to it. */
export type ReadableLog = Pick<Infrastructure, 'log' | 'codec' | 'catalogue' | 'close'>;

/** The same and the journeys beside it. See `openLogForReading`. */
export async function openForReading(
  config: Config,
  problem: CatalogueOptions['problem'],
): Promise<ReadableLog & Pick<Infrastructure, 'journeys'>> {
  const opened = await openLogForReading(config, problem);
  try {
    const journeys = await openJourneys(config);
    const close = async (): Promise<void> => {
      await journeys.close();
      await opened.close();
    };
    return { ...opened, journeys, close };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/**
 * Opens log and catalogue for a look, also beside the processes that work on them: topics are not made, definition files are
 * not deployed, stores are not opened. Throws `NOT_FOUND` when nobody has begun a log there.
 */
export async function openLogForReading(
  config: Config,
  problem: CatalogueOptions['problem'],
): Promise<ReadableLog> {
  const codec = await openCodec(config);
  const directory = join(config.dataDir, 'log');
  if (config.kafka === undefined && !existsSync(directory)) {
    const message = `There is no log in ${directory}. Set DATA_DIR to the installation's, or KAFKA_BROKERS.`;
    throw new ThroughlineError('NOT_FOUND', message);
  }
  const log = await openLog(config, 'reading');
  try {
    const catalogue = await openCatalogue({ log, codec, clock: systemClock, problem });
    const close = async (): Promise<void> => {
      await catalogue.close();
      await log.close();
    };
    return { log, codec, catalogue, close };
  } catch (error) {
    await log.close();
    throw error;
  }
}

/** Reads what is deployed, and deploys what lies in `config.journeysDir` and is not. */
async function openDefinitions(
  { journeysDir }: Config,
  options: CatalogueOptions,
): Promise<Catalogue> {
  const catalogue = await openCatalogue(options);
  try {
    await deployFiles({ catalogue, clock: options.clock }, journeysDir);
    return catalogue;
  } catch (error) {
    await catalogue.close();
    throw error;
  }
}

function openCodec(config: Config): Promise<RecordCodec> {
  const registry =
    config.schemaRegistryUrl === undefined
      ? fileRegistry(join(installationRoot(), 'schemas', 'avro'))
      : restRegistry({ url: config.schemaRegistryUrl });
  return createCodec(registry);
}

async function openLog(config: Config, use: 'reading' | 'writing' = 'writing'): Promise<EventLog> {
  if (config.kafka !== undefined) {
    const { openKafkaLog } = await import('#log-kafka');
    return openKafkaLog(config.kafka);
  }
  const { openEmbeddedLog, openEmbeddedLogForReading } = await import('#log-embedded');
  const directory = join(config.dataDir, 'log');
  return use === 'reading'
    ? openEmbeddedLogForReading({ directory })
    : openEmbeddedLog({ directory });
}

async function openJourneys(config: Config): Promise<JourneyStorage> {
  if (config.redisUrl !== undefined) {
    const { openRedisJourneyStore } = await import('#store-redis');
    return openRedisJourneyStore({ url: config.redisUrl });
  }
  const { openEmbeddedJourneyStore } = await import('#store-embedded');
  return openEmbeddedJourneyStore({ directory: join(config.dataDir, 'journeys') });
}

async function openIdentities(config: Config): Promise<IdentityStores> {
  if (config.redisUrl !== undefined) {
    const { openRedisIdentityStores } = await import('#store-redis');
    return openRedisIdentityStores({ url: config.redisUrl });
  }
  const { openEmbeddedIdentityStores } = await import('#store-embedded');
  return openEmbeddedIdentityStores({ directory: join(config.dataDir, 'identities') });
}
