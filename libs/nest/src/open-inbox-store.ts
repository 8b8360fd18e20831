import { join } from 'node:path';
import { type Config } from '#config';
import { type InboxStore } from '#ports';

/** The inbox's store as configured: on Redis where one is given, embedded under `config.dataDir` where none is. */
export async function openInboxStore(config: Config): Promise<InboxStore> {
  if (config.redisUrl !== undefined) {
    const { openRedisInboxStore } = await import('#store-redis');
    return openRedisInboxStore({ url: config.redisUrl });
  }
  const { openEmbeddedInboxStore } = await import('#store-embedded');
  return openEmbeddedInboxStore({ directory: join(config.dataDir, 'inbox') });
}
