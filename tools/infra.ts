/**
 * `npm run infra:up` and `infra:down`: a real Kafka and a real Redis on this machine without Docker, kept between runs.
 * Ports: KAFKA_PORT (9092) and REDIS_PORT (6379), or free ones where those are taken. Data: DATA_DIR/infra.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { startKafka } from './infra/kafka.ts';
import { liveBrokers } from './infra/live-brokers.ts';
import { freePorts, isFree } from './infra/ports.ts';
import { answersPing, redisServer } from './infra/redis.ts';

const DIRECTORY = join(resolve(process.env['DATA_DIR'] ?? '.throughline'), 'infra');
const STATE = join(DIRECTORY, 'running.json');
const STOP_TIMEOUT_MS = 15_000;

interface Running {
  readonly pid: number;
  readonly port: number;
}
type State = { kafka?: Running; redis?: Running };

const SERVICES = {
  kafka: { port: Number(process.env['KAFKA_PORT'] ?? 9092), start: upKafka, lives: kafkaLives },
  redis: { port: Number(process.env['REDIS_PORT'] ?? 6379), start: upRedis, lives: answersPing },
} as const;

async function up(): Promise<void> {
  await mkdir(DIRECTORY, { recursive: true });
  const state = await readState();
  const faults: string[] = [];
  for (const name of ['kafka', 'redis'] as const) {
    try {
      state[name] = await keepOrStart(name, state[name]);
    } catch (error) {
      delete state[name];
      faults.push(
        `${name} could not be started: ${error instanceof Error ? error.message : error}`,
      );
    }
    await writeFile(STATE, `${JSON.stringify(state)}\n`);
  }
  const lines = [
    state.kafka && `KAFKA_BROKERS=127.0.0.1:${state.kafka.port}`,
    state.redis && `REDIS_URL=redis://127.0.0.1:${state.redis.port}`,
  ];
  console.log(lines.filter((line) => line !== undefined).join(' '));
  for (const fault of faults) console.error(fault);
  if (faults.length > 0) process.exitCode = 1;
}

async function keepOrStart(
  name: keyof typeof SERVICES,
  running: Running | undefined,
): Promise<Running> {
  const service = SERVICES[name];
  if (running !== undefined && isAlive(running.pid) && (await service.lives(running.port)))
    return running;
  let port = service.port;
  if (!(await isFree(port))) {
    const [free = 0] = await freePorts(1);
    console.error(`Port ${port} is taken: ${name} listens on ${free}`);
    port = free;
  }
  return service.start(port);
}

async function upKafka(port: number): Promise<Running> {
  const directory = join(DIRECTORY, 'kafka');
  const kafka = await startKafka({ port, directory, detached: true });
  return { pid: kafka.pid, port };
}

async function kafkaLives(port: number): Promise<boolean> {
  return (await liveBrokers(port)) > 0;
}

async function upRedis(port: number): Promise<Running> {
  const dir = join(DIRECTORY, 'redis');
  await mkdir(dir, { recursive: true });
  const log = openSync(join(dir, 'redis.log'), 'a');
  const settings = { bind: '127.0.0.1', port, dir, appendonly: 'yes', appendfsync: 'everysec' };
  const child = spawn(
    redisServer(),
    Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
    { stdio: ['ignore', log, log], detached: true },
  );
  closeSync(log);
  await once(child, 'spawn');
  await until(async () => {
    if (child.exitCode !== null) throw new Error(`it ended at once: see ${join(dir, 'redis.log')}`);
    return answersPing(port);
  }, 'redis-server did not answer');
  child.unref();
  return { pid: child.pid ?? -1, port };
}

async function down(): Promise<void> {
  const state = await readState();
  for (const name of ['kafka', 'redis'] as const) {
    const running = state[name];
    // A process id can have been given to somebody else since: only what answers on the port is ours to end.
    if (running === undefined || !isAlive(running.pid)) continue;
    if (!(await SERVICES[name].lives(running.port))) continue;
    await end(running.pid);
    console.log(`${name} stopped`);
  }
  await rm(STATE, { force: true });
}

async function end(pid: number): Promise<void> {
  process.kill(pid, 'SIGTERM');
  await until(async () => !isAlive(pid), `process ${pid} did not stop`).catch(() =>
    process.kill(pid, 'SIGKILL'),
  );
}

async function until(condition: () => Promise<boolean>, otherwise: string): Promise<void> {
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(otherwise);
    await new Promise((wake) => setTimeout(wake, 50));
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function readState(): Promise<State> {
  try {
    return JSON.parse(await readFile(STATE, 'utf8')) as State;
  } catch {
    return {};
  }
}

const [command] = process.argv.slice(2);
if (command === 'up') await up();
else if (command === 'down') await down();
else {
  console.error('usage: node tools/infra.ts up | down');
  process.exitCode = 2;
}
