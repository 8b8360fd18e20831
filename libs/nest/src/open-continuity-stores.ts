import { join } from 'node:path';
import { type Config } from '#config';
import { type ContinuityStores } from '#ports';

/** Hand-offs, leases and attempts as configured: on Redis where one is given, embedded under `config.dataDir` where none is. */
export async function openContinuityStores(config: Config): Promise<ContinuityStores> {
  if (config.redisUrl !== undefined) {
    const { openRedisContinuityStores } = await import('#store-redis');
    return openRedisContinuityStores({ url: config.redisUrl });
  }
  const { openEmbeddedContinuityStores } = await import('#store-embedded');
  return openEmbeddedContinuityStores({ directory: join(config.dataDir, 'continuity') });
}
