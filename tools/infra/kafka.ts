/**
 * A real Kafka broker (KRaft, one node) in a process of its own, without Docker.
 * Used by the test run, by tests that kill and restart a broker of their own, and by `npm run infra:up`.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { kafkaJars } from './kafka-jars.ts';
import { liveBrokers } from './live-brokers.ts';
import { isAhead, onMachineClock } from './machine-clock.ts';
import { freePorts } from './ports.ts';

const run = promisify(execFile);
const LOG4J = join(import.meta.dirname, '..', 'kafka', 'log4j2.properties');
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 10_000;
const POLL_MS = 100;

export interface KafkaOptions {
  /** A free one when absent. */
  readonly port?: number;
  /** Where it keeps its data; a fresh directory, removed by `stop`, when absent. */
  readonly directory?: string;
  /** Further settings of server.properties. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Lets it live on after this process; by default it dies with us, however we die. */
  readonly detached?: boolean;
}

export interface RunningKafka {
  /** `host:port`, as KAFKA_BROKERS takes it. */
  readonly brokers: string;
  readonly port: number;
  readonly directory: string;
  readonly pid: number;
  /** Ends it in order (SIGTERM, then SIGKILL) and removes a directory that it made itself. */
  stop(): Promise<void>;
  /** SIGKILL: nothing is flushed, nobody is told. */
  kill(): Promise<void>;
  /** Starts it again on the same port and data, after `kill` or in order. */
  restart(): Promise<void>;
}

/** Starts a broker and resolves once it answers. Throws what is missing, or what the broker said when it did not start. */
export async function startKafka(options: KafkaOptions = {}): Promise<RunningKafka> {
  const { directory: jars } = await kafkaJars();
  const own = options.directory === undefined;
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'throughline-kafka-')));
  await mkdir(directory, { recursive: true });
  const [free = 0, controller = 0] = await freePorts(2);
  const port = options.port ?? free;
  const properties = join(directory, 'server.properties');
  const start = async (): Promise<KafkaProcess> =>
    launch({ jars, directory, port, properties, detached: options.detached ?? false, own });

  await writeFile(properties, serverProperties(directory, port, controller, options.settings));
  await format(jars, directory, properties);
  let running = await start();
  return {
    brokers: `127.0.0.1:${port}`,
    port,
    directory,
    get pid() {
      return running.pid;
    },
    async stop() {
      await running.end('SIGTERM');
      if (own) await rm(directory, { recursive: true, force: true });
    },
    kill: () => running.end('SIGKILL'),
    async restart() {
      await running.end('SIGTERM');
      running = await start();
    },
  };
}

/** What every broker of ours is set to, here and in docker-compose.yml (a test holds them equal). */
export const BROKER_SETTINGS: Readonly<Record<string, string>> = {
  'process.roles': 'broker,controller',
  'node.id': '1',
  'controller.listener.names': 'CONTROLLER',
  'inter.broker.listener.name': 'PLAINTEXT',
  'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
  'offsets.topic.replication.factor': '1',
  'offsets.topic.num.partitions': '4',
  'transaction.state.log.replication.factor': '1',
  'transaction.state.log.min.isr': '1',
  'transaction.state.log.num.partitions': '4',
  'share.coordinator.state.topic.replication.factor': '1',
  'share.coordinator.state.topic.min.isr': '1',
  'group.initial.rebalance.delay.ms': '0',
  'group.min.session.timeout.ms': '1000',
  'auto.create.topics.enable': 'false',
  'log.cleaner.dedupe.buffer.size': '2097152',
  // A killed broker can register again once its old registration has lapsed: 9 s by default.
  'broker.session.timeout.ms': '3000',
  'broker.heartbeat.interval.ms': '500',
  'controlled.shutdown.enable': 'false',
};

function serverProperties(
  directory: string,
  port: number,
  controller: number,
  settings: Readonly<Record<string, string>> = {},
): string {
  const all: Record<string, string> = {
    ...BROKER_SETTINGS,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    // A static quorum: the ports are not written into the data, so they may differ at the next start.
    'controller.quorum.voters': `1@127.0.0.1:${controller}`,
    'log.dirs': join(directory, 'data'),
    // A broker refuses what is stamped more than an hour after its own clock.
    ...(isAhead() && { 'log.message.timestamp.after.max.ms': String(Number.MAX_SAFE_INTEGER) }),
    ...settings,
  };
  return Object.entries(all)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

/** Prepares an empty data directory; one that is formatted already keeps its data. */
async function format(jars: string, directory: string, properties: string): Promise<void> {
  const formatted = await stat(join(directory, 'data', 'meta.properties')).catch(() => undefined);
  if (formatted !== undefined) return;
  const format = ['format', '-t', 'throughline-one-nodeAA', '-c', properties];
  await run('java', [...JVM, ...classPath(jars), 'kafka.tools.StorageTool', ...format], {
    env: onMachineClock(),
  });
}

/** Small and quick to start; a benchmark against this broker measures the client, not the broker. */
const JVM = ['-Xms256m', '-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
const classPath = (jars: string): string[] => [
  `-Dlog4j2.configurationFile=${LOG4J}`,
  '-cp',
  join(jars, '*'),
];

interface Launch {
  readonly jars: string;
  readonly directory: string;
  readonly port: number;
  readonly properties: string;
  readonly detached: boolean;
  /** The directory is ours to remove. */
  readonly own: boolean;
}

interface KafkaProcess {
  readonly pid: number;
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

async function launch(options: Launch): Promise<KafkaProcess> {
  const logFile = join(options.directory, 'broker.log');
  const log = openSync(logFile, 'a');
  const child = spawn(
    'java',
    [...JVM, ...classPath(options.jars), 'kafka.Kafka', options.properties],
    { stdio: ['ignore', log, log], detached: options.detached, env: onMachineClock() },
  );
  closeSync(log);
  const exited = once(child, 'exit').then(
    () => undefined,
    () => undefined,
  );
  const pid = child.pid;
  if (pid === undefined) throw new Error('java could not be started');
  const guard = options.detached ? undefined : guardian(pid, options.own ? options.directory : '');
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    child.ref();
    child.kill(signal);
    const impatient = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await exited;
    clearTimeout(impatient);
    guard?.kill('SIGKILL');
  };
  try {
    await answers(options.port, child);
  } catch (cause) {
    await end('SIGKILL');
    const said = (await readFile(logFile, 'utf8')).split('\n').slice(-20).join('\n');
    throw new Error(`Kafka did not start on port ${options.port}:\n${said}`, { cause });
  }
  child.unref();
  return { pid, end };
}

/**
 * Kills the broker when this process is gone, even by SIGKILL: a shell that waits for the end of its standard input,
 * which only we hold open.
 */
function guardian(pid: number, directory: string): ChildProcess {
  const script = 'read _; kill -9 "$1" 2>/dev/null; [ -z "$2" ] || rm -rf "$2"';
  const guard = spawn('sh', ['-c', script, 'guardian', String(pid), directory], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true, // an interrupt from the keyboard must not end it before us
  });
  guard.unref();
  if (guard.stdin !== null && 'unref' in guard.stdin && typeof guard.stdin.unref === 'function')
    guard.stdin.unref();
  return guard;
}

/** Resolves once the broker lists itself as a live one; rejects when the process ends before. */
async function answers(port: number, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (child.exitCode === null && child.signalCode === null) {
    if ((await liveBrokers(port)) > 0) return;
    if (Date.now() > deadline) throw new Error('the broker did not answer in time');
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error('the broker ended while it started');
}
