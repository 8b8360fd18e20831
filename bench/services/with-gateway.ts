import { HttpPool } from '../load/http-pool.ts';
import type { Stack } from './infrastructure.ts';
import { giveKey, type Service, startService, untilHealthy } from './service.ts';
import { inFreshDirectory } from './workspace.ts';

/** A gateway that answers, with whatever folds what it takes in. */
export interface RunningGateway {
  readonly pool: HttpPool;
  /** Of the gateway's process; on the embedded stack all is in it. */
  readonly pid: number;
  /** A channel key that may do everything. */
  readonly key: string;
}

/**
 * Starts gateway and orchestrator on empty data, for as long as `work` takes. On the embedded stack all is one process; on
 * Kafka and Redis gateway and orchestrator are two.
 */
export async function withGateway(
  stack: Stack,
  work: (gateway: RunningGateway) => Promise<void>,
): Promise<void> {
  await inFreshDirectory(async (directory) => {
    const env = { ...stack.env, DATA_DIR: directory };
    const key = await giveKey(directory);
    const services: Service[] = [];
    try {
      const apps =
        stack.name === 'embedded'
          ? (['backbone'] as const)
          : (['gateway', 'orchestrator'] as const);
      for (const app of apps) services.push(await startService(app, env));
      for (const { address } of services) await untilHealthy(address);
      const [gateway] = services;
      if (gateway === undefined) throw new Error('nothing was started');
      const pool = new HttpPool(gateway.address);
      try {
        await work({ pool, pid: gateway.pid, key });
      } finally {
        pool.close();
      }
    } finally {
      for (const service of services) await service.stop();
    }
  });
}
