import { access, constants, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Config } from '#config';
import { systemRefusal, ThroughlineError } from '#ports';

/**
 * Makes the data directory where it is missing, when something is kept there. Throws `UNAVAILABLE` in one sentence, before
 * anything is opened, when this user cannot write in it or in a directory of it.
 */
export async function ensureDataDirectory({ dataDir, kafka, redisUrl }: Config): Promise<void> {
  if (kafka !== undefined && redisUrl !== undefined) return;
  try {
    await mkdir(dataDir, { recursive: true });
    const entries = await readdir(dataDir, { withFileTypes: true });
    const inside = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    for (const name of ['', ...inside]) {
      await access(join(dataDir, name), constants.R_OK | constants.W_OK | constants.X_OK);
    }
  } catch (cause) {
    const why = systemRefusal(cause) ?? String(cause);
    throw new ThroughlineError(
      'UNAVAILABLE',
      `${why} DATA_DIR must be a directory in which this user can write.`,
      { cause, retryable: false },
    );
  }
}
