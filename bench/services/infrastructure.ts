import { once } from 'node:events';
import { startKafka } from '../../tools/infra/kafka.ts';
import { freePorts } from '../../tools/infra/ports.ts';
import { answersPing, redisServer } from '../../tools/infra/redis.ts';
import { startChild, stopChild } from './children.ts';
import { freshDirectory, removeDirectory } from './workspace.ts';

/** Which log and store the measured processes stand on. */
export type StackName = 'kafka-redis' | 'embedded';

export interface Stack {
  readonly name: StackName;
  /** Environment of every process on it, DATA_DIR apart. */
  readonly env: Readonly<Record<string, string>>;
  /** Other processes that work for it, by name: their processor time is part of the price. */
  readonly pids: Readonly<Record<string, number>>;
}

export const EMBEDDED: Stack = { name: 'embedded', env: {}, pids: {} };

export interface RunningRedis {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
}

export interface RunningStack extends Stack {
  readonly redis: RunningRedis;
  stop(): Promise<void>;
}

/**
 * The launcher starts the broker with flags for a quick start (first-tier compiler, serial collector). HotSpot reads this
 * variable after the command line, so the measured broker runs as one in production does.
 */
const FULL_JVM = '-XX:TieredStopAtLevel=4 -XX:-UseSerialGC -XX:+UseG1GC -Xmx1g';

/** Starts a real Kafka and a real Redis for this run. Throws what is missing. */
export async function startKafkaAndRedis(): Promise<RunningStack> {
  const redis = await startRedis();
  try {
    process.env['_JAVA_OPTIONS'] = FULL_JVM;
    const kafka = await startKafka();
    return {
      name: 'kafka-redis',
      env: { KAFKA_BROKERS: kafka.brokers, REDIS_URL: redis.url },
      pids: { kafka: kafka.pid, redis: redis.pid },
      redis,
      async stop() {
        await kafka.stop();
        await redis.stop();
      },
    };
  } catch (error) {
    await redis.stop();
    throw error;
  } finally {
    delete process.env['_JAVA_OPTIONS'];
  }
}

const START_TIMEOUT_MS = 20_000;

/** A redis-server with an append-only file that is synced every second, as the durable setting has it. */
export async function startRedis(): Promise<RunningRedis> {
  const [port = 0] = await freePorts(1);
  const directory = await freshDirectory();
  const settings = {
    bind: '127.0.0.1',
    port,
    dir: directory,
    appendonly: 'yes',
    appendfsync: 'everysec',
    save: '',
  };
  const child = startChild(
    redisServer(),
    Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
    { stdio: 'ignore' },
  );
  const stop = async (): Promise<void> => {
    await stopChild(child);
    await removeDirectory(directory);
  };
  await once(child, 'spawn');
  for (const end = Date.now() + START_TIMEOUT_MS; !(await answersPing(port));) {
    if (Date.now() > end || child.exitCode !== null) {
      await stop();
      throw new Error(`redis-server did not answer on port ${port}`);
    }
    await new Promise((wake) => setTimeout(wake, 20));
  }
  return { url: `redis://127.0.0.1:${port}`, port, pid: child.pid ?? -1, stop };
}
