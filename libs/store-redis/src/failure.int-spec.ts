import { connect as connectSocket, createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Shard } from '#contracts';
import { hasCode, type JourneyStorage, type ShardCommit } from '#ports';
import {
  bytes,
  eventually,
  freePort,
  hasRedis,
  type RunningRedis,
  shardCommit,
  startRedis,
  subjectsIn,
  subjectWrite,
  text,
} from '#testing';
import { openRedisIdentityStores } from './identities/identity-stores.js';
import { openRedisJourneyStore } from './journeys/journey-store.js';

const SHARD = 17 as Shard;
const [ANA] = subjectsIn(SHARD, 1);
const ownRedis = hasRedis() || process.env['CI'] === 'true';

(ownRedis ? describe : describe.skip)('when Redis fails', () => {
  let redis: RunningRedis;
  let store: JourneyStorage;
  let wire: Wire;

  beforeEach(async () => {
    redis = await startRedis({ config: { appendfsync: 'always' } });
    wire = await openWire(redis.port);
    store = await openRedisJourneyStore({ url: wire.url, timeoutMs: 500 });
  }, 300_000);
  afterEach(async () => {
    await store.close();
    await wire.close();
    await redis.stop();
  }, 300_000);

  const commitOf = async (offset: number): Promise<ShardCommit> => {
    const { epoch } = await store.take(SHARD);
    const subjects = ANA ? [subjectWrite(ANA, { offsets: [offset] })] : [];
    return shardCommit(SHARD, epoch, offset, { subjects, outbox: bytes('outputs') });
  };

  it('does not open where nobody listens, and says so within the time given', async () => {
    const url = `redis://127.0.0.1:${await freePort()}`;
    const began = performance.now();
    for (const open of [openRedisJourneyStore, openRedisIdentityStores]) {
      await expect(open({ url, timeoutMs: 500 })).rejects.toMatchObject({
        code: 'UNAVAILABLE',
        retryable: true,
      });
    }
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it('refuses wrong credentials as such', async () => {
    const url = redis.url.replace('://', '://someone:wrong@');
    await expect(openRedisJourneyStore({ url, timeoutMs: 2_000 })).rejects.toMatchObject({
      code: 'INVALID',
      retryable: false,
    });
  });

  it('answers UNAVAILABLE while it is down, and works again once it is back, scripts and all', async () => {
    const commit = await commitOf(4);
    await redis.kill();
    const began = performance.now();
    await expect(store.commit([commit])).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(store.search({ limit: 5 })).rejects.toMatchObject({ retryable: true });
    await expect(store.take(SHARD)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(performance.now() - began).toBeLessThan(3_000);
    await redis.restart(); // it has forgotten the scripts
    const answer = await onceAvailable(() => store.commit([commit]));
    expect(answer).toEqual([0]);
    expect((await store.watermarks()).get(SHARD)).toEqual({ partition: 3, offset: 4 });
  }, 300_000);

  it('answers UNAVAILABLE within the time given when it hangs', async () => {
    const commit = await commitOf(4);
    wire.hold();
    const began = performance.now();
    await expect(store.commit([commit])).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(performance.now() - began).toBeLessThan(2_000);
    wire.mend();
    expect(await onceAvailable(() => store.commit([commit]))).toEqual([0]);
  });

  it('applies a commit once whose answer was lost and which is repeated', async () => {
    const commit = await commitOf(4);
    wire.loseAnswers();
    await expect(store.commit([commit])).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    wire.mend();
    expect(await onceAvailable(() => store.commit([commit]))).toEqual([0]);
    expect(ANA && (await store.history(ANA))).toEqual([{ partition: 3, offset: 4 }]);
    const { outbox } = await store.take(SHARD);
    expect(outbox.map((entry) => text(entry.payload))).toEqual(['outputs']);
  });

  it('fences an owner from before it lost everything, even after another has taken the shard', async () => {
    const commit = await commitOf(4);
    await store.commit([commit]);
    await redis.kill();
    await redis.restart();
    await onceAvailable(() => store.watermarks());
    const admin = await openSocket(redis.port);
    admin.write('FLUSHALL\r\n');
    await once(admin, 'data');
    admin.destroy();
    const next = shardCommit(SHARD, commit.epoch, 5);
    await expect(store.commit([next])).rejects.toMatchObject({ code: 'FENCED' });
    const lease = await store.take(SHARD);
    expect(lease.epoch).toBeGreaterThan(commit.epoch);
    expect(lease.watermark).toBeUndefined();
    await expect(store.commit([next])).rejects.toMatchObject({ code: 'FENCED' });
  }, 300_000);
});

/** Asks again for as long as Redis is not available. */
async function onceAvailable<T>(ask: () => Promise<T>): Promise<T> {
  let answer: { readonly is: T } | undefined;
  await eventually('Redis is available again', async () => {
    try {
      answer = { is: await ask() };
    } catch (error) {
      if (!hasCode(error, 'UNAVAILABLE')) throw error;
    }
    return answer !== undefined;
  });
  if (!answer) throw new Error('Redis did not answer');
  return answer.is;
}

/** A TCP relay to Redis that can be cut. */
interface Wire {
  readonly url: string;
  /** Nothing gets through any more. */
  hold(): void;
  /** What is sent arrives, what is answered does not, and then the line is cut. */
  loseAnswers(): void;
  /** New connections work as ever. */
  mend(): void;
  close(): Promise<void>;
}

async function openSocket(port: number): Promise<Socket> {
  const socket = connectSocket(port, '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

async function openWire(port: number): Promise<Wire> {
  let mode: 'open' | 'held' | 'one way' = 'open';
  const sockets = new Set<Socket>();
  const server: Server = createServer((near) => {
    const far = connectSocket(port, '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.on('data', (data) => {
      if (mode !== 'held') far.write(data);
    });
    far.on('data', (data) => {
      if (mode === 'open') near.write(data);
      if (mode === 'one way') near.destroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const own = address !== null && typeof address === 'object' ? address.port : 0;
  return {
    url: `redis://127.0.0.1:${own}`,
    hold: () => void (mode = 'held'),
    loseAnswers: () => void (mode = 'one way'),
    mend: () => void (mode = 'open'),
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
