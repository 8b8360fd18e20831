import { type Socket } from 'node:net';
import { type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Config, loadConfig, type ServiceName } from '#config';
import { ensureDataDirectory, FatalErrors, heldBy, LOGGER, nestLogger, Readiness } from '#nest';
import { systemRefusal, ThroughlineError } from '#ports';
import { isLoopback } from '#security';
import { answerUnrouted } from './problem-filter.js';

/** How long a server that closes goes on answering what it was asked, ms. */
const ANSWER_WITHIN_MS = 5_000;

export interface Service {
  /** As its npm script is called; decides the port it takes unless told. */
  readonly name: ServiceName;
  /** Built from the configuration; imports `InfrastructureModule.forRoot(config)`. */
  readonly module: (config: Config) => DynamicModule | Promise<DynamicModule>;
  /** Before the port opens: connect consumers, set parsers. */
  readonly prepare?: (app: NestFastifyApplication, config: Config) => void | Promise<void>;
  /** Once requests are answered; `address` is `http://host:port`. */
  readonly ready?: (app: NestFastifyApplication, address: string, print: Print) => unknown;
}

/** Writes a line for whoever started the process. Resolves once it is out. */
type Print = (line: string) => Promise<void>;

/**
 * Runs a service as this process until SIGINT, SIGTERM or a fatal error, and closes everything it opened. A start that
 * fails prints what to do, without a stack for what is not our bug, and leaves with code 1.
 */
export async function serve(service: Service): Promise<void> {
  let isShown = false;
  try {
    const config = loadConfig(undefined, service.name);
    const prepare: Service['prepare'] = async (app) => {
      app
        .get(Readiness)
        .add('start', () => (isShown ? undefined : 'what a first start shows is not shown yet'));
      await service.prepare?.(app, config);
    };
    await ensureDataDirectory(config);
    const { app, address } = await start({ ...service, prepare }, config);
    stopOnSignals(app);
    await service.ready?.(app, address, printLine);
    isShown = true;
  } catch (error) {
    process.stderr.write(`${wordsOf(error)}\n`);
    process.exit(1);
  }
}

/** A stack only of what whoever starts it cannot mend. */
function wordsOf(error: unknown): string {
  if (error instanceof ThroughlineError) return error.message;
  return systemRefusal(error) ?? stackOf(error);
}

/** Throws `CLOSED` when nobody reads it: then nobody has seen what is shown once. */
function printLine(line: string): Promise<void> {
  // Told below; without a listener it would end the process with a stack.
  process.stdout.once('error', () => undefined);
  return new Promise((resolve, reject) => {
    process.stdout.write(`${line}\n`, (cause) => {
      if (!cause) return resolve();
      const message = 'Nobody reads what a start shows: standard output is closed.';
      reject(new ThroughlineError('CLOSED', message, { cause }));
    });
  });
}

/** Starts a service inside a process that goes on afterwards: for tests, and for `serve`. */
export async function start(
  service: Omit<Service, 'name'> & Partial<Pick<Service, 'name'>>,
  config: Config,
): Promise<{ app: NestFastifyApplication; address: string }> {
  const adapter = new FastifyAdapter({ frameworkErrors: answerUnrouted });
  closeConnections(adapter);
  if (isLoopback(config.host)) refuseForeignNames(adapter);
  const module = await service.module(config);
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    abortOnError: false,
    logger: false,
  });
  try {
    await service.prepare?.(app, config);
    await app.init();
    await app.startAllMicroservices();
    await listen(app, config, service.name);
    // Only now: Nest would log the failure of a start that we tell in our own words.
    app.useLogger(nestLogger(heldBy(app, LOGGER)));
  } catch (error) {
    await app.close();
    throw error;
  }
  return { app, address: await app.getUrl() };
}

/**
 * Lets a server that closes finish what it was asked, within bounds. Browsers and HTTP clients open connections before they
 * need them; one that asked nothing, or whose answer is never read, would keep the process from stopping.
 */
function closeConnections(adapter: FastifyAdapter): void {
  const { server } = adapter.getInstance();
  const unused = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  server.on('request', ({ socket }) => unused.delete(socket));
  adapter.getInstance().addHook('preClose', (done) => {
    for (const socket of unused) socket.destroy();
    const late = setTimeout(() => server.closeAllConnections(), ANSWER_WITHIN_MS);
    server.once('close', () => clearTimeout(late));
    done();
  });
}

/**
 * A page of another site can point a name of its own at this machine and then read answers as its own origin (DNS
 * rebinding). Where loopback opens doors, requests must therefore name loopback.
 */
function refuseForeignNames(adapter: FastifyAdapter): void {
  adapter.getInstance().addHook('onRequest', async (request, reply) => {
    if (isLoopback(request.hostname)) return;
    const detail = 'This server is reached from its own machine only, as localhost.';
    await reply
      .status(421)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .send(JSON.stringify({ type: 'about:blank', title: 'Misdirected', status: 421, detail }));
  });
}

async function listen(
  app: NestFastifyApplication,
  config: Config,
  name: ServiceName = 'backbone',
): Promise<void> {
  try {
    await app.listen(config.port, config.host);
  } catch (error) {
    throw new ThroughlineError('UNAVAILABLE', whyNotListening(error, config, name), {
      cause: error,
      retryable: false,
    });
  }
}

function whyNotListening(error: unknown, { host, port }: Config, name: ServiceName): string {
  switch (error instanceof Error && 'code' in error ? error.code : undefined) {
    case 'EADDRINUSE':
      return `Port ${String(port)} on ${host} is taken. Stop the program that uses it, or take another port: PORT=${String(port + 1)} ${name === 'backbone' ? 'npm start' : `npm run ${name}`}`;
    case 'EACCES':
      return `This user may not listen on port ${String(port)}. Take one above 1023: PORT=8080`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `HOST=${host} is no address of this machine. Leave it out for this machine only, or take 0.0.0.0 for all its addresses.`;
    default:
      return `It cannot listen on ${host}, port ${String(port)}: ${String(error)}`;
  }
}

function stopOnSignals(app: NestFastifyApplication): void {
  const logger = heldBy(app, LOGGER);
  let stopping = false;
  const stop = (why: string, exitCode: number): void => {
    if (stopping) return;
    stopping = true;
    logger.info(`stopping: ${why}`);
    app.close().then(
      () => process.exit(exitCode),
      (error: unknown) => {
        logger.fatal({ err: error }, 'could not close cleanly; nothing accepted is lost');
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', () => stop('SIGINT', 0));
  process.on('SIGTERM', () => stop('SIGTERM', 0));
  void app.get(FatalErrors).first.then(({ part, error }) => {
    logger.fatal({ err: error }, `${part} cannot go on`);
    stop(`${part} failed`, 1);
  });
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
