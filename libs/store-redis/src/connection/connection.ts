import { Cluster, Redis, type RedisOptions } from 'ioredis';
import { hasCode, ThroughlineError, within } from '#ports';
import { parseRedisUrl, type RedisAddress } from './address.js';
import { refusal } from './refusal.js';
import type { Script } from './script.js';

export type Argument = string | number | Buffer;

/** One command or one script call. All its keys are in one cluster slot. */
export type Call =
  | { readonly command: string; readonly args: readonly Argument[] }
  | {
      readonly script: Script;
      readonly keys: readonly string[];
      readonly args: readonly Argument[];
    };

/** A Redis, single or many, asked in round trips. */
export interface Connection {
  /**
   * Sends the calls in one round trip; replies in their order, texts as Buffers. Throws `UNAVAILABLE` when one or more
   * were not answered in time: they may still have been carried out.
   */
  run(calls: readonly Call[]): Promise<readonly unknown[]>;
  close(): Promise<void>;
}

interface ConnectionOptions {
  /** As `parseRedisUrl` reads it. */
  readonly url: string;
  /** Longest wait for an answer, and for the first connection, in ms. Default 5,000. */
  readonly timeoutMs?: number;
}

type Client = Redis | Cluster;

const DEFAULT_TIMEOUT_MS = 5_000;
const MAX_RECONNECT_DELAY_MS = 1_000;
const CLUSTER_REDIRECTIONS = 4;

/** Connects. Throws `UNAVAILABLE` when nobody answers, `INVALID` for a bad URL or credentials. */
export async function connect(options: ConnectionOptions): Promise<Connection> {
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const client = createClient(parseRedisUrl(options.url), timeoutMs);
  const late = (): never => {
    const message = `Redis did not answer within ${timeoutMs} ms: is it overloaded?`;
    throw new ThroughlineError('UNAVAILABLE', message);
  };
  let broken: Error | undefined;
  client.on('error', (error: Error) => (broken = error)); // calls tell; the client connects again by itself
  client.on('ready', () => (broken = undefined));
  try {
    await within(timeoutMs, client.connect(), late);
    await within(timeoutMs, client.ping(), late);
  } catch (error) {
    client.disconnect();
    throw refusal(error, broken);
  }

  let closing: Promise<void> | undefined;
  return {
    async run(calls) {
      if (closing)
        throw new ThroughlineError('CLOSED', 'this Redis store was closed: open it again');
      if (calls.length === 0) return [];
      try {
        return await within(timeoutMs, answer(client, calls), late);
      } catch (error) {
        // A line that is silent may be dead for good: the next call gets a new one.
        if (hasCode(error, 'UNAVAILABLE')) client.disconnect(true);
        throw refusal(error, broken);
      }
    },
    close() {
      closing ??= within<unknown>(timeoutMs, client.quit(), late)
        .catch(() => undefined) // gone already, which is what was wanted
        .then(() => client.disconnect());
      return closing;
    },
  };
}

function createClient(address: RedisAddress, timeoutMs: number): Client {
  // Nothing waits in a queue: a call finds Redis there or fails at once. What was sent is not sent again by the client:
  // only the caller knows which calls may be repeated.
  const node = {
    protocol: 2,
    replyMapping: 'legacy',
    connectTimeout: timeoutMs,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    lazyConnect: true,
    ...(address.username === undefined ? {} : { username: address.username }),
    ...(address.password === undefined ? {} : { password: address.password }),
    ...(address.kind !== 'single' && address.tls ? { tls: {} } : {}),
  } satisfies RedisOptions;
  const single = { ...node, enableOfflineQueue: false, retryStrategy: reconnectDelay };
  if (address.kind === 'single') return new Redis(address.url, single);
  if (address.kind === 'sentinel') {
    return new Redis({
      ...single,
      sentinels: [...address.nodes],
      name: address.name,
      db: address.db,
      sentinelRetryStrategy: reconnectDelay,
      enableTLSForSentinelMode: address.tls,
    });
  }
  return new Cluster([...address.nodes], {
    lazyConnect: true,
    enableOfflineQueue: false,
    clusterRetryStrategy: reconnectDelay,
    maxRedirections: CLUSTER_REDIRECTIONS,
    redisOptions: node,
  });
}

const reconnectDelay = (attempts: number): number =>
  Math.min(attempts * 50, MAX_RECONNECT_DELAY_MS);

/** Scripts a node does not know (a new one, or one that started again) are sent whole: a second round trip, once. */
async function answer(client: Client, calls: readonly Call[]): Promise<readonly unknown[]> {
  const replies = [...(await send(client, calls.map(byHash)))];
  const unknown = replies.flatMap((reply, i) => (isNoScript(reply) ? [i] : []));
  if (unknown.length > 0) {
    const again = unknown.flatMap((i) => calls[i] ?? []);
    const answers = await send(client, again.map(inFull));
    for (const [n, i] of unknown.entries()) replies[i] = answers[n];
  }
  const failed = replies.find((reply) => reply instanceof Error);
  if (failed) throw failed;
  return replies;
}

type Sent = readonly [command: string, ...args: Argument[]];

function byHash(call: Call): Sent {
  if ('command' in call) return [call.command, ...call.args];
  return ['EVALSHA', call.script.sha, call.keys.length, ...call.keys, ...call.args];
}

function inFull(call: Call): Sent {
  if ('command' in call) return [call.command, ...call.args];
  return ['EVAL', call.script.source, call.keys.length, ...call.keys, ...call.args];
}

/** Replies and errors alike, in order. A cluster's client sorts the calls by node itself, which its pipeline cannot. */
async function send(client: Client, calls: readonly Sent[]): Promise<readonly unknown[]> {
  if (client instanceof Cluster) {
    const settled = await Promise.allSettled(
      calls.map(([command, ...args]) => client.callBuffer(command, args)),
    );
    return settled.map((one) => (one.status === 'fulfilled' ? one.value : one.reason));
  }
  const pipeline = client.pipeline();
  for (const [command, ...args] of calls) pipeline.callBuffer(command, args);
  const results = (await pipeline.exec()) ?? [];
  return results.map(([error, reply]) => error ?? reply);
}

function isNoScript(reply: unknown): boolean {
  return reply instanceof Error && reply.message.startsWith('NOSCRIPT');
}
