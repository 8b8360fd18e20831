import { join } from 'node:path';
import { createCodec, fileRegistry, restRegistry } from '#avro';
import { type Config, installationRoot } from '#config';
import { TOPIC_SPECS } from '#contracts';
import { loadDefinitions } from '#definitions';
import { createDefinitions, type Definitions } from '#journey';
import {
  type EventLog,
  type IdentityStore,
  type JourneyStorage,
  type RecordCodec,
  ThroughlineError,
} from '#ports';

/** What every service stands on, opened together and closed together. */
export interface Infrastructure {
  readonly log: EventLog;
  readonly journeys: JourneyStorage;
  readonly identities: IdentityStore;
  readonly codec: RecordCodec;
  readonly definitions: Definitions;
  /** Stores first, the log last. Whoever uses them must have stopped. */
  close(): Promise<void>;
}

/**
 * Opens log, stores, codec and definitions as configured: Kafka and Redis where an address is given, embedded under
 * `config.dataDir` where none is. Drivers are imported when needed, so that the embedded default starts fast.
 * When one part fails, those already open are closed.
 * Throws `INVALID` listing every fault of every definition file as `file:line:column: message`.
 */
export async function openInfrastructure(config: Config): Promise<Infrastructure> {
  const opened: { close(): Promise<void> }[] = [];
  const closeAll = async (): Promise<void> => {
    for (let part = opened.pop(); part !== undefined; part = opened.pop()) await part.close();
  };
  const keep = <T extends { close(): Promise<void> }>(part: T): T => {
    opened.push(part);
    return part;
  };
  try {
    const [definitions, codec] = await Promise.all([readDefinitions(config), openCodec(config)]);
    const log = keep(await openLog(config));
    await log.ensureTopics(TOPIC_SPECS, config.partitions);
    const identities = keep(await openIdentities(config));
    const journeys = keep(await openJourneys(config));
    return { log, journeys, identities, codec, definitions, close: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

async function readDefinitions(config: Config): Promise<Definitions> {
  const { definitions, faults } = await loadDefinitions(config.journeysDir);
  const errors = faults.filter((fault) => fault.severity === 'error');
  if (errors.length > 0) {
    const lines = errors.map(
      ({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`,
    );
    throw new ThroughlineError(
      'INVALID',
      `The journey definitions in ${config.journeysDir} cannot be used. Correct them and start again:\n${lines.join('\n')}`,
    );
  }
  return createDefinitions(definitions);
}

function openCodec(config: Config): Promise<RecordCodec> {
  const registry =
    config.schemaRegistryUrl === undefined
      ? fileRegistry(join(installationRoot(), 'schemas', 'avro'))
      : restRegistry({ url: config.schemaRegistryUrl });
  return createCodec(registry);
}

async function openLog(config: Config): Promise<EventLog> {
  if (config.kafka !== undefined) {
    const { openKafkaLog } = await import('#log-kafka');
    return openKafkaLog(config.kafka);
  }
  const { openEmbeddedLog } = await import('#log-embedded');
  return openEmbeddedLog({ directory: join(config.dataDir, 'log') });
}

async function openJourneys(config: Config): Promise<JourneyStorage> {
  if (config.redisUrl !== undefined) {
    const { openRedisJourneyStore } = await import('#store-redis');
    return openRedisJourneyStore({ url: config.redisUrl });
  }
  const { openEmbeddedJourneyStore } = await import('#store-embedded');
  return openEmbeddedJourneyStore({ directory: join(config.dataDir, 'journeys') });
}

async function openIdentities(config: Config): Promise<IdentityStore> {
  if (config.redisUrl !== undefined) {
    const { openRedisIdentityStore } = await import('#store-redis');
    return openRedisIdentityStore({ url: config.redisUrl });
  }
  const { openEmbeddedIdentityStore } = await import('#store-embedded');
  return openEmbeddedIdentityStore({ directory: join(config.dataDir, 'identities') });
}
