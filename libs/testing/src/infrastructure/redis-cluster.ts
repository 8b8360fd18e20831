import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import { onMachineClock } from '../../../../tools/infra/machine-clock.ts';
import { eventually } from '../eventually.js';
import { freePort, type RunningRedis, startRedis } from './redis.js';

export interface RunningRedisCluster {
  /** As REDIS_URL names a cluster. */
  readonly url: string;
  readonly nodes: readonly RunningRedis[];
  stop(): Promise<void>;
}

const MASTERS = 3;

/** Three real redis-servers as one cluster, without replicas; resolves once every node knows that it is whole. */
export async function startRedisCluster(): Promise<RunningRedisCluster> {
  const nodes: RunningRedis[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(nodes.map((node) => node.stop()));
  };
  try {
    for (let i = 0; i < MASTERS; i++) nodes.push(await startNode());
    const addresses = nodes.map(({ port }) => `127.0.0.1:${port}`);
    const create = ['--cluster', 'create', ...addresses, '--cluster-yes'];
    await promisify(execFile)('redis-cli', create, { env: onMachineClock() });
    for (const { port } of nodes) await whole(port);
    return { url: `redis+cluster://${addresses.join(',')}`, nodes, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startNode(): Promise<RunningRedis> {
  // By default the bus is 10,000 above, which is no port at all for a high one.
  const bus = await freePort();
  return startRedis({ config: { 'cluster-enabled': 'yes', 'cluster-port': String(bus) } });
}

async function whole(port: number): Promise<void> {
  const client = new Redis({ port, host: '127.0.0.1' });
  try {
    await eventually(`the cluster is whole, as ${port} sees it`, async () =>
      String(await client.call('CLUSTER', 'INFO')).includes('cluster_state:ok'),
    );
  } finally {
    client.disconnect();
  }
}
